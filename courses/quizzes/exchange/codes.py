"""Codes for questions and choices that a file names in words, or not at all. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection

from anyascii import anyascii

from .report import Report

LONGEST = 80
_CODE = re.compile(r"[-a-zA-Z0-9_]{1,80}")


def is_code(text: str) -> bool:
    """Whether a text can be the code of a question or a choice as it stands."""
    return bool(_CODE.fullmatch(text))


def code_from(words: str) -> str:
    """A code that resembles words of any script; empty where they have no letter and no digit."""
    ascii_words = anyascii(words[: 4 * LONGEST]).lower()
    return re.sub(r"([^a-z0-9_]|__)+", "-", ascii_words).strip("-")[:LONGEST].strip("-")


class Codes:
    """Gives each code once."""

    def __init__(self):
        self._taken: set[str] = set()

    def give(self, wanted: str) -> str:
        """``wanted``, or where it is taken ``wanted-2``, ``wanted-3`` …"""
        code, number = wanted, 1
        while code in self._taken:
            number += 1
            tail = f"-{number}"
            code = wanted[: LONGEST - len(tail)] + tail
        self._taken.add(code)
        return code

    def take_back(self, code: str) -> None:
        """A code of a question that does not come in."""
        self._taken.discard(code)


def choice_codes(given: list[str]) -> list[str]:
    """A code for each choice: the given one where it is a code nobody else has, else its number."""
    codes, result = Codes(), []
    numbers = {str(place) for place in range(1, len(given) + 1)}
    for place, wanted in enumerate(given, start=1):
        if not is_code(wanted) or wanted in result:
            wanted = _free(str(place), {*given, *result}, numbers)
        result.append(codes.give(wanted))
    return result


def _free(wanted: str, taken: set[str], numbers: set[str]) -> str:
    """``wanted`` unless a given code is the same; then one that is nobody's number either."""
    if wanted not in taken:
        return wanted
    tail = 2
    while f"{wanted}-{tail}" in taken | numbers:
        tail += 1
    return f"{wanted}-{tail}"


def question_code(
    given: str, name: str, texts: Collection[str], number: int, codes: Codes, report: Report
) -> str:
    """The code of a question: the one given, or else made of its name, of its text, of its number.

    ``texts`` is the text in each language: a name that only begins one of them says nothing more.
    """
    made = (code_from(words) for words in (given, name, *texts))
    wanted = given if is_code(given) else next(filter(None, made), "")
    code = codes.give(wanted or f"question-{number}")
    report.question = code
    if given and code != given:
        report.note("code_changed", given)
    words = " ".join(name.split()).rstrip(".… ")
    is_beginning = any(" ".join(text.split()).startswith(words) for text in texts)
    if given and words != given and not is_beginning:
        report.note("name_left_out", name)
    return code
