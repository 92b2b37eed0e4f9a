"""Finishing a marking, and opening it again before its grade is known."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from .edits import FINISHED, REOPENED, note
from .locking import lock_current, lock_own, lock_seen
from .models import Marking
from .refusals import MarkingRefused
from .rules import marking as rules
from .second import follow
from .staff import is_manager
from .standing import is_released

if TYPE_CHECKING:
    from clikc.people.models import User


@transaction.atomic
def finish_marking(*, marking_id: UUID, by: User, base: int) -> Marking:
    """Say that all is said: the points are summed, and a second marker or a moderator is asked where the
    scheme wants one. ``base`` is the version that was looked at. Safe to call twice.

    Raises MarkingRefused: ``incomplete`` with ``facts["missing"]``, codes of criteria without points;
    ``changed_meanwhile``; ``not_yours``. Raises MarkingUnknown.
    """
    marking = lock_own(marking_id, by)
    if marking.is_finished:
        return marking
    if base != marking.version:
        raise MarkingRefused("changed_meanwhile", version=marking.version)
    total = sum_of(marking)
    if total.points is None:
        raise MarkingRefused("incomplete", missing=total.missing)
    marking.points, marking.finished_at = total.points, timezone.now()
    note(marking, FINISHED, {"points": str(total.points)}, by=by, changed=("points", "finished_at"))
    follow(lock_current(marking.submission_id, marking.attempt), by=by)
    return marking


def sum_of(marking: Marking) -> rules.Sum:
    """The points of a marking so far. Two queries, none where rubric and marks were loaded."""
    points = {mark.criterion_id: mark.points for mark in marking.marks.all()}
    criteria = marking.rubric.criteria.all()
    return rules.sum_of(rules.CriterionScore(item.code, item.most, points.get(item.pk)) for item in criteria)


@transaction.atomic
def reopen_marking(*, marking_id: UUID, by: User, reason: str = "") -> Marking:
    """Open a finished marking again, before the grade is known. Safe to call twice.

    A tutor does so while nobody else has finished marking the work: from then on she may have seen the other
    one's points, and a manager decides. Who else is to mark is decided again when it is finished.
    Raises MarkingRefused: ``released``, ``others_finished``, ``not_yours``. Raises MarkingUnknown.
    """
    marking = lock_seen(marking_id, by)
    if why := why_not_reopen(marking, by):
        raise MarkingRefused(why)
    if not marking.is_finished:
        return marking
    marking.points = marking.finished_at = None
    note(marking, REOPENED, {"reason": reason.strip()[:500]}, by=by, changed=("points", "finished_at"))
    follow(lock_current(marking.submission_id, marking.attempt), by=by)
    return marking


def why_not_reopen(marking: Marking, by: User) -> str:
    """Why somebody who sees a marking may not open it again; "" where she may. Two queries at most."""
    if marking.tutor_id != by.pk and not is_manager(by):
        return "not_yours"
    if is_released(marking.submission_id, marking.attempt):
        return "released"
    others = Marking.objects.finished().filter(submission=marking.submission_id, attempt=marking.attempt)
    if not is_manager(by) and others.exclude(pk=marking.pk).exists():
        return "others_finished"
    return ""
