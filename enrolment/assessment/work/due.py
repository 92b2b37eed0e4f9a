"""More time for one participant at one assignment."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from enrolment.programmes.rules.lateness import lateness

from ..models import DueExtension, Submission
from .finding import Place, due_times, last_hand_in, late_rule, lock_submission, place_of, placed

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.admissions.models import Enrolment
    from enrolment.programmes.models import RunAssignment


class DueExtensionRefused(Exception):
    """Nothing is granted: no ``reason`` was given, or the time is ``not_later`` than hers is."""


@transaction.atomic
def grant_due_extension(
    *, run_assignment: RunAssignment, enrolment: Enrolment, due_at: datetime, reason: str, by: User
) -> DueExtension:
    """Give a participant more time; of a team, the latest time of its members holds for all.

    What she handed in first and nobody has released is late no longer, as far as the new time goes. Granted
    twice alike, it is there once. Raises DueExtensionRefused.
    """
    if not reason.strip():
        raise DueExtensionRefused("reason")
    place = place_of(enrolment.learner, run_assignment.pk)
    work = lock_submission(place.submission.pk) if place and place.submission else None
    now_due = due_times([run_assignment], [enrolment.pk])[run_assignment.pk, enrolment.pk]
    last = DueExtension.objects.filter(run_assignment=run_assignment, enrolment=enrolment).last()
    if last is not None and (last.due_at, last.reason) == (due_at, reason.strip()):
        return last
    if due_at <= now_due:
        raise DueExtensionRefused("not_later")
    granted = DueExtension.objects.create(
        run_assignment=run_assignment,
        enrolment=enrolment,
        due_at=due_at,
        reason=reason.strip()[:500],
        by=by,
        at=timezone.now(),
    )
    if work is not None:
        _less_late(placed(place, work), work)
    return granted


def _less_late(place: Place, work: Submission) -> None:
    """Under the lock on the work. A grade that was entered keeps what was taken off then."""
    last = last_hand_in(work)
    if last is None or last.attempt > 1 or place.due_at <= last.due_at:
        return
    late = lateness(due_at=place.due_at, handed_in_at=last.at, rule=late_rule(place.scheme))
    last.due_at, last.late_days, last.late_percent = place.due_at, late.days, late.penalty_percent
    last.save(update_fields=["due_at", "late_days", "late_percent"])
