"""What is wrong with a question as a whole, whether a form or a file brings it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .kinds import kind_of
from .kinds.blanks import gaps_in


class Option(NamedTuple):
    """A choice, with its words by language."""

    code: str
    is_right: bool
    text: Mapping[str, str]


class Fault(NamedTuple):
    """``field`` is the form's name of what is wrong, empty for the question; ``code`` is a reason."""

    field: str
    code: str


def faults_of(
    kind: str, text: Mapping[str, str], options: Sequence[Option], definition: Mapping, language: str
) -> Iterator[Fault]:
    """What is wrong with a question whose course is written in ``language``; nothing if it can be asked."""
    asked = kind_of(kind)
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


def _faults_of_gaps(text: Mapping[str, str], definition: Mapping) -> Iterator[Fault]:
    """The text of each language has every gap once, and no other."""
    gaps = sorted(definition.get("gaps", {}))
    for language, words in text.items():
        if words and sorted(gaps_in(words)) != gaps:
            yield Fault(f"text_{language}", "gaps_differ")
