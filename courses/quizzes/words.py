"""Words with the language they are really in."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.conf import settings


class Words(NamedTuple):
    """A text and the code of the language it is written in."""

    text: str
    language: str


def words_in(by_language: Mapping[str, str], languages: Iterable[str]) -> Words:
    """The text of the first of ``languages`` that has one, else of any that has.

    With no text at all: an empty one, in the first language.
    """
    order = [*languages, *settings.MODELTRANSLATION_LANGUAGES]
    for language in dict.fromkeys(order):
        if text := by_language.get(language):
            return Words(text, language)
    return Words("", order[0])
