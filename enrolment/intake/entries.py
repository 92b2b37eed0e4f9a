"""A row of a file as an officer: tidied, checked, with what is wrong about it. Asks no database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from clikc.foundation.sheets import Line, wild
from clikc.people.validators import collapse_whitespace, printable_name
from enrolment.membership import api as membership

from .columns import Columns
from .vocabulary import gender_of, language_of

LONGEST_ADDRESS = 254
LONGEST_NAME = 120
# Stands in the template; somebody who leaves it there invites nobody.
EXAMPLE_ADDRESS = "officer.name@example.org"

_NAMED = re.compile(r"[^<>]*<([^<>]+)>")
_REPLACED = "\ufffd"


@dataclass(frozen=True)
class Entry:
    """What a row says. ``reasons`` are why it is broken, as far as it tells by itself."""

    line: int
    address: str
    name: str
    language: str
    unit: str
    gender: str
    reasons: tuple[str, ...]


def entry_of(line: Line, columns: Columns) -> Entry:
    """The officer in a row."""
    cells = [wild(cell) for cell in line.cells]
    address = tidy_address(columns.text(cells, "address"))
    name = _name(cells, columns)
    unit = collapse_whitespace(columns.text(cells, "unit"))
    told_language = columns.text(cells, "language").strip()
    told_gender = columns.text(cells, "gender").strip()
    language = language_of(told_language) if told_language else ""
    gender = gender_of(told_gender) if told_gender else ""
    read = [columns.text(cells, column) for column in columns.places]
    codes = [note.code for note in line.notes]
    reasons = (
        ("unreadable_characters" if is_unreadable(read, codes) else ""),
        wrong_address(address),
        _wrong_name(name),
        ("unknown_language" if language is None else ""),
        ("unknown_gender" if gender is None else ""),
        _wrong_unit(unit),
    )
    return Entry(
        line=line.number,
        address=address[:LONGEST_ADDRESS],
        name=name[:LONGEST_NAME],
        language=language or "",
        unit=unit[:LONGEST_NAME],
        gender=gender or "",
        reasons=tuple(filter(None, reasons)),
    )


def wrong_address(address: str) -> str:
    """The code of what is wrong with an address, or ""."""
    if not address:
        return "no_address"
    if address == EXAMPLE_ADDRESS:
        return "example_row"
    try:
        validate_email(address)
    except ValidationError:
        return "bad_address"
    is_long = len(address) > LONGEST_ADDRESS
    return "bad_address" if is_long or membership.is_nobodys(address) else ""


def tidy_address(text: str) -> str:
    """``Name <A@b.example>``, ``mailto:a@b.example`` and ``a@b.example;`` → ``a@b.example``."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    if not plain.isascii():
        plain = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    plain = plain.strip().strip(";,").strip()
    if named := _NAMED.fullmatch(plain):
        plain = named[1].strip()
    return plain.lower().removeprefix("mailto:")


def _name(cells: Collection[str], columns: Columns) -> str:
    name = collapse_whitespace(columns.text(cells, "name"))
    parts = (collapse_whitespace(columns.text(cells, part)) for part in ("given", "family"))
    return name or " ".join(filter(None, parts))


def _wrong_name(name: str) -> str:
    """An existing officer needs none, so that its absence is no fault yet."""
    if len(name) > LONGEST_NAME:
        return "long_name"
    return "bad_name" if name and not _is_printable(name) else ""


def _wrong_unit(unit: str) -> str:
    if len(unit) > LONGEST_NAME or (unit and not _is_printable(unit)):
        return "bad_unit"
    return ""


def _is_printable(text: str) -> bool:
    try:
        printable_name(text)
    except ValidationError:
        return False
    return True


def is_unreadable(read: Collection[str], codes: Collection[str]) -> bool:
    """Whether something of what is read was lost: what a row held where an unknown column stands as well,
    because the file does not say which cell it was."""
    return any(_REPLACED in text for text in read) or "unreadable_characters" in codes
