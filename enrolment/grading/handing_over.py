"""Handing a marking to another tutor, with what is begun."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from clikc.people.roles import Role

from .edits import HANDED_OVER
from .letters import tell_handed_over
from .locking import lock_seen
from .models import Marking
from .receiving import give
from .refusals import MarkingRefused, MarkingUnknown
from .staff import authors_of, is_manager, staff_of, why_not

if TYPE_CHECKING:
    from clikc.people.models import User

LONGEST_REASON = 500


@transaction.atomic
def hand_over(*, marking_id: UUID, to: User, by: User, reason: str = "") -> Marking:
    """Let ``to`` mark it from now on, with what is begun; who had it sees it no more. Safe to call twice.

    A tutor hands over her own, a manager any. The new one is told by a letter, with the reason.
    Raises MarkingRefused: ``finished``, ``not_yours``, ``not_a_tutor`` of the run, ``own_administration``,
    ``own_work``, ``marks_it_already`` (in another role). Raises MarkingUnknown.
    """
    try:
        marking = lock_seen(marking_id, by)
    except MarkingUnknown:
        return _done_before(marking_id, to, by)
    if marking.tutor_id == to.pk:
        return marking
    if marking.tutor_id != by.pk and not is_manager(by):
        raise MarkingRefused("not_yours")
    if marking.is_finished:
        raise MarkingRefused("finished")
    if why := why_not_to(marking, to):
        raise MarkingRefused(why)
    give(marking, to, by=by, reason=reason.strip()[:LONGEST_REASON], is_told=True)
    tell_handed_over(marking, to)
    return marking


def _done_before(marking_id: UUID, to: User, by: User) -> Marking:
    """The same request again, from who handed it over a moment ago."""
    marking = Marking.objects.current().filter(pk=marking_id, tutor=to).first()
    last = marking and marking.edits.filter(piece=HANDED_OVER).order_by("pk").last()
    if last is None or last.by_id != by.pk:
        raise MarkingUnknown
    return marking


def why_not_to(marking: Marking, to: User) -> str:
    """Why a marking cannot be handed to somebody; "" where it can."""
    run = marking.submission.run_assignment.run
    is_moderator = marking.role == Marking.Role.MODERATION and (
        is_manager(to) or (to.pk == _moderator_of(run) and to.has_role(Role.TUTOR))
    )
    if not is_moderator and to.pk not in staff_of(run):
        return "not_a_tutor"
    if why := why_not(to, authors_of(marking.submission)):
        return why
    others = Marking.objects.current().filter(submission=marking.submission_id, attempt=marking.attempt)
    return "marks_it_already" if others.exclude(pk=marking.pk).filter(tutor=to).exists() else ""


def _moderator_of(run) -> int | None:
    return run.scheme.moderator_id if hasattr(run, "scheme") else None


def receivers_for(marking: Marking) -> list[User]:
    """Tutors of the run whom the marking may be handed to, by name. A constant number of queries."""
    authors = authors_of(marking.submission)
    others = Marking.objects.current().filter(submission=marking.submission_id, attempt=marking.attempt)
    taken = set(others.values_list("tutor", flat=True))
    staff = staff_of(marking.submission.run_assignment.run)
    found = [terms.tutor for pk, terms in staff.items() if pk not in taken]
    allowed = [tutor for tutor in found if not why_not(tutor, authors)]
    return sorted(allowed, key=lambda tutor: (tutor.search_name, tutor.pk))
