"""The sheets of a file from outside, and what the report says of how they were read. Pure.

What is read of CSV and XLSX, and how much: ``clikc.foundation.sheets``.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from clikc.foundation.sheets import LAST_HEADER, Limits, Line, Note, Table, Tables, UnreadableSheet

from ..decoding import unreadable
from ..model import UnreadableFile
from ..report import Report
from .keys import unmistakable
from .sheet import LARGEST_FILE, MOST_COLUMNS, MOST_LINES, MOST_ROWS, Sheet
from .vocabulary import column_of

LIMITS = Limits(
    rows=MOST_LINES, file_bytes=LARGEST_FILE, unpacked_bytes=40 * 1024 * 1024, columns=MOST_COLUMNS
)
# Files that are tables, but in a format that is not read.
_OTHERS = {"xls", "xlsb", "ods", "html", "xml", "pdf"}
_NOTES = {"encoding_guessed", "merged_cells", "became_date"}
# What a report calls otherwise than the reader of sheets does.
_CALLED = {"broken_characters": "unreadable_characters", "beyond_columns": "too_much_in_a_row"}


def sheets_of(content: bytes) -> list[Sheet]:
    """The sheets of a workbook or of a CSV file, in their order. Raises UnreadableFile."""
    with _tables(content) as tables:
        return [_sheet(table) for table in tables]


def first_lines(content: bytes) -> Iterator[Line]:
    """The rows of a CSV file among which its headers are, however the others are. Raises UnreadableFile."""
    with _tables(content) as tables:
        for table in tables:
            yield from islice(table.lines(), LAST_HEADER)


@contextmanager
def _tables(content: bytes) -> Iterator[list[Table]]:
    try:
        with Tables(io.BytesIO(content), known=_is_known, limits=LIMITS, shown=unmistakable) as tables:
            yield tables
    except UnreadableSheet as error:
        raise _refusal(error) from error


def _refusal(error: UnreadableSheet) -> UnreadableFile:
    if error.code in _OTHERS:
        return unreadable("other_table", error.line, error.code.upper())
    if error.code == "password":
        return unreadable("archive_locked")
    if error.code == "open_quote":
        return unreadable("unreadable_table", error.line, '"')
    if error.code == "too_many_rows":
        return unreadable("too_many_rows", error.line, str(MOST_ROWS))
    return unreadable(error.code, error.line, error.detail)


def _is_known(cell: str) -> bool:
    return column_of(cell) is not None


def _sheet(table: Table) -> Sheet:
    report = Report()
    lines: list[Line] = []
    for line in table.lines():
        for note in line.notes:
            _report(note, report)
        if line.cells:
            lines.append(line)
        if len(lines) > MOST_LINES:
            raise UnreadableSheet("too_many_rows", line.number)
    for note in table.notes:
        _report(note, report)
    return Sheet(table.title, tuple(lines), report)


def _report(note: Note, report: Report) -> None:
    say = report.note if note.code in _NOTES else report.lost
    say(_CALLED.get(note.code, note.code), note.detail, note.line)
