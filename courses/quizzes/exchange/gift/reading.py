"""Reads GIFT. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...kinds.blanks import gaps_in
from ..codes import Codes, choice_codes, question_code
from ..decoding import MOST_QUESTIONS, decoded, unreadable
from ..labels import labels_of, tag_of_category
from ..model import ChoiceSource, QuestionSource, Reading
from ..report import Refused, Report
from ..weights import Answer, accepted, all_right, explanation, number, one_right
from .blocks import blocks
from .ordering import is_ordering, ordering
from .parts import MISSING, Answers, Parts, parts_of
from .signs import shown

_TRUTH = {"T": "true", "TRUE": "true", "F": "false", "FALSE": "false"}


def read(content: bytes, *, language: str) -> Reading:
    """The questions of a GIFT file, in any Unicode encoding or that of Windows. Raises UnreadableFile."""
    report, codes, questions, category = Report(), Codes(), [], ""
    for block in blocks(decoded(content, report, language=language)):
        if block.category:
            report.at(block.line).note("category", block.category)
            category = tag_of_category(block.category)
            continue
        number = len(questions) + 1
        if number > MOST_QUESTIONS:
            raise unreadable("too_many_questions", block.line)
        about = report.at(block.line, str(number))
        try:
            parts = parts_of(block)
            found = _question(parts, language, category, about, codes, number)
            questions.append(QuestionSource(line=block.line, **found))
        except Refused as refusal:
            codes.take_back(about.question)
            about.refused(refusal.code, refusal.detail, refusal.line)
    if not questions and not report.findings:
        report.refused("no_questions")
    return Reading(tuple(questions), tuple(report.findings))


def _question(
    parts: Parts, language: str, category: str, report: Report, codes: Codes, number: int
) -> dict[str, object]:
    """The fields of a question. Raises Refused."""
    answers = Answers(parts, language, report)
    text = answers.said(parts.text, parts.markup, report.line)
    words = text.get(language) or next(iter(text.values()), "")
    code = question_code(parts.mark("id"), parts.title, [words], number, codes, report)
    if parts.inside is None:
        report.kind = "description"
        raise Refused("description", words)
    if not words:
        raise Refused("no_text")
    general = answers.words(parts.general, parts.line, keeps_lines=True)
    found = _kind(parts, answers, text, general)
    tags = [*parts.tags(), *([category] if category else [])]
    common = {"code": code, "text": text, "source": parts.mark("source"), **labels_of(tags)}
    return {**common, **found}


def _kind(parts: Parts, answers: Answers, text: Mapping, general: Mapping) -> dict[str, object]:
    """Kind, choices, definition and explanation, and the text where the kind changes it."""
    inside, report = parts.inside.strip(), answers.report
    report.kind = _called(parts, inside)
    if not inside:
        return {"kind": "essay", "definition": _limits(parts), "explanation": dict(general)}
    match report.kind:
        case "numerical":
            return _numerical(parts, answers, general)
        case "ordering":
            return ordering(parts, answers, general)
        case "single" | "multiple":
            return _choosing(parts, answers, general)
        case "matching":
            return _matching(parts, answers, general)
        case "truefalse":
            return _truefalse(answers, general)
    return _typed(parts, answers, text, general)


def _called(parts: Parts, inside: str) -> str:
    """The kind of question that the signs between the braces mean."""
    if not inside:
        return "essay"
    if inside.startswith("#"):
        return "numerical"
    if is_ordering(inside):
        return "ordering"
    if "~" in inside:
        return "single" if "=" in inside else "multiple"
    if "=" in inside and "->" in inside:
        return "matching"
    if inside.split("#")[0].strip() in _TRUTH:
        return "truefalse"
    return "blanks" if parts.has_gap or parts.mark("kind") == "blanks" else "short"


def _choosing(parts: Parts, answers: Answers, general: Mapping) -> dict[str, object]:
    found = answers.choices()
    is_single, is_partial = "=" in parts.inside, parts.mark("partial") != "no"
    if is_single:
        right = one_right(found, answers.report)
    else:
        right = all_right(found, answers.report, is_partial=is_partial)
    codes = choice_codes(_codes(parts, len(found)))
    choices = tuple(
        ChoiceSource(code, answer.text, is_right)
        for code, answer, is_right in zip(codes, found, right, strict=True)
    )
    definition = {"partial": True} if is_partial and not is_single else {}
    return {
        "kind": "single" if is_single else "multiple",
        "choices": choices,
        "definition": definition,
        "explanation": explanation(general, found, answers.report),
    }


def _codes(parts: Parts, count: int) -> list[str]:
    """The codes a comment names, where they are as many as the choices."""
    named = parts.mark("codes").split()
    return named if len(named) == count else [""] * count


def _truefalse(answers: Answers, general: Mapping) -> dict[str, object]:
    truth, *feedback = answers.parts.inside.split("#", 2)
    right = _TRUTH[truth.strip()]
    wrong = "false" if right == "true" else "true"
    line, told = answers.parts.line, [answers.words(item.strip(), answers.parts.line) for item in feedback]
    wrong_words, right_words = (*told, {}, {})[:2]
    said = [
        Answer({}, 100, right, feedback=right_words, line=line),
        Answer({}, 0, wrong, feedback=wrong_words, line=line),
    ]
    return {
        "kind": "truefalse",
        "choices": tuple(ChoiceSource(code, {}, code == right) for code in ("true", "false")),
        "explanation": explanation(general, said, answers.report),
    }


def _matching(parts: Parts, answers: Answers, general: Mapping) -> dict[str, object]:
    left: list[dict] = []
    right: list[tuple[dict, bool]] = []
    pairs: list[tuple[int, int]] = []
    for _sign, raw, line in answers.each("="):
        item, arrow, other = raw.partition("->")
        if not arrow:
            raise Refused("no_arrow", shown(raw), line)
        words = {answers.language: shown(re.sub(r"\n+", " ", other)).strip()}
        if not words[answers.language]:
            raise Refused("no_arrow", shown(raw), line)
        place = next((place for place, found in enumerate(right) if found[0] == words), len(right))
        if place == len(right):
            right.append((words, True))
        if item := answers.words(item.strip(), line):
            pairs.append((len(left), place))
            left.append(item)
    if len(pairs) < 2:
        raise Refused("too_few_pairs", shown(parts.inside))
    codes = choice_codes(_codes(parts, len(left) + len(right)))
    texts = [*left, *(words for words, _used in right)]
    return {
        "kind": "matching",
        "choices": tuple(ChoiceSource(code, words) for code, words in zip(codes, texts, strict=True)),
        "definition": {"pairs": {codes[item]: codes[len(left) + other] for item, other in pairs}},
        "explanation": dict(general),
    }


def _numerical(parts: Parts, answers: Answers, general: Mapping) -> dict[str, object]:
    found = answers.numbers()
    definition = number(found, answers.report)
    if unit := parts.mark("unit"):
        definition["unit"] = unit
    said = explanation(general, found, answers.report)
    return {"kind": "numerical", "definition": definition, "explanation": said}


def _typed(parts: Parts, answers: Answers, text: Mapping, general: Mapping) -> dict[str, object]:
    """A short text; or a gap, where the text goes on after it."""
    found = answers.texts()
    variants = [word for answer in accepted(found, answers.report) for word in answer.text.values()]
    by_language = {answers.language: list(dict.fromkeys(variants))}
    said = explanation(general, found, answers.report)
    if answers.report.kind == "short":
        return {"kind": "short", "definition": {"accepted": by_language}, "explanation": said}
    if any(gaps_in(words) for words in text.values()):
        raise Refused("gap_sign_in_text", next(iter(text.values())))
    return {
        "kind": "blanks",
        "text": {name: _with_gap(words, has_gap=parts.has_gap) for name, words in text.items()},
        "definition": {"gaps": {"1": by_language}},
        "explanation": said,
    }


def _with_gap(words: str, *, has_gap: bool) -> str:
    return words.replace(MISSING, "{1}", 1) if has_gap else f"{words} {{1}}"


def _limits(parts: Parts) -> dict[str, int]:
    found = ((name, parts.mark(name)) for name in ("least", "most"))
    return {name: int(value) for name, value in found if re.fullmatch("[0-9]{1,4}", value)}
