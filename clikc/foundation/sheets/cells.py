"""What stands in a cell, as a text; and texts that no spreadsheet takes for a formula. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal

from ..decoding import without_unreadable
from .model import Note

# What a spreadsheet would take for a formula.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
# Excel writes the letter with the number 0041 as _x0041_, and a text that looks like it with _x005F_.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LIKE_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

Shown = Callable[[str], str]


def tame(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def wild(text: str) -> str:
    """What ``tame`` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def escaped(text: str) -> str:
    """A text as a workbook holds it."""
    return _LIKE_ESCAPED.sub("_x005F_", text)


def unescaped(text: str) -> str:
    """A text that a workbook holds."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def tidy_cell(text: str) -> str:
    """A cell with line feeds for every end of line and without what is no text."""
    return _tidied(text)[0]


def read_cell(text: str, notes: list[Note], number: int) -> str:
    """A cell from outside; what is no text is taken out and noted."""
    tidy, lost = _tidied(text)
    if lost:
        notes.append(Note("unreadable_characters", lost, number))
    return tidy


def _tidied(text: str) -> tuple[str, str]:
    """The text, and the names of what was taken out."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return (text, "") if text.isprintable() else without_unreadable(text)


def number_text(value: int | float, *, is_share: bool, shown: Shown) -> str:
    """The number that a sheet shows: Excel keeps 15 digits, and a share of one where it shows per cent.
    ``shown`` has the last word on its digits."""
    exact = Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)
    text = format(exact * 100 if is_share else exact, "f")
    text = shown(text.rstrip("0").rstrip(".") if "." in text else text)
    return f"{text}%" if is_share else text


def moment_text(value: object) -> str:
    """A date, a time, or both, as ISO 8601 writes them."""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    return value.isoformat() if isinstance(value, date | datetime | time) else str(value)
