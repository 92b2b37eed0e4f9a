"""XLSX as people save it: the cells that a sheet has, row by row, as texts. Pure.

A sheet has 17 thousand million cells; one that stands at its far corner costs as much as any other.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import from_excel, from_ISO8601

from .book import ESCAPED_LENGTH, Book
from .cells import Shown, moment_text, number_text, read_cell, unescaped
from .model import Limits, Line, Note, UnreadableSheet
from .xml import Handler

_LAST_ROW = 1_048_576
_MOST_MERGED = 20
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
_AREA = re.compile(r"[A-Z]{1,3}([0-9]{1,7}):[A-Z]{1,3}[0-9]{1,7}")


@dataclass
class _Cell:
    """A cell as the file has it; ``place`` is its name, or "" where the file gives none."""

    column: int
    place: str
    kind: str
    style: str
    value: str = ""
    is_computed: bool = False


class WorkbookTable:
    """One sheet of a workbook. ``notes`` are complete when its lines were read to the end.

    ``shown`` has the last word on how a number is written. Raises UnreadableSheet.
    """

    def __init__(self, book: Book, title: str, path: str, limits: Limits, shown: Shown):
        self.title = title
        self.notes: list[Note] = []
        self._book = book
        self._path = path
        self._limits = limits
        self._shown = shown

    def lines(self) -> Iterator[Line]:
        """The lines that hold something, each time from the first on."""
        rows = _Rows(self._limits)
        blank = 0
        for _piece in self._book.walk(self._path, rows):
            for number, cells in rows.fetch():
                line = self._line(number, cells)
                if line.cells or line.notes:
                    yield line
                else:
                    blank += 1
                if blank > self._limits.blank:
                    raise UnreadableSheet("too_many_rows", number, str(self._limits.blank))
        self.notes[:] = rows.merged

    def _line(self, number: int, cells: list[_Cell]) -> Line:
        notes: list[Note] = []
        texts: list[str] = []
        for cell in cells:
            text = self._text(cell, number, notes)
            if text.strip():
                texts += [""] * (cell.column - len(texts))
                texts[cell.column - 1] = text
        return Line(number, tuple(texts), tuple(notes))

    def _text(self, cell: _Cell, number: int, notes: list[Note]) -> str:
        place = cell.place or f"{number}:{cell.column}"
        if cell.column > self._limits.columns:
            if cell.value.strip():
                notes.append(Note("beyond_columns", place, number))
            return ""
        if not cell.value:
            if cell.is_computed and cell.kind != "str":
                notes.append(Note("formula_without_value", place, number))
            return ""
        if cell.kind in ("s", "str", "inlineStr"):
            return self._words(cell, number, notes)
        if cell.kind == "b":
            return "true" if cell.value.strip() not in ("0", "false") else "false"
        if cell.kind == "e":
            return self._error(cell.value, place, number, notes)
        return self._figure(cell, place, number, notes)

    def _words(self, cell: _Cell, number: int, notes: list[Note]) -> str:
        try:
            text = self._book.texts[int(cell.value)] if cell.kind == "s" else cell.value
        except (ValueError, IndexError) as error:
            raise UnreadableSheet("unreadable_table", number, cell.place) from error
        text = unescaped(text)
        if len(text) > self._limits.cell:
            raise UnreadableSheet("too_much_in_a_row", number)
        return read_cell(text, notes, number)

    def _figure(self, cell: _Cell, place: str, number: int, notes: list[Note]) -> str:
        """A number, or a date: both are numbers to Excel, only shown differently."""
        style = int(cell.style) if cell.style.isdecimal() and len(cell.style) < 9 else 0
        styles = self._book.styles
        try:
            if cell.kind != "d" and style not in styles.dates:
                value = _number(cell.value)
                return number_text(value, is_share=style in styles.shares, shown=self._shown)
            text = moment_text(self._moment(cell, style in styles.durations))
        except (ValueError, OverflowError):
            return self._error(cell.value[:40], place, number, notes)
        notes.append(Note("became_date", f"{place} {text}", number))
        return text

    def _moment(self, cell: _Cell, is_duration: bool) -> object:
        if cell.kind == "d":
            return from_ISO8601(cell.value)
        return from_excel(_number(cell.value), self._book.epoch, timedelta=is_duration)

    def _error(self, value: str, place: str, number: int, notes: list[Note]) -> str:
        notes.append(Note("cell_error", f"{place} {value}", number))
        return ""


def _number(text: str) -> int | float:
    """Raises ValueError."""
    if len(text) > 40:
        raise ValueError(text[:40])
    if not any(sign in text for sign in ".eE"):
        return int(text)
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


class _Rows(Handler):
    """Collects rows, each (number, cells that have a value, or a formula that nobody computed)."""

    def __init__(self, limits: Limits):
        self.merged: list[Note] = []
        self._most = ESCAPED_LENGTH * limits.cell
        self._columns = limits.columns
        self._rows: list[tuple[int, list[_Cell]]] = []
        self._cells: list[_Cell] = []
        self._number = 0
        self._column = 0
        self._cell: _Cell | None = None
        self._parts: list[str] = []
        self._size = 0
        self._inside = ""

    def fetch(self) -> list[tuple[int, list[_Cell]]]:
        """The rows that were finished since the last time."""
        rows, self._rows = self._rows, []
        return rows

    def start(self, name, attributes):
        if name == "c":
            self._begin(attributes)
        elif name == "row":
            self._number = _row_number(attributes.get("r", ""), self._number)
            self._cells, self._column = [], 0
        elif name == "f" and self._cell:
            self._cell.is_computed = True
        elif name == "mergeCell" and len(self.merged) < _MOST_MERGED:
            self._merge(attributes.get("ref", ""))
        if self._inside != "rPh":
            self._inside = name

    def text(self, text):
        if self._cell and (self._inside == "v" or (self._inside == "t" and self._cell.kind == "inlineStr")):
            self._parts.append(text)
            self._size += len(text)
            if self._size > self._most:
                raise UnreadableSheet("too_much_in_a_row", self._number)

    def end(self, name):
        if self._inside != "rPh" or name == "rPh":
            self._inside = ""
        if name == "c" and self._cell:
            self._finish(self._cell)
        elif name == "row":
            self._rows.append((self._number, self._cells))
            self._cells = []

    def _begin(self, attributes) -> None:
        place = attributes.get("r", "")
        self._column = _column_of(place, self._number) if place else self._column + 1
        self._cell = _Cell(self._column, place, attributes.get("t", "n"), attributes.get("s", "0"))
        self._parts, self._size = [], 0

    def _finish(self, cell: _Cell) -> None:
        cell.value = "".join(self._parts)
        self._cell = None
        # Beyond the columns that are read, one is enough to tell of them.
        if (cell.value or cell.is_computed) and len(self._cells) <= self._columns:
            self._cells.append(cell)

    def _merge(self, area: str) -> None:
        found = _AREA.fullmatch(area)
        if found:
            self.merged.append(Note("merged_cells", area, int(found[1])))


def _row_number(text: str, before: int) -> int:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0 if text else before + 1
    if not 1 <= number <= _LAST_ROW:
        raise UnreadableSheet("unreadable_table", before + 1, "XLSX")
    return number


def _column_of(place: str, row: int) -> int:
    found = _PLACE.fullmatch(place)
    if not found:
        raise UnreadableSheet("unreadable_table", row, "XLSX")
    return _index(found[1])


@lru_cache(maxsize=1_000)
def _index(letters: str) -> int:
    return column_index_from_string(letters)
