"""What an account was in becomes another one's: its cohorts and teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from .cohorts import lock_cohort
from .models import Cohort, CohortMember, TeamMember

if TYPE_CHECKING:
    from clikc.people.models import User


@transaction.atomic
def move_memberships(*, kept: User, dropped: User) -> list[Cohort]:
    """The cohorts of ``dropped``, also those left or closed, become those of ``kept``, with their days.

    Where both are in one, ``kept`` stays in it. The cohorts she is in now and was not before, locked. Safe
    to call twice.
    """
    lock_cohorts_of(dropped)
    theirs = CohortMember.objects.filter(person=dropped)
    own = {member.cohort_id: member for member in CohortMember.objects.filter(person=kept)}
    moved = [_move(member, own.get(member.cohort_id), kept) for member in theirs.select_related("cohort")]
    return sorted(filter(None, moved), key=lambda cohort: cohort.pk)


def _move(theirs: CohortMember, own: CohortMember | None, kept: User) -> Cohort | None:
    is_in = theirs.left_at is None
    if own is None:
        theirs.person = kept
        theirs.save(update_fields=["person"])
        return theirs.cohort if is_in else None
    if not is_in:
        return None
    theirs.left_at = timezone.now()
    theirs.save(update_fields=["left_at"])
    if own.left_at is None:
        return None
    own.left_at, own.joined_at, own.added_by_id = None, theirs.joined_at, theirs.added_by_id
    own.save(update_fields=["left_at", "joined_at", "added_by"])
    return theirs.cohort


def cohorts_to_move(*, dropped: User) -> list[Cohort]:
    """The cohorts that somebody is in now, closed ones too. One query."""
    current = CohortMember.objects.current().filter(person=dropped).select_related("cohort")
    return [member.cohort for member in current.order_by("cohort")]


def lock_cohorts_of(person: User) -> None:
    """Lock every cohort somebody is, or was, in, by their ids."""
    theirs = CohortMember.objects.filter(person=person)
    for pk in sorted(theirs.values_list("cohort", flat=True)):
        lock_cohort(pk)


def runs_with_teams_of(person: User) -> list[int]:
    """Ids of the runs in which somebody is, or was, in a team. One query."""
    return sorted(set(TeamMember.objects.filter(person=person).order_by().values_list("run", flat=True)))


@transaction.atomic
def move_teams(*, kept: User, dropped: User) -> None:
    """The teams of ``dropped`` are those of ``kept``; where she is in one of the run herself, she stays there
    and the other one is left. The runs are locked already. Safe to call twice."""
    now = timezone.now()
    own = set(TeamMember.objects.current().filter(person=kept).values_list("run", flat=True))
    theirs = TeamMember.objects.filter(person=dropped)
    theirs.current().filter(run__in=own).update(left_at=now)
    theirs.update(person=kept)
