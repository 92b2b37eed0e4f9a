"""The table of a gradebook as it is shown and as it is exported: one source for both."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from clikc.foundation.templatetags.components import points as as_number
from clikc.people.names import name_words, searchable
from enrolment.grading import api as grading

from .words import NOTHING, STANDINGS, STATES, notes_in_words, plain

if TYPE_CHECKING:
    from enrolment.grading.api import Column, Gradebook, Module, Row

PERCENT = "percent"
NAME, SO_FAR, TOTAL = "name", "so_far", "total"


@dataclass(frozen=True)
class View:
    """Which part of the table is wanted, and how: the query of its address."""

    q: str = ""
    sort: str = ""
    fold: tuple[str, ...] = ()
    show: str = ""

    @property
    def is_descending(self) -> bool:
        return self.sort.startswith("-")

    @property
    def sorted_by(self) -> str:
        return self.sort.removeprefix("-") or NAME


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell: ``value`` for a file (a number, or words), ``text`` for the page, ``notes`` beside it in words.
    ``column`` is the code whose details the cell opens; "" of a total."""

    value: Decimal | str | None
    text: str
    notes: str = ""
    column: str = ""
    look: str = ""


@dataclass(frozen=True)
class Head:
    """A column of the table: ``code`` sorts by it; ``kind`` is item, module, total or standing."""

    code: str
    kind: str
    title: str
    language: str = ""
    column: Column | None = None

    def of(self, row: Row, show: str) -> Shown:
        return _MAKERS[self.kind](self, row, show)

    @property
    def heading(self) -> str:
        """What a file writes above the column."""
        if self.column is None:
            return self.title
        return _("%(title)s (of %(most)s)") % {
            "title": self.title,
            "most": as_number(self.column.most),
        }


@dataclass(frozen=True)
class Group:
    """The columns of a module, or of all totals; folded, a module shows its total alone."""

    module: Module | None
    heads: tuple[Head, ...]
    is_folded: bool = False


@dataclass(frozen=True)
class Line:
    row: Row
    cells: tuple[Shown, ...]


@dataclass(frozen=True)
class Sheet:
    """``medians`` and ``waiting`` are the lines below the table, a cell for each head."""

    book: Gradebook
    view: View
    groups: tuple[Group, ...]
    lines: tuple[Line, ...]
    medians: tuple[Shown, ...]
    waiting: tuple[Shown, ...]

    @property
    def heads(self) -> tuple[Head, ...]:
        return tuple(head for group in self.groups for head in group.heads)

    @property
    def modules(self) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if group.module)


def sheet_of(book: Gradebook, view: View) -> Sheet:
    """The part of a gradebook that is wanted: rows that are searched for, in their order, modules folded."""
    groups = _groups(book, view.fold)
    heads = [head for group in groups for head in group.heads]
    rows = tuple(_sorted(_found(book.rows, view.q), view))
    lines = tuple(Line(row, tuple(head.of(row, view.show) for head in heads)) for row in rows)
    figures = [grading.figures_of(rows, head.code) if head.column else None for head in heads]
    medians = tuple(_number(item.median) if item else EMPTY for item in figures)
    waiting = tuple(_number(Decimal(item.waiting)) if item else EMPTY for item in figures)
    return Sheet(book, view, groups, lines, medians, waiting)


def _groups(book: Gradebook, fold: Collection[str]) -> tuple[Group, ...]:
    groups = []
    for module in book.modules:
        items = [
            Head(column.code, "item", column.title, column.language, column) for column in module.columns
        ]
        total = Head(f"module.{module.key}", "module", _("Module, %"))
        is_folded = module.key in fold
        groups.append(Group(module, (total,) if is_folded else (*items, total), is_folded))
    totals = (
        Head(SO_FAR, "so_far", _("So far, %")),
        Head(TOTAL, "total", _("Total, %")),
        Head("standing", "standing", _("Standing")),
    )
    return (*groups, Group(None, totals))


def _found(rows: tuple[Row, ...], q: str) -> list[Row]:
    words = name_words(q)
    if not words:
        return list(rows)
    return [row for row in rows if all(word in searchable(row.name) for word in words)]


def _sorted(rows: list[Row], view: View) -> list[Row]:
    """In the order of a column; who has no number there is last, whichever way. Otherwise as they came."""
    by = view.sorted_by
    if by == NAME or not rows or (key := _key_of(by, rows[0])) is None:
        return rows[::-1] if view.is_descending and by == NAME else rows
    known = [row for row in rows if key(row) is not None]
    unknown = [row for row in rows if key(row) is None]
    return [*sorted(known, key=key, reverse=view.is_descending), *unknown]


def _key_of(by: str, row: Row) -> Callable[[Row], Decimal | None] | None:
    kind, _dot, module = by.partition(".")
    if by == SO_FAR:
        return lambda row: row.total.so_far_percent
    if by in (TOTAL, "standing"):
        return lambda row: row.total.percent
    if kind == "module" and module in row.total.modules:
        return lambda row: row.total.modules[module].percent
    return (lambda row: row.cells[by].points) if by in row.cells else None


EMPTY = Shown(None, "")


def _number(value: Decimal | None, **more) -> Shown:
    if value is None:
        return Shown(NOTHING, NOTHING, **more)
    return Shown(plain(value), as_number(value), **more)


def _item(head: Head, row: Row, show: str) -> Shown:
    cell = row.cells[head.code]
    notes = notes_in_words(cell.notes) if cell.notes else ""
    if cell.points is None:
        words = str(STATES[cell.state])
        return Shown(words, words, notes, head.code, cell.state)
    value = cell.percent if show == PERCENT else cell.points
    look = "dropped" if "dropped" in cell.notes else ""
    return _number(value, notes=notes, column=head.code, look=look)


def _module_total(head: Head, row: Row, _show: str) -> Shown:
    module = row.total.modules.get(head.code.partition(".")[2])
    return _number(module.percent if module else None, look="sum")


def _so_far(_head: Head, row: Row, _show: str) -> Shown:
    return _number(row.total.so_far_percent, look="sum")


def _total(_head: Head, row: Row, _show: str) -> Shown:
    return _number(row.total.percent, look="sum")


def _standing(_head: Head, row: Row, _show: str) -> Shown:
    words = str(STANDINGS[row.standing])
    return Shown(words, words, look=row.standing and f"sum is-{row.standing}")


_MAKERS = {
    "item": _item,
    "module": _module_total,
    "so_far": _so_far,
    "total": _total,
    "standing": _standing,
}
