"""XLSX as people save it: values of all its sheets as texts. Pure; openpyxl reads the file."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from ..decoding import unreadable
from ..model import UnreadableFile
from ..qti.archive import unpacked
from ..report import Report
from .keys import plain_number, unmistakable
from .sheet import MOST_COLUMNS, MOST_LINES, MOST_ROWS, Line, Sheet, read_cell

LARGEST_UNPACKED = 40 * 1024 * 1024
MOST_SHEETS = 50
# Rows that a sheet names but leaves empty: a column that is formatted to its end has some.
MOST_EMPTY = 100_000

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z0-9:]{1,30})"')


def read_workbook(content: bytes) -> list[Sheet]:
    """The sheets of a workbook in their order. Raises UnreadableFile."""
    parts = unpacked(content)
    if "content.xml" in parts and "mimetype" in parts:
        raise unreadable("other_table", detail="ODS")
    if sum(map(len, parts.values())) > LARGEST_UNPACKED:
        raise unreadable("archive_too_large")
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        # Two sheets of a book may be one part of the file: it is read once.
        sheets = {sheet._worksheet_path: sheet for sheet in book.worksheets[:MOST_SHEETS]}
        return [_sheet(sheet, parts[path]) for path, sheet in sheets.items()]
    except UnreadableFile:
        raise
    except Exception as error:  # whatever the library stumbles over, it is the file's fault
        raise unreadable("unreadable_table", detail="XLSX") from error


class _Cells(WorkSheetParser):
    """Reads the cells that a sheet has. openpyxl's own rows have all that it could have: 200 million,
    where one stands at its end."""

    def __init__(self, sheet, source):
        book = sheet.parent
        super().__init__(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        self.sheet = sheet

    def rows(self) -> Iterator[tuple[int, list[ReadOnlyCell]]]:
        """(number, cells that have a value or a formula nobody computed) of each row with a number."""
        for number, cells in self.parse():
            kept = [cell for cell in cells if cell["column"] <= MOST_COLUMNS and cell["value"] is not None]
            yield number, [ReadOnlyCell(self.sheet, **cell) for cell in kept]

    def parse_cell(self, element):
        found = super().parse_cell(element)
        if found["value"] is None and element.find(FORMULA_TAG) is not None:
            found |= {"value": "", "data_type": "f"}
        return found


def _sheet(sheet, raw: bytes) -> Sheet:
    report = Report()
    for area in (item.decode() for item in _MERGED.findall(raw)[:20]):
        report.note("merged_cells", area, range_boundaries(area)[1])
    lines: list[Line] = []
    empty = 0
    with sheet._get_source() as source:
        for number, cells in _Cells(sheet, source).rows():
            texts = _texts(cells, number, report)
            if any(text.strip() for text in texts):
                lines.append(Line(number, texts))
            else:
                empty += 1
            if len(lines) > MOST_LINES or empty > MOST_EMPTY:
                raise unreadable("too_many_rows", number, str(MOST_ROWS))
    return Sheet(sheet.title, tuple(lines), report)


def _texts(cells: Sequence[ReadOnlyCell], number: int, report: Report) -> tuple[str, ...]:
    """The texts of a row, each in its place."""
    texts = [""] * max((cell.column for cell in cells), default=0)
    for cell in cells:
        texts[cell.column - 1] = _text_of(cell, number, report)
    return tuple(texts)


def _text_of(cell, number: int, report: Report) -> str:
    value = cell.value
    if cell.data_type == "f":
        report.lost("formula_without_value", cell.coordinate, number)
        return ""
    if isinstance(value, str):
        if cell.data_type == "e":
            report.lost("cell_error", f"{cell.coordinate} {value}", number)
            return ""
        return read_cell(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), value), report, number)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value, cell)
    text = _moment(value)
    report.note("became_date", f"{cell.coordinate} {text}", number)
    return text


def _number(value: int | float, cell: ReadOnlyCell) -> str:
    """The number that a sheet shows: Excel keeps 15 digits, and a share of one where it shows per cent."""
    exact = Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)
    is_share = "%" in (cell.number_format or "")
    text = unmistakable(plain_number(format(exact * 100 if is_share else exact, "f")))
    return f"{text}%" if is_share else text


def _moment(value: object) -> str:
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    return value.isoformat() if isinstance(value, date | datetime | time) else str(value)
