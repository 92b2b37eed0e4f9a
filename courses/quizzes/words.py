"""Words of a record with the language they are really in."""

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings


class Words(NamedTuple):
    """A text and the code of the language it is written in."""

    text: str
    language: str


def words_of(record, field: str, languages: Iterable[str]) -> Words:
    """The text of a translated field in the first of ``languages`` that has one, else in any that has.

    Reads the columns by name (``text_ar``), so that nothing falls back unseen. With no text at all:
    an empty one, in the first language.
    """
    order = [*languages, *settings.MODELTRANSLATION_LANGUAGES]
    for language in dict.fromkeys(order):
        if text := getattr(record, f"{field}_{language}", None):
            return Words(text, language)
    return Words("", order[0])


def is_written_in(record, field: str, language: str) -> bool:
    """Whether a translated field has a text of its own in ``language``."""
    return bool(getattr(record, f"{field}_{language}", None))
