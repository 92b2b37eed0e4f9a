"""The sheets of all who marked a work, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from courses.lessons import api as lessons
from enrolment.grading import api as grading

from .bench import Bench, number


@dataclass(frozen=True)
class Sheet:
    """One marker's. ``who`` is her role, never her name; ``annotations`` are counted."""

    marking: grading.Marking
    marks: dict
    annotations: int
    is_own: bool

    @property
    def points(self) -> str:
        return "–" if self.marking.points is None else number(self.marking.points)


@dataclass(frozen=True)
class Said:
    """What one sheet says of a criterion."""

    level: lessons.LevelShown | None
    points: str
    comment: str


@dataclass(frozen=True)
class RowOf:
    """A criterion with what each sheet says of it, and how far apart the points are ("" for not at all)."""

    shown: lessons.CriterionShown
    said: list[Said]
    difference: str


@dataclass(frozen=True)
class Compared:
    """``difference`` of the first two in points and per cent of all, against the ``tolerance`` of the run."""

    sheets: list[Sheet]
    rows: list[RowOf]
    difference: str
    percent: str
    tolerance: str
    is_beyond: bool


def compared(bench: Bench) -> Compared:
    sheets = sorted([_own(bench), *_others(bench)], key=lambda item: ORDER.index(item.marking.role))
    given = [item.marking.points for item in sheets[:2] if item.marking.points is not None]
    apart = abs(given[0] - given[1]) if len(given) == 2 else Decimal(0)
    share = apart * 100 / bench.sheet.most
    tolerance = bench.sheet.scheme.tolerance_percent
    return Compared(
        sheets=sheets,
        rows=[_row(card.shown, sheets) for card in bench.criteria],
        difference=number(apart),
        percent=number(round(share, 1)),
        tolerance=number(tolerance),
        is_beyond=share > tolerance,
    )


ORDER = ["first", "second", "moderation"]


def _own(bench: Bench) -> Sheet:
    marks = {item.criterion.pk: item.mark for item in bench.sheet.criteria}
    is_own = bench.marking.tutor_id == bench.user.pk
    return Sheet(bench.marking, marks, len(bench.sheet.annotations), is_own)


def _others(bench: Bench) -> list[Sheet]:
    return [
        Sheet(item.marking, dict(item.marks), len(item.annotations), item.marking.tutor_id == bench.user.pk)
        for item in bench.sheet.others
    ]


def _row(shown: lessons.CriterionShown, sheets: list[Sheet]) -> RowOf:
    marks = [item.marks.get(shown.pk) for item in sheets]
    given = [mark.points for mark in marks if mark is not None and mark.points is not None]
    apart = max(given) - min(given) if len(given) > 1 else Decimal(0)
    return RowOf(shown, [_said(shown, mark) for mark in marks], number(apart) if apart else "")


def _said(shown: lessons.CriterionShown, mark) -> Said:
    if mark is None or mark.points is None:
        return Said(None, "–", mark.comment if mark else "")
    level = next((level for level in shown.levels if level.pk == mark.level_id), None)
    return Said(level, number(mark.points), mark.comment)
