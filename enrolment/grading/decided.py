"""What managers decided about a grade (an override, an excuse), and what was earned beside it.

A decision stands until it is taken back: work that is released later gives its feedback and its points, and
the grade stays what was decided. The entry of such a release says so (``decided_before``) and holds the
points that were earned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from .models import GradeEntry

# A reason of an entry: a manager had decided, and that stays. ``points``: what stands once it is taken back.
DECIDED_BEFORE = "decided_before"
Kind, State = GradeEntry.Kind, GradeEntry.State


class Grade(Protocol):
    """As much of a GradeEntry as says whether it is decided."""

    kind: str
    state: str
    reasons: Sequence


@dataclass(frozen=True)
class Earned:
    """Points that were earned, what was taken off, and the entry that made them known."""

    points: Decimal
    reasons: list
    entry: GradeEntry


def keeps_decision(grade: Grade) -> bool:
    """Whether it is a release that left a decision standing."""
    return _kept(grade.reasons) is not None


def is_decided(grade: Grade) -> bool:
    """Whether what stands is what a manager decided."""
    return grade.state != State.WITHDRAWN and (grade.kind == Kind.OVERRIDE or keeps_decision(grade))


def kept(points: Decimal) -> dict:
    """The reason that a release gives which leaves a decision standing."""
    return {"code": DECIDED_BEFORE, "points": str(points)}


def without_decision(reasons: Sequence) -> list:
    """What was taken off of what was earned, whatever was decided."""
    return [reason for reason in reasons if not _is_kept(reason)]


def earned_under(last: GradeEntry) -> Earned | None:
    """What would stand if nobody had decided; None where nothing was earned, or it was taken back.

    ``last``: the grade as it is. One query where it is an override or an excuse, else none.
    """
    if last.kind != Kind.OVERRIDE or last.state == State.WITHDRAWN:
        return _earned(last)
    before = GradeEntry.objects.filter(item=last.item_id, enrolment=last.enrolment_id, number__lt=last.number)
    stood = before.exclude(kind=Kind.OVERRIDE, state__in=(State.GRADED, State.EXCUSED))
    found = stood.order_by("-number").first()
    return _earned(found) if found else None


def _earned(entry: GradeEntry) -> Earned | None:
    decision = _kept(entry.reasons)
    points = Decimal(decision["points"]) if decision else entry.points
    return None if points is None else Earned(points, without_decision(entry.reasons), entry)


def _kept(reasons: Sequence) -> dict | None:
    return next((reason for reason in reasons if _is_kept(reason)), None)


def _is_kept(reason: object) -> bool:
    return isinstance(reason, dict) and reason.get("code") == DECIDED_BEFORE
