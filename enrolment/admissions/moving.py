"""What one account was given becomes another one's: courses, seats, cohorts, teams. Nothing lost, nothing
twice."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from clikc.people import api as people_api
from enrolment.programmes import api as programmes

from .dates import set_dates
from .models import Enrolment, EnrolmentChange, Place
from .moving_sessions import move_sessions, nominations_to_move, participations_to_move
from .places import leave_places_of
from .welcoming import welcome

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import Cohort


@transaction.atomic
def move_learner(*, kept: User, dropped: User, by: User | None) -> list[tuple[UUID, UUID]]:
    """Courses, seats, cohorts, nominations and sessions of ``dropped`` become those of ``kept``.

    Where both have a place in a run, the better one stays and the other is free. The courses that both are
    in, as (enrolment of ``kept``, enrolment of ``dropped``): the second is inactive from now on, and what was
    done in it is for the later rooms to unite. Safe to call twice.
    """
    move_sessions(kept=kept, dropped=dropped)
    lock_places_of(dropped)
    cohorts = programmes.move_memberships(kept=kept, dropped=dropped)
    programmes.move_teams(kept=kept, dropped=dropped)
    _move_places(kept, dropped)
    both = _move_enrolments(kept, dropped, by)
    for cohort in cohorts:
        _arrive(cohort, kept, by)
    return both


def lock_places_of(person: User) -> None:
    """Lock the cohorts and then the runs somebody is in: before attempts, works and enrolments are."""
    programmes.lock_cohorts_of(person)
    held = Place.objects.current().filter(learner=person).order_by()
    programmes.lock_runs({*held.values_list("run", flat=True), *programmes.runs_with_teams_of(person)})


def would_move(*, kept: User, dropped: User) -> dict:
    """What ``move_learner`` would move: ids of courses that ``dropped`` alone is in, or was, and that both
    are; names of her cohorts and sessions, in which she is or for which she is nominated; the places she has.
    Six queries."""
    own = set(kept.enrolments.order_by().values_list("course", flat=True))
    theirs = set(dropped.enrolments.order_by().values_list("course", flat=True))
    return {
        "courses": sorted(theirs - own),
        "both": sorted(theirs & own),
        "cohorts": [cohort.name for cohort in programmes.cohorts_to_move(dropped=dropped)],
        "sessions": _sessions(kept, dropped),
        "places": Place.objects.current().filter(learner=dropped).count(),
    }


def _sessions(kept: User, dropped: User) -> list[str]:
    """Names of the sessions that come along."""
    inside = participations_to_move(kept=kept, dropped=dropped).select_related("session__programme")
    asked = nominations_to_move(kept=kept, dropped=dropped).select_related("call__session__programme")
    found = [item.session for item in inside] + [item.call.session for item in asked]
    return sorted({session.name for session in found})


def _arrive(cohort: Cohort, kept: User, by: User | None) -> None:
    """What being in a cohort brings, but for courses: those came along, or she has left them."""
    people_api.record(
        what="cohort_joined",
        by=by,
        person=kept,
        administration_id=cohort.administration_id,
        facts={"cohort": cohort.name},
    )
    if cohort.is_open:
        set_dates(cohort=cohort, person_ids=[kept.pk], by=by)
        welcome(cohort_id=cohort.pk, person_ids=[kept.pk])
    programmes.announce(cohort)


def _move_places(kept: User, dropped: User) -> None:
    held = Place.objects.current().filter(learner=dropped).order_by("run")
    for run_id in list(held.values_list("run", flat=True)):
        programmes.lock_run(run_id)
        here = Place.objects.current().filter(run=run_id)
        own, other = here.filter(learner=kept).first(), here.get(learner=dropped)
        if own is None or (own.seat is None and other.seat is not None):
            here.filter(learner=kept).update(left_at=timezone.now())
            here.filter(pk=other.pk).update(learner=kept)
        else:
            leave_places_of(run_id=run_id, person_ids=[dropped.pk])


def _move_enrolments(kept: User, dropped: User, by: User | None) -> list[tuple[UUID, UUID]]:
    locked = Enrolment.objects.select_for_update(of=("self",), no_key=True).filter(
        learner__in=[kept, dropped]
    )
    everything = list(locked.order_by("pk"))
    own = {item.course_id: item for item in everything if item.learner_id == kept.pk}
    both = []
    for item in everything:
        if item.learner_id != dropped.pk:
            continue
        if item.course_id in own:
            _unite(own[item.course_id], item, by)
            both.append((own[item.course_id].pk, item.pk))
        else:
            Enrolment.objects.filter(pk=item.pk).update(learner=kept)
    return both


def _unite(into: Enrolment, other: Enrolment, by: User | None) -> None:
    """Who is in by one of two accounts is in; the one that stays began when the first of both did."""
    if other.is_active:
        kinds = EnrolmentChange.Kind
        if not into.is_active:
            into.is_active, into.is_own = True, other.is_own
            into.opens_on, into.due_on = other.opens_on, other.due_on
            _note(into, kinds.RETURNED, by)
        elif other.is_own and not into.is_own:
            into.is_own, into.opens_on = True, None
        Enrolment.objects.filter(pk=other.pk).update(is_active=False)
        _note(other, kinds.LEFT, by)
    into.enrolled_at = min(into.enrolled_at, other.enrolled_at)
    into.save(update_fields=["is_active", "is_own", "opens_on", "due_on", "enrolled_at"])


def _note(enrolment: Enrolment, kind: str, by: User | None) -> None:
    EnrolmentChange.objects.create(enrolment=enrolment, kind=kind, by=by, at=timezone.now())
