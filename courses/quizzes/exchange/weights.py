"""Moodle gives each answer a share of the mark; here an answer is right or wrong. Pure.

What of the shares can be said is said by the kind of question; the rest is reported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation, localcontext

from ..kinds.numbers import CANONICAL
from .report import Refused, Report

FULL = Decimal(100)
# Shares that Moodle takes (100 / n), as it writes them.
SHARES = {1: "100", 2: "50", 3: "33.33333", 4: "25", 5: "20", 6: "16.66667", 7: "14.28571"}
SHARES |= {8: "12.5", 9: "11.11111", 10: "10", 20: "5"}
_CLOSE = Decimal("0.7")


@dataclass(frozen=True)
class Answer:
    """An answer as Moodle knows it: ``weight`` in per cent, ``raw`` as it stands in the file."""

    text: Mapping[str, str]
    weight: Decimal
    raw: str = ""
    code: str = ""
    feedback: Mapping[str, str] = field(default_factory=dict)
    tolerance: str = ""
    line: int = 0


def weight_of(text: str) -> Decimal:
    """A share in per cent; 0 where it is no number."""
    try:
        found = Decimal(text.strip().replace(",", ".") or "0")
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() and abs(found) <= FULL else Decimal(0)


def one_right(answers: Sequence[Answer], report: Report) -> list[bool]:
    """Which of the choices is the right one, of which one may be chosen. Raises Refused."""
    full = [answer for answer in answers if answer.weight >= FULL]
    if len(full) > 1:
        raise Refused("several_full_answers", full[1].raw, full[1].line)
    if not full:
        raise Refused("no_right_choice", line=answers[0].line if answers else 0)
    for answer in answers:
        if answer.weight and answer is not full[0]:
            report.lost("part_mark", f"{answer.weight} % {answer.raw}", answer.line)
    return [answer is full[0] for answer in answers]


def all_right(answers: Sequence[Answer], report: Report, *, is_partial: bool) -> list[bool]:
    """Which choices are right, of which any number may be chosen. Raises Refused.

    ``is_partial``: whether each earns its share; then what a wrong one costs counts too.
    """
    right = [answer.weight for answer in answers if answer.weight > 0]
    if not right:
        raise Refused("no_right_choice", line=answers[0].line if answers else 0)
    share = FULL / len(right)
    if any(abs(weight - share) > _CLOSE for weight in right):
        report.lost("weights", ", ".join(map(str, right)))
    wrong = {answer.weight for answer in answers if answer.weight <= 0}
    if is_partial and any(abs(weight + share) > _CLOSE for weight in wrong):
        report.note("wrong_choices_cost", ", ".join(map(str, sorted(wrong))))
    return [answer.weight > 0 for answer in answers]


def accepted(answers: Sequence[Answer], report: Report) -> list[Answer]:
    """The answers that earn everything and say one text. Raises Refused where none does."""
    kept = []
    for answer in answers:
        texts = {language: _unstarred(text) for language, text in answer.text.items()}
        if answer.weight < FULL:
            if answer.weight:
                report.lost("part_mark", f"{answer.weight} % {answer.raw}", answer.line)
        elif None in texts.values():
            report.lost("wildcard", answer.raw, answer.line)
        elif any(texts.values()):
            kept.append(replace(answer, text={name: text for name, text in texts.items() if text}))
    if not kept:
        raise Refused("nothing_accepted", answers[0].raw if answers else "")
    return kept


def number(answers: Sequence[Answer], report: Report) -> dict[str, str]:
    """Value and tolerance of a number. Raises Refused."""
    full = [answer for answer in answers if answer.weight >= FULL]
    if not full:
        raise Refused("nothing_accepted", answers[0].raw if answers else "")
    for answer in answers:
        if 0 < answer.weight < FULL:
            report.lost("part_mark", f"{answer.weight} % {answer.raw}", answer.line)
    for answer in full[1:]:
        report.lost("further_number", answer.raw, answer.line)
    first = full[0]
    definition = {"value": plain_number(_only(first))}
    if first.tolerance.strip():
        definition["tolerance"] = plain_number(first.tolerance)
    if "" in definition.values() or definition.get("tolerance", "").startswith("-"):
        raise Refused("no_number", first.raw, first.line)
    return definition


def middle(least: str, most: str) -> tuple[str, str]:
    """Value and tolerance of a range; two empty texts where an end of it is no number."""
    low, high = (plain_number(end) for end in (least, most))
    if not low or not high:
        return "", ""
    with localcontext() as exact:
        exact.prec = 60
        half = (Decimal(high) - Decimal(low)) / 2
        return _shortest(Decimal(low) + half), _shortest(half)


def plain_number(text: str) -> str:
    """A number as a definition holds it, of one as programs write it (``1e-3``, ``+.5``); or empty."""
    text = text.strip()
    if CANONICAL.fullmatch(text):
        return text
    if not re.fullmatch(r"[+-]?([0-9]{1,20}[.,]?[0-9]{0,20}|[.,][0-9]{1,20})([eE][+-]?[0-9]{1,2})?", text):
        return ""
    return _shortest(Decimal(text.replace(",", ".")))


def _shortest(number: Decimal) -> str:
    found = format(number, "f")
    found = found.rstrip("0").rstrip(".") if "." in found else found
    return found if CANONICAL.fullmatch(found) else ""


def explanation(general: Mapping[str, str], answers: Sequence[Answer], report: Report) -> dict[str, str]:
    """What is said after the attempt: the general feedback, or else that of the right answers.

    What is said of single answers has no other place, and is reported.
    """
    said = [answer for answer in answers if any(answer.feedback.values())]
    right = [answer for answer in said if answer.weight >= FULL]
    if not any(general.values()) and len(right) == 1:
        report.note("feedback_explains", _first(right[0].feedback), right[0].line)
        said.remove(right[0])
        general = right[0].feedback
    for answer in said:
        report.lost("answer_feedback", _first(answer.feedback), answer.line)
    return {language: text for language, text in general.items() if text}


def _unstarred(text: str) -> str | None:
    """A text without the backslashes before its asterisks; None where one stands for anything."""
    bare = text.replace("\\*", "")
    return None if "*" in bare else " ".join(text.replace("\\*", "*").split())


def _only(answer: Answer) -> str:
    return _first(answer.text).strip()


def _first(words: Mapping[str, str]) -> str:
    return next((text for text in words.values() if text), "")
