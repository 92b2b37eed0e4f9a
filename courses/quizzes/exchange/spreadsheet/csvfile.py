"""CSV as people send it: whatever their system wrote it in. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from ..decoding import decoded, unreadable
from ..report import Report
from .sheet import LAST_HEADER, LONGEST_CELL, MOST_COLUMNS, MOST_LINES, MOST_ROWS, Line, Sheet, read_cell
from .vocabulary import column_of

DELIMITERS = (",", ";", "\t")
_HIGH = re.compile(rb"[\x80-\xff]+")


def read_csv(content: bytes) -> Sheet:
    """The one sheet of a CSV file. Raises UnreadableFile."""
    report = Report()
    return Sheet("", tuple(_lines_of(content, report)), report)


def first_lines(content: bytes) -> Iterator[Line]:
    """The rows of a CSV file among which its headers are, however the others are. Raises UnreadableFile."""
    return islice(_lines_of(content, Report()), LAST_HEADER)


def _lines_of(content: bytes, report: Report) -> Iterator[Line]:
    text = decoded(content, report, language="ar" if _is_arabic(content) else "en")
    separator = re.match(r"sep=(.)\n", text, re.IGNORECASE)
    delimiter = separator[1] if separator and separator[1] in DELIMITERS else _delimiter_of(text)
    return _lines(text, delimiter, report)


def _is_arabic(content: bytes) -> bool:
    """Letters of Windows-1256 stand in a row; accented ones of Windows-1252 stand alone."""
    runs = _HIGH.findall(content)
    return sum(len(run) for run in runs if len(run) > 1) > sum(map(len, runs)) / 2


def _delimiter_of(text: str) -> str:
    """What parts the cells so that most headers are known."""
    return max(DELIMITERS, key=lambda sign: _known_headers(text[:100_000], sign))


def _known_headers(text: str, delimiter: str) -> int:
    most = 0
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
            most = max(most, sum(column_of(cell) is not None for cell in row[:MOST_COLUMNS]))
            if number >= 20:
                break
    except csv.Error:
        pass
    return most


def _lines(text: str, delimiter: str, report: Report) -> Iterator[Line]:
    found = 0
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            if any(len(cell) > LONGEST_CELL for cell in row) or len(row) > MOST_COLUMNS:
                raise unreadable("too_much_in_a_row", number)
            if any(cell.strip() for cell in row):
                found += 1
                if found > MOST_LINES:
                    raise unreadable("too_many_rows", number, str(MOST_ROWS))
                yield Line(number, tuple(read_cell(cell, report, number) for cell in row))
    except csv.Error as error:
        raise unreadable("unreadable_table", detail="CSV") from error
