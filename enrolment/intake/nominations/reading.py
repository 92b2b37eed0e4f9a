"""Reading a list of nominations whole: its rows, and what should be known of the file."""

from __future__ import annotations

from clikc.foundation.sheets import Limits, UnreadableSheet, open_rows

from ..columns import Columns, UnusableColumns
from ..reading import notes_of
from .days import order_of
from .rows import Row, days_written, row_of
from .vocabulary import column_of, is_known

# More than any administration nominates; a list of that length is done in one request.
MOST_ROWS = 1000
LARGEST = 5 * 1024 * 1024
LIMITS = Limits(rows=MOST_ROWS)


def read(file) -> tuple[list[Row], dict]:
    """The rows of a file, each address once, and the notes. Raises UnreadableSheet."""
    with open_rows(file, known=is_known, limits=LIMITS) as lines:
        header = next(lines)
        try:
            columns = columns_of(header.cells)
        except UnusableColumns as error:
            raise UnreadableSheet(error.code, header.number, error.detail) from None
        written = list(lines)
        order = order_of(days_written(written, columns))
        rows = [row_of(line, columns, order) for line in written]
        notes = notes_of(lines, columns) | {"days": order}
    if not rows:
        raise UnreadableSheet("no_rows")
    _mark_repeated(rows)
    return rows, notes


def columns_of(headers) -> Columns:
    """The columns of a file by its row of headers. Raises UnusableColumns."""
    places: dict[str, int] = {}
    ignored = []
    for place, header in enumerate(headers):
        column = column_of(header)
        if column is None and header.strip():
            ignored.append(" ".join(header.split()))
        if column in places:
            raise UnusableColumns("column_twice", " ".join(header.split()))
        if column is not None:
            places[column] = place
    if "address" not in places:
        raise UnusableColumns("no_address_column")
    return Columns(places, tuple(ignored))


def _mark_repeated(rows: list[Row]) -> None:
    """The first row of an address counts."""
    first: dict[str, int] = {}
    for row in rows:
        if not row.reasons and first.setdefault(row.address, row.line) != row.line:
            row.outcome, row.reasons = "broken", [f"address_twice:{first[row.address]}"]
