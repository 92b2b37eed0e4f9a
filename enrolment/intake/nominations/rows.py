"""A row of a list of nominations: what it says, and what is wrong with it by itself. Asks no database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from django.core.exceptions import ValidationError

from clikc.foundation.sheets import Line, wild
from clikc.people.validators import plain_text
from enrolment.admissions.rules.eligibility import FIRST_DAY, LAST_DAY

from ..columns import Columns
from ..entries import LONGEST_ADDRESS, is_unreadable, tidy_address, wrong_address
from ..vocabulary import meaning
from .days import day_of, is_unsure
from .vocabulary import LANGUAGE_NAMES, POST_NAMES

LONGEST_TEXT = 2000
MOST_LANGUAGES = 12
_BETWEEN = re.compile(r"[,;/|،؛፣\n]+")


@dataclass
class Row:
    """``facts``: only what the row says, days as ISO texts; ``was``: of a draft that it changes, what that
    says so far. ``outcome``: one of ``words.OUTCOMES``, "" before it is judged; ``reasons`` are codes of
    ``words.REASONS``, a detail behind a colon. ``person``: her id, where she is known here."""

    line: int
    address: str
    name: str = ""
    facts: dict = field(default_factory=dict)
    outcome: str = ""
    reasons: list[str] = field(default_factory=list)
    person: int | None = None
    was: dict = field(default_factory=dict)

    as_data = asdict

    @property
    def told(self) -> dict:
        """The facts as a nomination holds them."""
        days = {name: date.fromisoformat(self.facts[name]) for name in DAYS if name in self.facts}
        return {**self.facts, **days}


DAYS = ("served_since", "born_on")


def days_written(lines: Sequence[Line], columns: Columns) -> list[str]:
    """All that stands where days are to stand."""
    return [columns.text(line.cells, name) for line in lines for name in DAYS]


def row_of(line: Line, columns: Columns, order: str) -> Row:
    """What a row says, ``broken`` where it cannot be understood. ``order``: how the file writes its days."""
    cells = [wild(cell) for cell in line.cells]
    said = {column: columns.text(cells, column).strip() for column in columns.places}
    address = tidy_address(said["address"])
    row = Row(line.number, address[:LONGEST_ADDRESS])
    is_lost = is_unreadable(list(said.values()), [note.code for note in line.notes])
    row.reasons = ["unreadable_characters"] if is_lost else []
    if wrong := wrong_address(address):
        row.reasons.append(wrong)
    for column, text in said.items():
        if text and column in _READ:
            value, wrong = _day(text, order) if column in DAYS else _READERS[column](text)
            if wrong:
                row.reasons.append(wrong if column not in DAYS else f"{wrong}:{column}")
            else:
                row.facts[column] = value
    row.outcome = "broken" if row.reasons else ""
    return row


def _day(text: str, order: str):
    if is_unsure(text, order):
        return None, "unsure_day"
    day = day_of(text, order)
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        return None, "bad_day"
    return day.isoformat(), ""


def _post(text: str):
    post = meaning(POST_NAMES, text)
    return post, "" if post else "unknown_post"


def _languages(text: str):
    words = [word for word in _BETWEEN.split(text) if word.strip()]
    codes = list(dict.fromkeys(meaning(LANGUAGE_NAMES, word) for word in words[: MOST_LANGUAGES + 1]))
    if None in codes or len(codes) > MOST_LANGUAGES:
        return None, "unknown_languages"
    return codes, ""


def _text(text: str):
    text = text.replace("\r\n", "\n")
    if len(text) > LONGEST_TEXT:
        return None, "long_text"
    try:
        plain_text(text)
    except ValidationError:
        return None, "hidden_characters"
    return text, ""


_READERS = {
    "post": _post,
    "languages": _languages,
    "motivation": _text,
    "endorsement": _text,
}
_READ = {*DAYS, *_READERS}
