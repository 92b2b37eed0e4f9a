"""The spreadsheet of a pack: a sheet for each assignment, with choices to pick from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from django.utils.translation import get_language_bidi, gettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from clikc.foundation.sheets.writing import WRAPPED, Cells, head_cell, sheet_title, text_cell

from .rows import Column

# Above the rows of works: headers in words, and the codes of the columns.
HEADERS = 2
_LAST_ROW = 2_000
_SMALL = Font(size=8, italic=True, color="FF666666")
_LONGEST_TITLE = 28


class MarksBook:
    """A workbook that is written row by row; no row of it is held."""

    def __init__(self):
        self._book = Workbook(write_only=True)
        self._choices: list[tuple[str, ...]] = []
        self._titles: set[str] = set()
        self._name = sheet_title(gettext("Choices"))
        self._titles.add(self._name.casefold())
        # Who made it and who is it about is nobody's business: a laptop may be lost.
        self._book.properties.creator = None

    def sheet(self, title: str, columns: Sequence[Column]) -> MarksSheet:
        """A new sheet with its two rows of headers."""
        sheet = self._book.create_sheet(self._free(title))
        sheet.sheet_view.rightToLeft = get_language_bidi()
        sheet.freeze_panes = f"B{HEADERS + 1}"
        for number, column in enumerate(columns, start=1):
            shape = sheet.column_dimensions[get_column_letter(number)]
            shape.width, shape.hidden = column.width, column.is_hidden
            self._offer(sheet, get_column_letter(number), column)
        sheet.append([head_cell(sheet, column.head) for column in columns])
        sheet.append([_code_cell(sheet, column.code) for column in columns])
        return MarksSheet(sheet, columns)

    def save(self, stream: BinaryIO) -> None:
        choices = self._book.create_sheet(self._name)
        choices.sheet_state = "hidden"
        for place in range(max(map(len, self._choices), default=0)):
            words = [texts[place] if place < len(texts) else "" for texts in self._choices]
            choices.append([text_cell(choices, word) for word in words])
        self._book.save(stream)

    def _free(self, title: str) -> str:
        """A title that no other sheet has, whatever the case of its letters."""
        base = sheet_title(title)[:_LONGEST_TITLE].strip()
        free, number = base, 1
        while free.casefold() in self._titles:
            number += 1
            free = f"{base} {number}"
        self._titles.add(free.casefold())
        return free

    def _offer(self, sheet, letter: str, column: Column) -> None:
        if column.choices:
            sheet.data_validations.append(_list(self._range(column.choices), letter))
        elif column.most is not None:
            sheet.data_validations.append(_points(column.most, letter))

    def _range(self, choices: tuple[str, ...]) -> str:
        if choices not in self._choices:
            self._choices.append(choices)
        letter = get_column_letter(self._choices.index(choices) + 1)
        return f"'{self._name}'!${letter}$1:${letter}${len(choices)}"


class MarksSheet:
    def __init__(self, sheet, columns: Sequence[Column]):
        self._sheet, self._columns, self._rows = sheet, columns, HEADERS
        self._cells = Cells(sheet)
        self._typed = self._style()

    def append(self, row: Sequence) -> None:
        self._sheet.append([self._cell(*pair) for pair in zip(self._columns, row, strict=True)])
        self._rows += 1
        # Sorted by the row of codes, both rows of headers stay where they are.
        last = get_column_letter(len(self._columns))
        self._sheet.auto_filter.ref = f"A{HEADERS}:{last}{self._rows}"

    def _cell(self, column: Column, value):
        """Where something is to be typed it stays as it is typed, and is seen to its end."""
        if not column.is_typed:
            return self._cells.of(value)
        cell = self._cells.of(value) or WriteOnlyCell(self._sheet)
        cell._style = self._typed
        return cell

    def _style(self):
        cell = WriteOnlyCell(self._sheet)
        cell.number_format, cell.alignment = "@", WRAPPED
        return cell._style


def _code_cell(sheet, code: str):
    cell = text_cell(sheet, code)
    cell.font, cell.alignment, cell.number_format = _SMALL, Alignment(vertical="top"), "@"
    return cell


def _list(formula: str, letter: str) -> DataValidation:
    offered = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=True)
    offered.add(f"{letter}{HEADERS + 1}:{letter}{_LAST_ROW}")
    return offered


def _points(most, letter: str) -> DataValidation:
    asked = DataValidation(
        "decimal",
        operator="between",
        formula1="0",
        formula2=str(most),
        allow_blank=True,
        showErrorMessage=True,
    )
    asked.add(f"{letter}{HEADERS + 1}:{letter}{_LAST_ROW}")
    return asked
