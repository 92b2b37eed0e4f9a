"""Changing a grade after its release: by a manager, for a reason that its participant reads."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clikc.people import api as people

from .entries import GradeRefused, enter_grade
from .letters import tell_changed
from .models import GradeEntry
from .staff import is_manager

if TYPE_CHECKING:
    from clikc.people.models import User

CHANGED = "grade_changed"
DEEDS = {CHANGED: _("A grade was changed after its release.")}
LONGEST_REASON = 1000


class ChangeRefused(Exception):
    """The grade stays: ``unknown`` to her, ``not_yours`` to change, no ``reason``, ``points`` out of range
    or too fine, ``changed_meanwhile``. ``reason`` is the code."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def change_grade(*, entry_id: UUID, points: Decimal | None, reason: str, by: User, seen: int) -> GradeEntry:
    """Enter another grade in the place of one that is known, or take it back (``points`` None). The one
    before stays in the history that the participant sees, and she is told by a letter.

    ``entry_id``: any entry of the grade; ``seen``: the number of the one that was looked at. With the grade
    there already, entered by the same person with the same words, nothing is written. Raises ChangeRefused.
    """
    entry = _found(entry_id, by)
    why = reason.strip()
    if not why or len(why) > LONGEST_REASON:
        raise ChangeRefused("reason")
    if points is not None and (not points.is_finite() or abs(points) > 10**5 or points != round(points, 2)):
        raise ChangeRefused("points")
    last = GradeEntry.objects.filter(item=entry.item_id, enrolment=entry.enrolment_id).latest("number")
    if last.number == seen + 1 and (last.points, last.reason, last.by_id) == (points, why, by.pk):
        return last
    try:
        changed = enter_grade(
            item=entry.item,
            enrolment_id=entry.enrolment_id,
            kind=GradeEntry.Kind.CHANGED,
            state=GradeEntry.State.GRADED if points is not None else GradeEntry.State.WITHDRAWN,
            by=by,
            points=points,
            reason=why,
            seen=seen,
            submission_id=entry.submission_id,
            attempt=entry.attempt,
            marking_id=entry.marking_id,
        )
    except GradeRefused as refused:
        raise ChangeRefused(str(refused)) from None
    learner = entry.enrolment.learner
    people.record(what=CHANGED, by=by, person=learner)
    tell_changed(changed, learner)
    return changed


def _found(entry_id: UUID, by: User) -> GradeEntry:
    seen = GradeEntry.objects.visible_to(by).select_related("item", "enrolment__learner")
    try:
        entry = seen.filter(pk=entry_id).first()
    except (ValidationError, ValueError):
        entry = None
    if entry is None:
        raise ChangeRefused("unknown")
    if not is_manager(by) or entry.enrolment.learner_id == by.pk:
        raise ChangeRefused("not_yours")
    return entry
