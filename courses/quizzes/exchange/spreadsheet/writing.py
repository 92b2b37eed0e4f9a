"""Rows as a workbook that is pleasant to write in. Pure; openpyxl writes the file."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from clikc.foundation.sheets.writing import WRAPPED, head_cell, sheet_title, text_cell

from .saying import Cells
from .vocabulary import BY_LANGUAGE, COLUMNS, DIFFICULTIES, KIND_NAMES, YES_NO, header_of, written

Place = tuple[str, str]

_NARROW = {"tolerance", "unit", "partial", "least_words", "most_words", "number", "difficulty"}
_MIDDLE = {"code", "kind", "tags", "subjects", "codes"}
_RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}


def places_of(rows: Sequence[Cells], languages: Sequence[str]) -> list[Place]:
    """The columns, in order: each that stands once for a language for all of ``languages``."""
    used = {language for cells in rows for column, language in cells if column in BY_LANGUAGE}
    order = list(dict.fromkeys([*(k for k in languages), *sorted(used)]))
    return [
        (column, language) for column in COLUMNS for language in (order if column in BY_LANGUAGE else [""])
    ]


@dataclass(frozen=True)
class Guide:
    """Words for people beside the questions: titles of the sheets, and column → what it is for.

    With any meanings there is a second sheet that says them.
    """

    title: str = "Questions"
    explained: str = "Columns"
    meanings: Mapping[str, str] = field(default_factory=dict)


def workbook_of(rows: Sequence[Cells], places: Sequence[Place], language: str, guide: Guide) -> bytes:
    """The file."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_title(guide.title))
    sheet.freeze_panes = "C2"
    sheet.sheet_view.rightToLeft = language in _RIGHT_TO_LEFT
    for number, (column, _language) in enumerate(places, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _width(column)
    _add_lists(sheet, places, language)
    sheet.append([head_cell(sheet, header_of(column, name, language)) for column, name in places])
    for cells in rows:
        sheet.append([_cell(sheet, cells.get(place, "")) for place in places])
    if guide.meanings:
        _explain(book, language, guide)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _width(column: str) -> int:
    return 12 if column in _NARROW else 20 if column in _MIDDLE else 42


def _add_lists(sheet, places: Sequence[Place], language: str) -> None:
    """Cells with few possible words offer them."""
    for column, names in (("kind", KIND_NAMES), ("difficulty", DIFFICULTIES), ("partial", YES_NO)):
        words = [written(names, name, language) for name in names if name != "hotspot"]
        letter = get_column_letter(places.index((column, "")) + 1)
        offered = DataValidation("list", formula1=f'"{",".join(words)}"', showErrorMessage=False)
        offered.add(f"{letter}2:{letter}5000")
        sheet.data_validations.append(offered)


def _explain(book, language: str, guide: Guide) -> None:
    sheet = book.create_sheet(sheet_title(guide.explained))
    sheet.sheet_view.rightToLeft = language in _RIGHT_TO_LEFT
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 110
    for column in COLUMNS:
        if column in guide.meanings:
            name = header_of(column, language if column in BY_LANGUAGE else "", language)
            sheet.append([head_cell(sheet, name), _cell(sheet, guide.meanings[column])])


def _cell(sheet, text: str) -> WriteOnlyCell:
    cell = text_cell(sheet, text)
    if text:
        cell.number_format = "@"
    cell.alignment = WRAPPED
    return cell
