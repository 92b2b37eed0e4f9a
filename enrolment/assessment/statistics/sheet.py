"""Figures of questions as a file for a spreadsheet. No text in it is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.utils.translation import get_language_bidi, gettext as _
from openpyxl import Workbook

from courses.quizzes.api import tame

from .overview import Line

Cell = str | int | float | None

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def head() -> list[str]:
    return [
        _("Code"),
        _("Question"),
        _("Kind"),
        _("People"),
        _("Facility"),
        _("Discrimination"),
        _("Discrimination index"),
        _("Left blank"),
        _("Seconds, lower quartile"),
        _("Seconds, median"),
        _("Seconds, upper quartile"),
        _("To look at"),
    ]


def rows_of(lines: Iterable[Line]) -> list[list[Cell]]:
    """A row of texts and numbers for each question; without figures, numbers are empty."""
    return [[tame(cell) if isinstance(cell, str) else cell for cell in _row(line)] for line in lines]


def _row(line: Line) -> list[Cell]:
    figures = line.figures
    said: list[Cell] = [line.code, line.words.text, line.kind]
    if figures is None:
        return [*said, *[None] * 8, ""]
    return [
        *said,
        figures.sittings,
        round(figures.facility, 3),
        _rounded(figures.discrimination),
        _rounded(figures.index),
        round(figures.blank, 3),
        *(figures.seconds or (None, None, None)),
        "; ".join(line.flags),
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def as_csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    """With the mark by which spreadsheets know UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(rows: Sequence[Sequence[Cell]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Statistics")[:31])
    sheet.sheet_view.rightToLeft = get_language_bidi()
    sheet.freeze_panes = "B2"
    sheet.column_dimensions["B"].width = 60
    for row in rows:
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


WRITERS = {"csv": as_csv, "xlsx": as_xlsx}


def file_of(lines: Iterable[Line], form: str) -> bytes:
    """The file in one of the forms of ``TYPES``."""
    return WRITERS[form]([head(), *rows_of(lines)])
