"""What is wrong with a question as a whole, whether a form or a file brings it. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .exchange.plain import LONGEST
from .kinds import kind_of
from .kinds.blanks import gaps_in
from .kinds.matching import pairs_of

# Overrides of the direction of writing, under which a text reads other than it is.
_OVERRIDES = "\u202d\u202e"
# What no reader sees: invisible signs of formulas and of annotation, tags, deprecated ones.
_HIDDEN = ((0x2061, 0x2064), (0x206A, 0x206F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xE0000, 0xE007F))


class Option(NamedTuple):
    """A choice, with its words by language."""

    code: str
    is_right: bool
    text: Mapping[str, str]


class Fault(NamedTuple):
    """``field`` is the form's name of what is wrong, empty for the question; ``code`` is a reason."""

    field: str
    code: str


def is_keepable(text: str) -> bool:
    """Whether a text may be kept: no control signs but tab and line ends, no lone halves of letters, no
    override of the writing direction, nothing hidden. Joiners and marks of direction are spelling."""
    return all(map(_is_keepable, text))


def _is_keepable(letter: str) -> bool:
    if letter in "\t\n\r":
        return True
    is_hidden = any(first <= ord(letter) <= last for first, last in _HIDDEN)
    return not (is_hidden or letter in _OVERRIDES or unicodedata.category(letter) in {"Cc", "Cs"})


def faults_of(
    kind: str,
    text: Mapping[str, str],
    options: Sequence[Option],
    definition: Mapping,
    language: str,
    *,
    beside: Mapping[str, str] | None = None,
) -> Iterator[Fault]:
    """What is wrong with a question whose course is written in ``language``; nothing if it can be asked.

    ``beside`` are its other texts (explanation, what the picture shows) by the names of their fields.
    """
    asked = kind_of(kind)
    yield from _faults_of_texts({f"text_{name}": words for name, words in text.items()} | dict(beside or {}))
    if not all(is_keepable(words) for option in options for words in option.text.values() if words):
        yield Fault("", "bad_character")
    if not asked.has_own_words and _are_alike(kind, options, definition):
        yield Fault("", "choices_alike")
    if not text.get(language):
        yield Fault(f"text_{language}", "words_missing")
    if not asked.has_own_words and not all(option.text.get(language) for option in options):
        yield Fault("", "choice_words_missing")
    right = [option.code for option in options if option.is_right]
    if fault := asked.fault([option.code for option in options], right, definition):
        yield Fault("", fault)
    elif not asked.is_written_in(definition, language):
        yield Fault(f"accepted_{language}", "accepted_missing")
    if kind == "blanks":
        yield from _faults_of_gaps(text, definition)


def _faults_of_texts(texts: Mapping[str, str]) -> Iterator[Fault]:
    for field, words in texts.items():
        if len(words or "") > LONGEST:
            yield Fault(field, "text_too_long")
        elif words and not is_keepable(words):
            yield Fault(field, "bad_character")


def _are_alike(kind: str, options: Sequence[Option], definition: Mapping) -> bool:
    """Whether two choices that a learner must tell apart say the same in one language.

    Both sides of a pair may; areas of a picture have their numbers.
    """
    if kind == "hotspot":
        return False
    left = pairs_of(definition) if kind == "matching" else {}
    said = [
        (option.code in left, language, " ".join(words.split()))
        for option in options
        for language, words in option.text.items()
        if words
    ]
    return len(set(said)) < len(said)


def _faults_of_gaps(text: Mapping[str, str], definition: Mapping) -> Iterator[Fault]:
    """The text of each language has every gap once, and no other."""
    gaps = sorted(definition.get("gaps", {}))
    for language, words in text.items():
        if words and sorted(gaps_in(words)) != gaps:
            yield Fault(f"text_{language}", "gaps_differ")
