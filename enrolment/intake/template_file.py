"""The template: headers, an example, choices to pick from, and what each column is for, in one language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from django.utils.translation import gettext as _, override
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from clikc.foundation.sheets import write_csv
from clikc.foundation.sheets.writing import head_cell, sheet_title, text_cell

from .entries import EXAMPLE_ADDRESS
from .vocabulary import COLUMN_NAMES, COLUMNS, GENDER_NAMES, LANGUAGE_NAMES, LANGUAGES, written

_WIDTHS = {"address": 36, "name": 32, "language": 16, "unit": 28, "gender": 14}
_EXPLAINED = (28, 96)
_LAST_ROW = 100_001
_RIGHT_TO_LEFT = {"ar"}
EXAMPLE_NAMES = {
    "en": "Amina Wanjiru Otieno",
    "fr": "Aminata Diallo",
    "es": "María Fernanda Quispe",
    "ar": "أمينة عبد الرحمن",
    "am": "አሚና ተስፋዬ",
}


def template_xlsx(stream: BinaryIO, *, language: str, suggested: str, units: Sequence[str]) -> None:
    """The workbook. ``suggested`` is the language of the officer in the example, ``units`` are offered."""
    book = Workbook(write_only=True)
    with override(language):
        sheet = _sheet(book, _("Officers"), language)
        for number, column in enumerate(COLUMNS, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS[column]
        sheet.freeze_panes = "A2"
        choices = _("Choices")
        for column, rows in _offered(language, units).items():
            _offer(sheet, column, choices, len(rows))
        sheet.append([head_cell(sheet, header) for header in headers(language)])
        sheet.append([text_cell(sheet, text) for text in example(language, suggested, units)])
        _explain(book, language)
        _add_choices(book, choices, _offered(language, units), language)
    book.save(stream)


def template_csv(stream: BinaryIO, *, language: str, suggested: str, units: Sequence[str]) -> None:
    write_csv(stream, [headers(language), example(language, suggested, units)])


def headers(language: str) -> list[str]:
    return [written(COLUMN_NAMES, column, language) for column in COLUMNS]


def example(language: str, suggested: str, units: Sequence[str]) -> list[str]:
    """A row that shows how it is meant; left in the file, it invites nobody (``example_row``)."""
    return [
        EXAMPLE_ADDRESS,
        EXAMPLE_NAMES.get(language, EXAMPLE_NAMES["en"]),
        written(LANGUAGE_NAMES, suggested, language),
        units[0] if units else "",
        written(GENDER_NAMES, "woman", language),
    ]


def titles_beside() -> set[str]:
    """The titles of the sheets that stand beside the list in templates, in all languages."""
    titles = set()
    for language in LANGUAGES:
        with override(language):
            titles |= {sheet_title(_("Choices")), sheet_title(_("Columns"))}
    return titles


def _offered(language: str, units: Sequence[str]) -> dict[str, list[str]]:
    offered = {
        "language": [written(LANGUAGE_NAMES, code, language) for code in LANGUAGE_NAMES],
        "gender": [written(GENDER_NAMES, code, language) for code in GENDER_NAMES],
    }
    return offered | ({"unit": list(units)} if units else {})


def _offer(sheet, column: str, choices: str, count: int) -> None:
    """Cells offer the words of a column of the sheet of choices; of units, others are welcome."""
    letter = get_column_letter(COLUMNS.index(column) + 1)
    offered = DataValidation(
        "list",
        formula1=f"'{sheet_title(choices)}'!${letter}$1:${letter}${count}",
        allow_blank=True,
        showErrorMessage=column != "unit",
    )
    offered.add(f"{letter}2:{letter}{_LAST_ROW}")
    sheet.data_validations.append(offered)


def _add_choices(book, title: str, offered: dict[str, list[str]], language: str) -> None:
    sheet = _sheet(book, title, language)
    columns = [offered.get(column, []) for column in COLUMNS]
    for place in range(max(map(len, columns))):
        sheet.append([text_cell(sheet, words[place] if place < len(words) else "") for words in columns])


def _explain(book, language: str) -> None:
    meanings = {
        "address": _("Required. Each officer has her own; the invitation goes there."),
        "name": _(
            "Required for new officers. As it should stand on certificates, in the officer’s own script."
        ),
        "language": _("Of letters and lessons. Left empty, it is the one of the cohort or of your country."),
        "unit": _("Where the officer works. A unit that is not there yet is made when you confirm."),
        "gender": _("Only if you want: it is used for plots, never shown to other officers."),
    }
    sheet = _sheet(book, _("Columns"), language)
    for letter, width in zip("AB", _EXPLAINED, strict=True):
        sheet.column_dimensions[letter].width = width
    for column, said in meanings.items():
        name = written(COLUMN_NAMES, column, language)
        sheet.append([head_cell(sheet, name), text_cell(sheet, said)])


def _sheet(book, title: str, language: str):
    sheet = book.create_sheet(sheet_title(title))
    sheet.sheet_view.rightToLeft = language in _RIGHT_TO_LEFT
    return sheet
