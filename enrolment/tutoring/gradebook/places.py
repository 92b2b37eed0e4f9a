"""One place of a gradebook, as an address names it: a column and a participant the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404

from enrolment.grading import api as grading

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.grading.api import Cell, Column, Gradebook, Row


@dataclass(frozen=True)
class Place:
    book: Gradebook
    column: Column
    row: Row

    @property
    def cell(self) -> Cell:
        return self.row.cells[self.column.code]


def column_or_404(book: Gradebook, code: str) -> Column:
    column = book.column(code)
    if column is None:
        raise Http404
    return column


def rows_for(book: Gradebook, column: Column, viewer: User) -> tuple[Row, ...]:
    """The rows of a page about one column: by name, where it is kept apart from those that have codes."""
    if column in book.kept_apart:
        return grading.named_rows(run=book.run, viewer=viewer, column=column)
    return book.rows


def place_or_404(run, viewer: User, code: str, who: str) -> Place:
    book = grading.gradebook_of(run=run, viewer=viewer)
    column = column_or_404(book, code)
    row = next((row for row in rows_for(book, column, viewer) if row.key == who), None)
    if row is None:
        raise Http404
    return Place(book, column, row)
