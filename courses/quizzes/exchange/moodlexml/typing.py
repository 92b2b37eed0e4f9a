"""Questions of Moodle XML that are answered by typing. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..report import Refused
from ..weights import accepted, explanation, number
from .element import Element
from .extension import LANG

Fields = dict[str, object]
_WORD_LIMITS = (("least", "minwordlimit"), ("most", "maxwordlimit"))


def shortanswer(element: Element) -> Fields:
    """Raises Refused, as all of these do."""
    text = element.asked_words()
    answers = element.answers(is_plain=True)
    by_language: dict[str, list[str]] = {}
    named = {node.line for node in element.node.all("answer") if node.get(LANG)}
    for answer in accepted(answers, element.report):
        for language, word in _in_all(answer.text, text, is_named=answer.line in named).items():
            if word not in by_language.setdefault(language, []):
                by_language[language].append(word)
    return {
        "kind": "short",
        "text": text,
        "definition": {"accepted": by_language},
        "explanation": explanation(element.general(), answers, element.report),
    }


def _in_all(words: Mapping[str, str], text: Mapping[str, str], *, is_named: bool) -> Mapping[str, str]:
    """A text that names no language is accepted in each the question is asked in."""
    if is_named or len(words) != 1:
        return words
    return dict.fromkeys(text, next(iter(words.values()))) or words


def numerical(element: Element) -> Fields:
    answers = element.answers(is_plain=True)
    definition = number(answers, element.report)
    units = element.node.child("units")
    for place, unit in enumerate(units.all("unit") if units else ()):
        name = unit.value("unit_name")
        if place:
            element.report.lost("further_unit", name, unit.line)
        elif name:
            definition["unit"] = name
    said = explanation(element.general(), answers, element.report)
    return {"kind": "numerical", "definition": definition, "explanation": said}


def essay(element: Element) -> Fields:
    node, definition = element.node, {}
    if node.value("responseformat") == "noinline":
        raise Refused("answer_by_file", "responseformat: noinline")
    for name, limit in _WORD_LIMITS:
        value = node.value(limit)
        if re.fullmatch("[0-9]{1,5}", value):
            definition[name] = int(value)
        elif value:
            element.report.lost("setting", f"{limit}: {value}")
    if model := element.words(node.child("graderinfo")):
        definition["model"] = model
    return {"kind": "essay", "definition": definition, "explanation": element.general()}
