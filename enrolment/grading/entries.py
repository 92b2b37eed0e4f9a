"""Entering grades: the one place where a GradeEntry is written."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from clikc.people import api as people
from enrolment.admissions import api as admissions

from .models import GradeEntry, GradeItem
from .signals import grade_recorded

LONGEST_REASON = 1000

if TYPE_CHECKING:
    from clikc.people.models import User


class GradeRefused(Exception):
    """No grade is entered: ``points`` below zero, above the item's most or finer than hundredths; ``reason``
    too long; ``changed_meanwhile``, and ``theirs`` is the entry that is there by now, None where there is
    none.

    The verbs of the gradebook also say ``reason`` (none is given), ``unknown`` (no such item or participant
    for this person: the answer is 404), ``not_by_hand``, ``released`` (it is for programme managers now),
    ``own`` (her own grade is for somebody else), ``nothing`` (nothing to take back).
    """

    def __init__(self, reason: str, theirs: GradeEntry | None = None):
        super().__init__(reason)
        self.reason = reason
        self.theirs = theirs


@transaction.atomic
def enter_grade(
    *,
    item: GradeItem,
    enrolment_id: UUID,
    kind: str,
    by: User | None,
    points: Decimal | None = None,
    state: str = GradeEntry.State.GRADED,
    reason: str = "",
    seen: int | None = None,
    **facts,
) -> GradeEntry:
    """Write the next grade of an item for a participant, and announce it. What was there stays as history.

    ``seen``: the number of the entry that was looked at, 0 for none; with another one there meanwhile
    nothing is written. Locks the enrolment. ``facts``: ``raw``, ``reasons``, ``submission``, ``attempt``,
    ``marking``. Raises GradeRefused.
    """
    if points is not None and not _are_points(points, item):
        raise GradeRefused("points")
    if len(reason.strip()) > LONGEST_REASON:
        raise GradeRefused("reason")
    admissions.lock_enrolment(enrolment_id)
    last = current_entries(item_ids=[item.pk], enrolment_ids=[enrolment_id]).get((item.pk, enrolment_id))
    number = last.number if last else 0
    if seen is not None and seen != number:
        raise GradeRefused("changed_meanwhile", last)
    entry = GradeEntry.objects.create(
        item=item,
        enrolment_id=enrolment_id,
        number=number + 1,
        kind=kind,
        state=state,
        points=points,
        reason=reason.strip(),
        by=by,
        role=people.role_in(by, None) if by else "",
        at=timezone.now(),
        **facts,
    )
    grade_recorded.send(GradeEntry, entry=entry)
    return entry


def _are_points(points: Decimal, item: GradeItem) -> bool:
    return points.is_finite() and 0 <= points <= item.most and points == round(points, 2)


def current_entries(
    *, item_ids: Sequence[int], enrolment_ids: Sequence[UUID]
) -> dict[tuple[int, UUID], GradeEntry]:
    """(Item id, enrolment id) → the grade as it is now. One query."""
    rows = GradeEntry.objects.filter(item__in=item_ids, enrolment__in=enrolment_ids).order_by("number")
    return {(row.item_id, row.enrolment_id): row for row in rows}
