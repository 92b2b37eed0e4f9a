"""A text as a row of words that can be compared, each with its place in the text. Pure.

Words are folded as everywhere in the house (``clikc.foundation.letters``): case, accents, vowel signs, the
forms of Arabic letters and Amharic homophones make no difference. Every mark and space parts words, so a
text in a script that writes none between them is few long words, of which little can be said.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from clikc.foundation.letters import LONGEST_WORD, fold

TATWEEL = "\u0640"
_WORD = re.compile(r"[^\W_]+")
_BETWEEN_SPACES = re.compile(r"\S+")


class Word(NamedTuple):
    """A folded word, and where it stands: ``text[start:end]`` is how it was written."""

    folded: str
    start: int
    end: int


def worded(text: str) -> list[Word]:
    """The words of a text, in their order. Of a ligature of several words each has the same place."""
    return [
        Word(folded, found.start() + start, found.start() + end)
        for found in _BETWEEN_SPACES.finditer(text)
        for folded, start, end in _words_in(found[0])
    ]


def _words_in(piece: str) -> list[Word]:
    """Texts repeat their words, so short pieces are remembered."""
    return _remembered(piece) if len(piece) <= LONGEST_WORD else _taken_apart(piece)


def _taken_apart(piece: str) -> list[Word]:
    """The words of a text without spaces. Signs after a word belong to it, up to the mark that ends it."""
    folded = [_plain(letter) for letter in piece]
    places = [place for place, letters in enumerate(folded) for _letter in letters]
    places.append(len(piece))
    return [
        Word(found[0], places[found.start()], max(places[found.end()], places[found.end() - 1] + 1))
        for found in _WORD.finditer("".join(folded))
    ]


_remembered = lru_cache(maxsize=20_000)(_taken_apart)


@lru_cache(maxsize=10_000)
def _plain(letter: str) -> str:
    if letter == TATWEEL or unicodedata.category(letter) == "Cf":
        return ""
    return fold(letter)
