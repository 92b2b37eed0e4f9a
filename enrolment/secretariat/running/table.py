"""The board of a session as a page draws it: a column for each week, or for each module."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from enrolment.following import api as following
from enrolment.grading import api as grading

from .words import BADGES, ITEM_BADGES, ITEM_STATES, STATES, reasons_of

ItemState = following.ItemState
# What a cell is told by, the worst first.
ORDER = tuple(ItemState)


@dataclass(frozen=True)
class Part:
    """One thing that is asked, in a cell."""

    answer: following.Answer

    @property
    def words(self) -> str:
        return ITEM_STATES[self.answer.state]

    @property
    def badge(self) -> str:
        return ITEM_BADGES.get(self.answer.state, "")


@dataclass(frozen=True)
class Cell:
    """How a week stands: in one word where nothing is wrong in it, else each thing that is."""

    label: object
    parts: tuple[Part, ...]

    @property
    def wrong(self) -> list[Part]:
        return [part for part in self.parts if part.badge]

    @property
    def words(self) -> str:
        states = [part.answer.state for part in self.parts]
        return ITEM_STATES[min(states, key=ORDER.index)] if states else ""


@dataclass(frozen=True)
class ModuleCell:
    """What she has come to in a module so far; ``by_hand``: somebody entered it."""

    module: object
    percent: object
    standing: str = ""
    is_final: bool = False
    by_hand: bool = False
    tutor: str = ""
    enrolment_id: object = None


@dataclass(frozen=True)
class Row:
    line: following.SessionLine
    cells: list

    @property
    def words(self) -> str:
        return STATES[self.line.stand.state]

    @property
    def badge(self) -> str:
        return BADGES.get(self.line.stand.state, "")

    @property
    def reasons(self) -> list[str]:
        return reasons_of(self.line)


@dataclass(frozen=True)
class Sum:
    """Of a week: how many stand how. ``due``: those of whom something was asked that is due."""

    label: object
    on_time: int
    late: int
    behind: int
    to_come: int


def weeks_in(board: following.Board) -> list[int]:
    """The weeks in which something is due."""
    return sorted({item.week for item in board.asked})


def week_rows(board: following.Board, lines: Iterable[following.SessionLine]) -> list[Row]:
    weeks = weeks_in(board)
    return [Row(line, [_cell(week, line) for week in weeks]) for line in lines]


def _cell(week: int, line: following.SessionLine) -> Cell:
    return Cell(week, tuple(Part(answer) for answer in line.answers if answer.asked.week == week))


def sums_of(board: following.Board, lines: Sequence[following.SessionLine]) -> list[Sum]:
    """Participants counted by the worst that is theirs in each week."""
    found = []
    for week in weeks_in(board):
        counted = Counter(_worst(week, line) for line in lines)
        behind = counted[ItemState.MISSING] + counted[ItemState.OVERDUE]
        done = counted[ItemState.ON_TIME] + counted[ItemState.EXCUSED]
        found.append(Sum(week, done, counted[ItemState.LATE], behind, counted[ItemState.TO_COME]))
    return found


def _worst(week: int, line: following.SessionLine) -> ItemState | None:
    states = [answer.state for answer in line.answers if answer.asked.week == week]
    return min(states, key=ORDER.index, default=None)


def module_rows(
    board: following.Board, lines: Sequence[following.SessionLine], tutors: Mapping[int, str]
) -> list[Row]:
    """Three queries."""
    totals = following.totals_of(board, lines)
    marks = grading.module_marks_of([module.pk for module in board.modules])
    return [
        Row(line, [_module_cell(module, line, totals, marks, tutors) for module in board.modules])
        for line in lines
    ]


def _module_cell(module, line: following.SessionLine, totals, marks, tutors) -> ModuleCell:
    key = line.participation.pk
    mark, total = marks.get((module.pk, key)), totals.get((key, module.pk))
    tutor = tutors.get(line.tutors.get(module.pk), "")
    # Who left stands in no gradebook any more.
    enrolment = line.enrolments.get(module.pk) if line.is_in else None
    if mark is not None and mark.percent is not None:
        return ModuleCell(module, mark.percent, "", True, True, tutor, enrolment)
    if total is None:
        return ModuleCell(module, None, tutor=tutor, enrolment_id=enrolment)
    return ModuleCell(module, total.percent, total.standing, total.is_final, False, tutor, enrolment)
