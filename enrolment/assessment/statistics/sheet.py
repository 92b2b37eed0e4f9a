"""Figures of questions as a file for a spreadsheet. No text in it is taken for a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable

from django.utils.translation import get_language_bidi, gettext as _

from clikc.foundation.sheets import SheetOut, write_csv, write_xlsx

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


def _row(line: Line) -> list[Cell]:
    """Texts and numbers of a question; without figures, numbers are empty."""
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


def file_of(lines: Iterable[Line], form: str) -> bytes:
    """The file in one of the forms of ``TYPES``."""
    file, rows = io.BytesIO(), map(_row, lines)
    if form == "csv":
        write_csv(file, [head(), *rows])
    else:
        sheet = SheetOut(_("Statistics"), head(), rows, widths=(12, 60), fixed=1)
        write_xlsx(file, sheets=[sheet], right_to_left=get_language_bidi())
    return file.getvalue()
