"""One question as the cells of a row, so that ``rows.Reader`` reads the same question back. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace

from clikc.foundation.sheets import LONGEST_CELL, tidy_cell

from ... import definitions
from ...kinds.matching import pairs_of
from ..model import ChoiceSource, QuestionSource
from .cells import joined, paired
from .keys import plain_number, unmistakable
from .rows import Reader
from .sheet import Row
from .vocabulary import DIFFICULTIES, KIND_NAMES, TRUE_FALSE, YES_NO, written

Cells = dict[tuple[str, str], str]


def cells_of(question: QuestionSource, language: str) -> Cells:
    """(column, language) → what stands there. Kinds and other words of ours are in ``language``."""
    found: Cells = {
        ("code", ""): question.code,
        ("kind", ""): written(KIND_NAMES, question.kind, language),
        ("difficulty", ""): written(DIFFICULTIES, str(question.difficulty), language),
        ("tags", ""): _listed(question.tags),
        ("subjects", ""): _listed(question.subjects),
        ("source", ""): question.source,
    }
    for column, words in (("text", question.text), ("explanation", question.explanation)):
        found |= {(column, name): text for name, text in words.items()}
    found |= _key(question, language)
    return {place: tidy_cell(text)[:LONGEST_CELL] for place, text in found.items() if text}


def not_carried(question: QuestionSource, cells: Mapping, language: str) -> list[str]:
    """Names of the parts of a question that come back otherwise than they were."""
    back = Reader(Row(0, cells), language).question()
    if back is None:
        return ["question"]
    before = replace(question, line=0, picture=None, definition=_filled(question.definition))
    return [item.name for item in fields(before) if getattr(before, item.name) != getattr(back, item.name)]


def _filled(definition: Mapping) -> dict:
    numbers = {
        name: plain_number(str(definition[name])) for name in ("value", "tolerance") if name in definition
    }
    return {name: value for name, value in {**definition, **numbers}.items() if value}


def _key(question: QuestionSource, language: str) -> Cells:
    choices = question.choices
    if question.kind == "truefalse":
        right = next((choice.code for choice in choices if choice.is_right), "")
        return {("right", language): written(TRUE_FALSE, right, language)} if right in TRUE_FALSE else {}
    if question.kind == "matching":
        return _pairs(question)
    if question.kind == "ordering":
        codes = "\n".join(choice.code for choice in choices)
        return {**_by_language("order", choices), ("codes", ""): codes} | _partial(question, language)
    if choices:
        codes = "\n".join(f"{choice.code} *" if choice.is_right else choice.code for choice in choices)
        return (
            _by_language("right", [choice for choice in choices if choice.is_right])
            | _by_language("wrong", [choice for choice in choices if not choice.is_right])
            | {("codes", ""): codes}
            | _partial(question, language)
        )
    return _written_key(question)


def _partial(question: QuestionSource, language: str) -> Cells:
    is_partial = question.definition.get("partial") is True
    return {("partial", ""): written(YES_NO, "yes", language)} if is_partial else {}


def _by_language(column: str, choices: Iterable[ChoiceSource]) -> Cells:
    choices = list(choices)
    languages = dict.fromkeys(language for choice in choices for language in choice.text)
    return {
        (column, language): joined(choice.text.get(language, "") for choice in choices)
        for language in languages
    }


def _pairs(question: QuestionSource) -> Cells:
    pairs = pairs_of(question.definition)
    words = {choice.code: choice.text for choice in question.choices}
    lefts = [choice.code for choice in question.choices if choice.code in pairs]
    others = [choice for choice in question.choices if choice.code not in {*pairs, *pairs.values()}]
    languages = dict.fromkeys(
        language for left in lefts for code in (left, pairs[left]) for language in words.get(code, {})
    )
    codes = "\n".join(f"{code} = {pairs[code]}" if code in pairs else code for code in words)
    sides = {
        ("pairs", language): joined(
            paired(words[left].get(language, ""), words.get(pairs[left], {}).get(language, ""))
            for left in lefts
        )
        for language in languages
    }
    return sides | _by_language("wrong", others) | {("codes", ""): codes}


def _written_key(question: QuestionSource) -> Cells:
    """The key of a question that is answered by typing or by hand."""
    definition = question.definition
    if question.kind == "essay":
        model = definition.get("model")
        words = {("model", name): text for name, text in model.items()} if isinstance(model, Mapping) else {}
        return words | {
            (column, ""): str(definition[name])
            for name, column in (("least", "least_words"), ("most", "most_words"))
            if definition.get(name)
        }
    said = {name: str(text) for name, text in definitions.written(question.kind, definition).items()}
    found = {
        ("number", ""): unmistakable(said["value"]),
        ("tolerance", ""): unmistakable(said["tolerance"]),
        ("unit", ""): said["unit"],
    }
    return found | {
        ("accepted", name.removeprefix("accepted_")): text
        for name, text in said.items()
        if name.startswith("accepted_")
    }


def _listed(items: tuple[str, ...]) -> str:
    """One a line; a line feed after a single one says that its commas are its own."""
    return items[0] + "\n" if len(items) == 1 else "\n".join(items)
