"""What a gradebook is, as values: modules with their columns, rows of participants, a cell for both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from ..rules.rounding import round_half_up
from ..rules.scheme import Category, Item, Score, State
from ..rules.totals import Total

if TYPE_CHECKING:
    from courses.quizzes.models import Quiz
    from enrolment.admissions.models import Enrolment
    from enrolment.programmes.models import CourseRun, GradingScheme, RunAssignment

DECIMALS = 2


@dataclass(frozen=True)
class Column:
    """What is graded, out of ``most`` points. ``code`` names it in addresses and rules: ``a12`` by the id of
    the assignment in the run, ``q3`` by that of the quiz, ``m7`` by that of the item. ``item_id`` None:
    nothing was entered or arranged yet. ``language`` of the title, "" of what somebody typed."""

    code: str
    kind: str
    module: str
    title: str
    language: str
    weight: Decimal
    most: Decimal
    position: int
    item_id: int | None = None
    work: RunAssignment | None = None
    quiz: Quiz | None = None

    @property
    def is_manual(self) -> bool:
        return self.kind == "manual"

    @property
    def rule(self) -> Item:
        return Item(self.code, self.module, self.weight, self.most, self.kind)


@dataclass(frozen=True)
class Module:
    """A module and its columns, in order. ``is_saved`` False: nobody has arranged it, all is as proposed."""

    key: str
    title: str
    language: str
    weight: Decimal
    drop_lowest: int
    position: int
    columns: tuple[Column, ...] = ()
    is_saved: bool = True

    @property
    def rule(self) -> Category:
        return Category(self.key, self.weight, self.drop_lowest)


class Asked(NamedTuple):
    """A run whose gradebook is asked for, and for whom: rows come in the order of ``enrolments``, each with
    its learner and her administration."""

    run: CourseRun
    scheme: GradingScheme
    modules: Sequence[Module]
    enrolments: Sequence[Enrolment]

    @property
    def columns(self) -> list[Column]:
        return [column for module in self.modules for column in module.columns]


@dataclass(frozen=True, slots=True)
class Cell:
    """How a participant stands in a column. ``points`` where ``state`` is graded, out of ``most``; ``notes``
    among late, resubmitted, decided, changed, dropped; ``history`` is how many entries there are, which is
    the number of the last. Per cent have so many ``decimals``."""

    state: State = State.WAITING
    points: Decimal | None = None
    notes: tuple[str, ...] = ()
    history: int = 0
    most: Decimal = Decimal(1)
    decimals: int = 0

    @property
    def percent(self) -> Decimal | None:
        """The points in per cent of the most."""
        if self.points is None:
            return None
        return round_half_up(Fraction(self.points) * 100 / Fraction(self.most), self.decimals)


@dataclass(frozen=True)
class Row:
    """A participant. ``key`` names her in addresses; ``name`` is her code where she is not to be known, and
    ``administration`` then "". ``standing``: honours, passed, below; "" while nothing counts."""

    key: str
    name: str
    administration: str
    enrolment_id: UUID
    cells: dict[str, Cell]
    total: Total
    standing: str = ""


@dataclass(frozen=True)
class Figures:
    """Of a column, over the rows shown: the median of the points (None without any), how many wait."""

    median: Decimal | None
    waiting: int


@dataclass(frozen=True)
class Gradebook:
    """The gradebook of a run as ``viewer`` may see it. ``is_blind``: rows bear codes."""

    run: CourseRun
    scheme: GradingScheme
    modules: tuple[Module, ...]
    rows: tuple[Row, ...]
    is_blind: bool = False
    sees_all: bool = False
    # Columns that count in the totals and are shown elsewhere, by names.
    kept_apart: tuple[Column, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for module in self.modules for column in module.columns)

    def column(self, code: str) -> Column | None:
        return next((item for item in (*self.columns, *self.kept_apart) if item.code == code), None)

    def row(self, key: str) -> Row | None:
        return next((item for item in self.rows if item.key == key), None)


def figures_of(rows: tuple[Row, ...], code: str) -> Figures:
    cells = [row.cells[code] for row in rows]
    points = [cell.points for cell in cells if cell.points is not None]
    middle = round_half_up(median(points), DECIMALS) if points else None
    return Figures(middle, sum(cell.state == State.WAITING for cell in cells))


def scores_of(cells: dict[str, Cell]) -> list[Score]:
    """The cells of a row as the rules take them."""
    return [Score(code, cell.points, cell.state) for code, cell in cells.items()]


def standing_of(percent: Decimal | None, scheme: GradingScheme) -> str:
    """Where a total lies: honours, passed, below; "" without one."""
    if percent is None:
        return ""
    if percent >= max(scheme.honours_percent, scheme.pass_percent):
        return "honours"
    return "passed" if percent >= scheme.pass_percent else "below"
