"""Rows as a workbook that is pleasant to write in. Pure; openpyxl writes the file."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from .cells import tame
from .saying import Cells
from .sheet import LONGEST_CELL
from .vocabulary import BY_LANGUAGE, COLUMNS, DIFFICULTIES, KIND_NAMES, YES_NO, header_of, written

Place = tuple[str, str]

_NARROW = {"tolerance", "unit", "partial", "least_words", "most_words", "number", "difficulty"}
_MIDDLE = {"code", "kind", "tags", "subjects", "codes"}
_HEAD = PatternFill("solid", fgColor="FFDCE6F1")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
# Excel reads _x0041_ in a text as the letter with that number.
_LIKE_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
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
    sheet = book.create_sheet(_title(guide.title))
    sheet.freeze_panes = "C2"
    sheet.sheet_view.rightToLeft = language in _RIGHT_TO_LEFT
    for number, (column, _language) in enumerate(places, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _width(column)
    _add_lists(sheet, places, language)
    sheet.append([_head(sheet, header_of(column, name, language)) for column, name in places])
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


def _title(text: str) -> str:
    """A text as the name of a sheet can be."""
    return re.sub(r"[\\*?:/\[\]']", " ", text)[:31].strip()


def _explain(book, language: str, guide: Guide) -> None:
    sheet = book.create_sheet(_title(guide.explained))
    sheet.sheet_view.rightToLeft = language in _RIGHT_TO_LEFT
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 110
    for column in COLUMNS:
        if column in guide.meanings:
            name = header_of(column, language if column in BY_LANGUAGE else "", language)
            sheet.append([_head(sheet, name), _cell(sheet, guide.meanings[column])])


def _head(sheet, text: str) -> WriteOnlyCell:
    cell = _cell(sheet, text)
    cell.font = Font(bold=True)
    cell.fill = _HEAD
    return cell


def _cell(sheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet)
    if text:
        # As a text, whatever it looks like: neither a formula nor a number.
        cell.value = _LIKE_ESCAPED.sub("_x005F_", tame(text))[:LONGEST_CELL]
        cell.data_type = "s"
        cell.number_format = "@"
    cell.alignment = _WRAPPED
    return cell
