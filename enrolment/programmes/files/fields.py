"""Values of a programme file that courses have none of: figures with decimals, times, words by language."""

from __future__ import annotations

import re
from datetime import time
from decimal import Decimal

from django.conf import settings

from courses.lessons.api import Fields

_WHOLE = re.compile(r"-?[0-9]{1,5}")
_FIGURE = re.compile(r"[0-9]{1,5}(\.[0-9]{1,2})?")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_SPAN = re.compile(r"([0-9]{1,3})(?:\s*-\s*([0-9]{1,3}))?")


def words(
    fields: Fields, name: str, *, longest: int, is_required: bool = False, has_paragraphs: bool = False
) -> dict[str, str]:
    """A text by language: ``{en: …, fr: …}``."""
    found = fields.take(name, is_required=is_required)
    if found is None:
        return {}
    texts = Fields(found, fields.report)
    read = {}
    for language in settings.MODELTRANSLATION_LANGUAGES:
        if has_paragraphs and language in texts.items:
            read[language] = texts.paragraphs(language, longest=longest)
        else:
            read[language] = texts.text(language, is_required=False, longest=longest)
    texts.close()
    return {language: said for language, said in read.items() if said}


def whole(fields: Fields, name: str, *, is_required: bool = False) -> int | None:
    """A whole number, perhaps below 0; None where none stands."""
    said = _said(fields, name, _WHOLE, "a whole number", is_required=is_required)
    return None if said is None else int(said)


def figure(fields: Fields, name: str) -> Decimal | None:
    """A number with two decimals at most; None where none stands."""
    said = _said(fields, name, _FIGURE, "a number such as 60 or 62.5")
    return None if said is None else Decimal(said)


def clock(fields: Fields, name: str) -> time | None:
    said = _said(fields, name, _CLOCK, "a time such as 23:59, in quotes")
    return None if said is None else time(int(said[:2]), int(said[3:]))


def span(fields: Fields, name: str, *, is_required: bool = False) -> tuple[int, int] | None:
    """``1-3`` or ``2``: the first and the last week."""
    said = _said(fields, name, _SPAN, "weeks such as 1-3", is_required=is_required)
    if said is None:
        return None
    first, last = _SPAN.fullmatch(said).groups()
    return int(first), int(last or first)


def _said(
    fields: Fields, name: str, shape: re.Pattern, what: str, *, is_required: bool = False
) -> str | None:
    found = fields.take(name, is_required=is_required)
    if found is None:
        return None
    if not isinstance(found.value, str) or not shape.fullmatch(found.value):
        fields.report.problem(found.line, f"“{name}” must be {what}")
        return None
    return found.value
