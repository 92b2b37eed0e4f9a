"""Tables as files that Excel opens right, written row by row. Pure; openpyxl writes the workbook."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from .cells import escaped, tame, tidy_cell
from .model import LONGEST_CELL

Cell = str | int | float | Decimal | date | datetime | time | bool | None

HEAD_FILL = PatternFill("solid", fgColor="FFDCE6F1")
WRAPPED = Alignment(wrap_text=True, vertical="top")
_TOP = Alignment(vertical="top")
_NARROWEST, _WIDEST = 12, 60
# Excel keeps fifteen digits: a longer number would become another one.
_LARGEST_NUMBER = 10**15
_FORMATS = {str: "@", datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd", time: "hh:mm", object: "General"}


@dataclass(frozen=True)
class SheetOut:
    """A sheet to be written: its title, its headers, and its rows, which are taken one by one.

    ``widths`` are those of the columns in letters; where there are fewer, the header gives it. So many
    ``fixed`` columns stay in sight, as the headers do.
    """

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Cell]] = ()
    widths: Sequence[int] = ()
    fixed: int = 0


def write_xlsx(stream: BinaryIO, *, sheets: Iterable[SheetOut], right_to_left: bool = False) -> None:
    """A workbook. Texts stay texts, whatever they look like (``tame``); numbers and dates are true ones.

    The row of headers stays in sight and has filters. Moments in a time zone are written as their wall
    clock says. No row is held: openpyxl puts them into a temporary file.
    """
    book = Workbook(write_only=True)
    for own in sheets:
        sheet = book.create_sheet(sheet_title(own.title))
        sheet.freeze_panes = f"{get_column_letter(own.fixed + 1)}2"
        sheet.sheet_view.rightToLeft = right_to_left
        for number, header in enumerate(own.headers, start=1):
            given = own.widths[number - 1] if number <= len(own.widths) else len(header) + 4
            width = min(max(given, _NARROWEST), _WIDEST)
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.append([head_cell(sheet, header) for header in own.headers])
        cells, count = Cells(sheet), 1
        for row in own.rows:
            sheet.append([cells.of(value) for value in row])
            count += 1
        if own.headers:
            sheet.auto_filter.ref = f"A1:{get_column_letter(len(own.headers))}{count}"
    book.save(stream)


def write_csv(stream: BinaryIO, rows: Iterable[Sequence[Cell]]) -> None:
    """A table with its headers first, as UTF-8 with the mark and line ends by which Excel knows it.

    No text in it is taken for a formula.
    """
    stream.write(b"\xef\xbb\xbf")
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([csv_text(value) for value in row])
        stream.write(text.getvalue().encode())
        text.seek(0)
        text.truncate()


def sheet_title(text: str) -> str:
    """A text as the name of a sheet can be."""
    return re.sub(r"[\\*?:/\[\]'\x00-\x1f]", " ", text)[:31].strip() or "1"


def text_cell(sheet, text: str) -> WriteOnlyCell:
    """A cell that holds a text, whatever it looks like: neither a formula nor a number."""
    cell = WriteOnlyCell(sheet)
    if text := tidy_cell(text):
        cell.value = escaped(tame(text))[:LONGEST_CELL]
        cell.data_type = "s"
    return cell


def head_cell(sheet, text: str) -> WriteOnlyCell:
    cell = text_cell(sheet, text)
    cell.number_format = "@"
    cell.alignment = WRAPPED
    cell.font = Font(bold=True)
    cell.fill = HEAD_FILL
    return cell


def csv_text(value: Cell) -> str:
    """A value as CSV holds it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return tame(tidy_cell(value)) if isinstance(value, str) else str(value)


class Cells:
    """Makes cells of a sheet; how each kind of them is shown is worked out once."""

    def __init__(self, sheet):
        self._sheet = sheet
        self._styles = {kind: self._style(shown) for kind, shown in _FORMATS.items()}

    def of(self, value: Cell) -> WriteOnlyCell | None:
        if value is None or value == "":
            return None
        if isinstance(value, str) or not _fits(value):
            cell = text_cell(self._sheet, str(value))
        else:
            cell = WriteOnlyCell(self._sheet)
            cell.value = value.replace(tzinfo=None) if isinstance(value, datetime | time) else value
        cell._style = self._styles[next(kind for kind in _FORMATS if isinstance(value, kind))]
        return cell

    def _style(self, shown: str):
        cell = WriteOnlyCell(self._sheet)
        cell.number_format = shown
        cell.alignment = _TOP
        return cell._style


def _fits(value: Cell) -> bool:
    """Whether Excel can hold a value: it knows no infinity, no sixteenth digit, no day before 1900."""
    if isinstance(value, time):
        return True
    if isinstance(value, date):
        return value.year >= 1900
    return value == value and abs(value) < _LARGEST_NUMBER
