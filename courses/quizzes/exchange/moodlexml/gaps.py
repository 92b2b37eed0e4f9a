"""Questions of Moodle XML with gaps in their text: cloze, gapselect, ddwtos. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...kinds.blanks import MOST, gaps_in
from ..codes import choice_codes
from ..model import ChoiceSource
from ..plain import LONGEST
from ..report import Refused
from ..weights import accepted, explanation, number, one_right
from .cloze import Gap, gaps_of_text
from .element import Element
from .extension import ACCEPTED, GAPS, TEXT
from .tree import Node

Fields = dict[str, object]
Accepted = dict[str, dict[str, list[str]]]
MISSING = "_____"
_SLOT = re.compile(r"\[\[([1-9][0-9]{0,2})\]\]")


def cloze(element: Element) -> Fields:
    """Raises Refused, as all of these do."""
    asked = element.asked
    line = (asked.child("text") or asked).line
    if len(asked.inner) > LONGEST:
        raise Refused("text_too_long", asked.inner[:200], line)
    html, found = gaps_of_text(asked.inner, element.language, line)
    if not found:
        raise Refused("no_gaps", asked.inner, line)
    if len(found) == 1 and found[0].kind == "choice":
        return _one_choice(element, html, found[0])
    text = element.asked_words(html)
    _report_shares(element, found)
    texts = [_accepted(element, gap) for gap in found]
    return {
        "kind": "blanks",
        **_gaps(element, text, texts),
        "explanation": element.general(),
    }


def _one_choice(element: Element, html: str, gap: Gap) -> Fields:
    """A text with one gap to choose for is a single choice."""
    right = one_right(gap.answers, element.report)
    if len(gap.answers) < 2:
        raise Refused("too_few_choices", gap.raw)
    codes = choice_codes([""] * len(gap.answers))
    return {
        "kind": "single",
        "text": element.asked_words(html.replace("{1}", MISSING, 1)),
        "choices": tuple(
            ChoiceSource(code, answer.text, is_right)
            for code, answer, is_right in zip(codes, gap.answers, right, strict=True)
        ),
        "explanation": explanation(element.general(), gap.answers, element.report),
    }


def _report_shares(element: Element, found: Sequence[Gap]) -> None:
    if len({gap.mark for gap in found}) > 1:
        element.report.lost("weights", ", ".join(gap.mark for gap in found))
    for gap in found:
        line = gap.answers[0].line if gap.answers else 0
        if gap.kind == "several":
            raise Refused("gap_kind", gap.raw, line)
        if gap.kind == "cased":
            element.report.lost("setting", f"usecase: {gap.raw}", line)
        if gap.kind == "choice":
            element.report.lost("options", gap.raw, line)
        for answer in gap.answers:
            if any(answer.feedback.values()):
                element.report.lost("answer_feedback", next(iter(answer.feedback.values())), answer.line)


def _accepted(element: Element, gap: Gap) -> list[str]:
    if gap.kind == "numerical":
        found = number(gap.answers, element.report)
        if found.get("tolerance", "0").strip("0."):
            element.report.lost("tolerance", gap.raw, gap.answers[0].line)
        return [found["value"]]
    if gap.kind == "choice":
        return [
            next(iter(answer.text.values()))
            for answer, is_right in zip(gap.answers, one_right(gap.answers, element.report), strict=True)
            if is_right
        ]
    return [word for answer in accepted(gap.answers, element.report) for word in answer.text.values()]


def _gaps(element: Element, text: Mapping[str, str], texts: Sequence[list[str]]) -> Fields:
    """Text and definition, with one number for each gap in whatever language."""
    numbers = _numbers(element, len(texts))
    seen = {language: gaps_in(words) for language, words in text.items()}
    if len(texts) > MOST * max(1, len(text)):
        raise Refused("too_many_gaps", str(len(texts)))
    own = [str(place) for place in range(1, len(texts) + 1)]
    if all(sorted(found) == sorted(own) for found in seen.values()):
        gaps = {numbers[place]: dict.fromkeys(text, words) for place, words in enumerate(texts)}
        renumbered = {
            name: _renumbered(words, dict(zip(own, numbers, strict=True))) for name, words in text.items()
        }
        return _with_extension(element, renumbered, gaps)
    # Each language has gaps of its own: the first ones belong together, and so on.
    if sorted(name for found in seen.values() for name in found) != sorted(own):
        raise Refused("gap_sign_in_text", next(iter(text.values()), ""))
    counts = {len(found) for found in seen.values()}
    if len(counts) != 1:
        raise Refused("gaps_differ", ", ".join(seen))
    gaps = {
        str(place + 1): {language: texts[int(found[place]) - 1] for language, found in seen.items()}
        for place in range(counts.pop())
    }
    orders = {name: {gap: str(place) for place, gap in enumerate(found, 1)} for name, found in seen.items()}
    return {
        "text": {name: _renumbered(words, orders[name]) for name, words in text.items()},
        "definition": {"gaps": _sorted(gaps)},
    }


def _numbers(element: Element, count: int) -> list[str]:
    """The numbers of the gaps as the file names them, else in their order."""
    named = element.node.get(GAPS).split()
    is_good = len(set(named)) == count == len(named) and all(re.fullmatch("[1-9][0-9]?", n) for n in named)
    return named if is_good else [str(place) for place in range(1, count + 1)]


def _renumbered(words: str, numbers: Mapping[str, str]) -> str:
    return re.sub(r"\{([1-9][0-9]?)\}", lambda found: f"{{{numbers.get(found[1], found[1])}}}", words)


def _with_extension(element: Element, text: dict[str, str], gaps: Accepted) -> Fields:
    """With the further languages that only we write: their texts, and which words are theirs."""
    further = list(element.node.all(TEXT))
    named = list(element.node.all(ACCEPTED))
    alts = {node.get("lang"): node.get("alt") for node in further if node.get("alt")}
    if element.picture and alts:
        element.picture = replace(element.picture, alt={**element.picture.alt, **alts})
    for node in further:
        if sorted(gaps_in(node.text)) != sorted(gaps):
            raise Refused("gaps_differ", node.text, node.line)
        text[node.get("lang")] = node.text
    if named:
        gaps = {gap: _by_language(gap, words, named) for gap, words in gaps.items()}
    return {"text": text, "definition": {"gaps": _sorted(gaps)}}


def _by_language(gap: str, words: Mapping[str, list[str]], named: Sequence[Node]) -> dict[str, list[str]]:
    there = list(dict.fromkeys(word for texts in words.values() for word in texts))
    found: dict[str, list[str]] = {}
    for node in named:
        if node.get("gap") == gap and node.text in there:
            found.setdefault(node.get("lang"), []).append(node.text)
    rest = [word for word in there if not any(word in texts for texts in found.values())]
    if rest:
        language = next(iter(words))
        found[language] = [*found.get(language, []), *rest]
    return found


def _sorted(gaps: Accepted) -> Accepted:
    return {gap: gaps[gap] for gap in sorted(gaps, key=int)}


def gapselect(element: Element) -> Fields:
    """Gaps for which an option is chosen: ``[[2]]`` is filled by the second option."""
    node = element.node
    options = [*node.all("selectoption"), *node.all("dragbox")]
    raw = element.asked.inner
    slots = list(dict.fromkeys(_SLOT.findall(raw)))
    if not slots:
        raise Refused("no_gaps", raw, element.asked.line)
    if any(int(slot) > len(options) for slot in slots):
        raise Refused("gap_without_option", raw, element.asked.line)
    if len(slots) == 1:
        return _one_slot(element, raw, slots[0], options)
    text = element.asked_words(raw)
    found = {language: _SLOT.findall(words) for language, words in text.items()}
    if any(gaps_in(words) for words in text.values()):
        raise Refused("gap_sign_in_text", raw)
    if any(len(set(each)) != len(each) or set(each) != set(slots) for each in found.values()):
        raise Refused("gaps_differ", raw)
    unused = [option.inner for place, option in enumerate(options, 1) if str(place) not in slots]
    element.report.lost("options", ", ".join(unused) or ", ".join(option.inner for option in options))
    numbers = {slot: str(place) for place, slot in enumerate(slots, 1)}
    return {
        "kind": "blanks",
        "text": {
            name: _SLOT.sub(lambda slot: f"{{{numbers[slot[1]]}}}", words) for name, words in text.items()
        },
        "definition": {
            "gaps": {numbers[slot]: _of_option(element, options[int(slot) - 1], text) for slot in slots}
        },
        "explanation": element.general(),
    }


def _of_option(element: Element, option: Node, text: Mapping[str, str]) -> dict[str, list[str]]:
    words = element.words(option)
    if not words:
        raise Refused("choice_without_words", line=option.line)
    first = next(iter(words.values()))
    return {language: [words.get(language, first)] for language in text}


def _one_slot(element: Element, raw: str, slot: str, options: Sequence[Node]) -> Fields:
    right = options[int(slot) - 1]
    group = [option for option in options if option.value("group") == right.value("group")]
    if len(group) < 2:
        raise Refused("too_few_choices", raw)
    codes = choice_codes([""] * len(group))
    return {
        "kind": "single",
        "text": element.asked_words(_SLOT.sub(MISSING, raw)),
        "choices": tuple(
            ChoiceSource(code, element.words(option), option is right)
            for code, option in zip(codes, group, strict=True)
        ),
        "explanation": element.general(),
    }
