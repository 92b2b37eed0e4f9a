"""A table of participants as a page draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .asked import AT_RISK, EVERYBODY, Asked
from .lines import Cell, Column, Line, cells_of, chosen

if TYPE_CHECKING:
    from enrolment.programmes.models import CourseRun


@dataclass(frozen=True)
class Head:
    """The head of a column. ``order`` is what a reader is told of its order now, or ""."""

    column: Column
    query: str
    order: str


@dataclass(frozen=True)
class Row:
    line: Line
    cells: list[Cell]


@dataclass(frozen=True)
class Table:
    """The participants of a run that are shown, and how many there are of each kind."""

    run: CourseRun
    heads: list[Head]
    rows: list[Row]
    everybody: int
    at_risk: int
    is_blind: bool

    @property
    def has_steps(self) -> bool:
        return any(head.column.kind == "step" for head in self.heads)

    @property
    def heading_id(self) -> str:
        return f"run-{self.run.pk}"


@dataclass(frozen=True)
class Facet:
    """Those at risk, or everybody: how many, and where it leads."""

    show: str
    number: int
    query: str


def facets_of(tables: Sequence[Table], asked: Asked) -> list[Facet]:
    numbers = {
        AT_RISK: sum(table.at_risk for table in tables),
        EVERYBODY: sum(table.everybody for table in tables),
    }
    return [Facet(show, number, asked.query(show=show)) for show, number in numbers.items()]


def table_of(run: CourseRun, lines: Sequence[Line], columns: Sequence[Column], asked: Asked) -> Table:
    return Table(
        run=run,
        heads=[_head(column, asked) for column in columns],
        rows=[Row(line, cells_of(line, columns)) for line in chosen(lines, asked)],
        everybody=len(lines),
        at_risk=sum(line.standing.is_at_risk for line in lines),
        is_blind=any(line.standing.sight != "all" for line in lines),
    )


def _head(column: Column, asked: Asked) -> Head:
    if not column.sort:
        return Head(column, "", "")
    is_it = asked.sorted_by == column.key
    order = ("descending" if asked.is_descending else "ascending") if is_it else ""
    return Head(column, asked.query(sort=f"-{column.key}" if order == "ascending" else column.key), order)
