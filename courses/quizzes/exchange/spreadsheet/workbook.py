"""XLSX as people save it: values of all its sheets as texts. Pure; openpyxl reads the file."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import range_boundaries

from ..decoding import unreadable
from ..model import UnreadableFile
from ..qti.archive import unpacked
from ..report import Report
from .keys import plain_number, unmistakable
from .sheet import MOST_COLUMNS, MOST_ROWS, Line, Sheet, read_cell

LARGEST_UNPACKED = 40 * 1024 * 1024
MOST_SHEETS = 50
LAST_ROW = 1_048_576

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FORMULA = re.compile(rb"<(\w+:)?f[\s>/]")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z0-9:]{1,30})"')


def read_workbook(content: bytes) -> list[Sheet]:
    """The sheets of a workbook in their order. Raises UnreadableFile."""
    parts = unpacked(content)
    if "content.xml" in parts and "mimetype" in parts:
        raise unreadable("other_table", detail="ODS")
    if sum(map(len, parts.values())) > LARGEST_UNPACKED:
        raise unreadable("archive_too_large")
    try:
        book = _opened(content, data_only=True)
        return [
            _sheet(sheet, content, parts[sheet._worksheet_path]) for sheet in book.worksheets[:MOST_SHEETS]
        ]
    except UnreadableFile:
        raise
    except Exception as error:  # whatever the library stumbles over, it is the file's fault
        raise unreadable("unreadable_table", detail="XLSX") from error


def _opened(content: bytes, *, data_only: bool):
    return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)


def _rows(sheet) -> Iterator[tuple[int, tuple]]:
    """(number, cells), whatever size the sheet says it has."""
    sheet.reset_dimensions()
    return enumerate(sheet.iter_rows(max_row=LAST_ROW, max_col=MOST_COLUMNS), start=1)


def _sheet(sheet, content: bytes, raw: bytes) -> Sheet:
    report = Report()
    for area in (item.decode() for item in _MERGED.findall(raw)[:20]):
        report.note("merged_cells", area, range_boundaries(area)[1])
    lines: list[Line] = []
    for number, cells in _rows(sheet):
        texts = tuple(_text_of(cell, number, report) for cell in cells)
        if any(text.strip() for text in texts):
            lines.append(Line(number, texts))
        if len(lines) > MOST_ROWS:
            raise unreadable("too_many_rows", number, str(MOST_ROWS))
    if _FORMULA.search(raw):
        _report_unknown_values(sheet.title, content, lines, report)
    return Sheet(sheet.title, tuple(lines), report)


def _report_unknown_values(title: str, content: bytes, lines: list[Line], report: Report) -> None:
    """A formula whose value nobody computed reads as an empty cell: say so."""
    texts = {line.number: line.cells for line in lines}
    nothing = ("",) * MOST_COLUMNS
    for number, cells in _rows(_opened(content, data_only=False)[title]):
        for cell, text in zip(cells, texts.get(number, nothing), strict=False):
            if cell.data_type == "f" and not text:
                report.lost("formula_without_value", cell.coordinate, number)


def _text_of(cell, number: int, report: Report) -> str:
    value = cell.value
    if value is None:
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
