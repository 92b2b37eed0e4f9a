"""Questions of Moodle XML that are answered by choosing, ordering, matching or pointing. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..codes import choice_codes
from ..model import ChoiceSource
from ..pictures import NoPicture, picture_from_base64
from ..report import Refused
from ..weights import Answer, all_right, explanation, one_right, plain_number
from .element import Element
from .extension import AREA, CODE, HEIGHT, NAME, ORDER, PARTIAL, SEVERAL, WIDTH
from .tree import Node

Fields = dict[str, object]
_YES = {"true", "1"}
_SHAPES = {"circle": "circle", "rectangle": "rect", "polygon": "poly"}


def multichoice(element: Element) -> Fields:
    """Raises Refused, as all of these do."""
    answers = element.answers()
    if element.node.value("single", "true").lower() in _YES:
        right, kind, definition = one_right(answers, element.report), "single", {}
    else:
        is_partial = element.node.get(PARTIAL) != "no"
        right, kind = all_right(answers, element.report, is_partial=is_partial), "multiple"
        definition = {"partial": True} if is_partial else {}
    return {**_choosing(element, answers, right), "kind": kind, "definition": definition}


def multichoiceset(element: Element) -> Fields:
    """A plug-in's multiple choice that earns all or nothing."""
    answers = element.answers()
    right = [answer.weight > 0 for answer in answers]
    if not any(right):
        raise Refused("no_right_choice")
    return {**_choosing(element, answers, right), "kind": "multiple"}


def _choosing(element: Element, answers: Sequence[Answer], right: Sequence[bool]) -> Fields:
    codes = choice_codes([answer.code for answer in answers])
    choices = tuple(
        ChoiceSource(code, answer.text, is_right)
        for code, answer, is_right in zip(codes, answers, right, strict=True)
    )
    _must_have_words(choices, answers)
    return {"choices": choices, "explanation": explanation(element.general(), answers, element.report)}


def _must_have_words(choices: Sequence[ChoiceSource], answers: Sequence[Answer]) -> None:
    for choice, answer in zip(choices, answers, strict=True):
        if not choice.text:
            raise Refused("choice_without_words", answer.raw, answer.line)


def truefalse(element: Element) -> Fields:
    answers = element.answers(is_plain=True)
    codes = [answer.raw.lower() for answer in answers]
    if sorted(codes) != ["false", "true"]:
        if len(answers) != 2:
            raise Refused("true_and_false", ", ".join(codes))
        # Old exports say the words of their language: true first, as Moodle itself reads them.
        element.report.note("true_first", ", ".join(answer.raw for answer in answers))
        codes = ["true", "false"]
    right = one_right(answers, element.report)
    choices = tuple(ChoiceSource(code, {}, is_right) for code, is_right in zip(codes, right, strict=True))
    said = explanation(element.general(), answers, element.report)
    return {"kind": "truefalse", "choices": choices, "explanation": said}


def matching(element: Element) -> Fields:
    left: list[tuple[str, dict]] = []
    right: list[tuple[str, dict]] = []
    pairs: list[tuple[int, int]] = []
    for node in element.node.all("subquestion"):
        answer = node.child("answer") or Node("answer", {}, node.line)
        other = (answer.get(CODE), element.words(answer))
        item = element.words(node)
        if not other[1]:
            raise Refused("pair_without_words", next(iter(item.values()), ""), node.line)
        if other not in right:
            right.append(other)
        if item:
            pairs.append((len(left), right.index(other)))
            left.append((node.get(CODE), item))
    if len(pairs) < 2:
        raise Refused("too_few_pairs", element.asked.inner)
    codes = choice_codes([code for code, _words in (*left, *right)])
    choices = [ChoiceSource(code, words) for code, (_code, words) in zip(codes, (*left, *right), strict=True)]
    return {
        "kind": "matching",
        "choices": _ordered(element, choices),
        "definition": {"pairs": {codes[item]: codes[len(left) + other] for item, other in pairs}},
        "explanation": element.general(),
    }


def _ordered(element: Element, choices: Sequence[ChoiceSource]) -> tuple[ChoiceSource, ...]:
    """In the order the file names, where it names every choice."""
    order = element.node.get(ORDER).split()
    if sorted(order) != sorted(choice.code for choice in choices):
        return tuple(choices)
    return tuple(sorted(choices, key=lambda choice: order.index(choice.code)))


def ordering(element: Element) -> Fields:
    answers, report = element.answers(), element.report
    if len(answers) < 2:
        raise Refused("too_few_choices", element.asked.inner)
    which = element.node.value("selecttype") or element.node.value("logical") or "ALL"
    if which.upper() not in {"ALL", "EXACT", "0"}:
        report.lost("subset", which)
    marking = element.node.value("gradingtype", "RELATIVE").upper()
    is_whole = marking == "ALL_OR_NOTHING"
    if not is_whole and marking not in {"ABSOLUTE_POSITION", "ABSOLUTE", "ABS"}:
        report.note("other_marking", marking)
    codes = choice_codes([answer.code for answer in answers])
    choices = tuple(ChoiceSource(code, answer.text) for code, answer in zip(codes, answers, strict=True))
    _must_have_words(choices, answers)
    for answer in answers:
        if any(answer.feedback.values()):
            report.lost("answer_feedback", next(iter(answer.feedback.values())), answer.line)
    return {
        "kind": "ordering",
        "choices": choices,
        "definition": {} if is_whole else {"partial": True},
        "explanation": element.general(),
    }


def ddmarker(element: Element) -> Fields:
    """Markers to be set on a picture: a hotspot, where there is one marker and a wrong place for it."""
    node = element.node
    drags, drops, wrong = (list(node.all(name)) for name in ("drag", "drop", AREA))
    if len(drags) != 1:
        raise Refused("several_markers", ", ".join(drag.inner for drag in drags), node.line)
    if not wrong:
        raise Refused("every_area_right", drags[0].inner, node.line)
    areas = [*drops, *wrong]
    text = element.asked_words()  # before the picture, which is not in the text
    _take_background(element, node.child("file"))
    codes = choice_codes([area.get(CODE) for area in areas])
    choices = [
        ChoiceSource(code, element.words(area.child(NAME)), area in drops)
        for code, area in zip(codes, areas, strict=True)
    ]
    definition = {
        "areas": {code: _area(area) for code, area in zip(codes, areas, strict=True)},
        **_size(node),
        "several": node.get(SEVERAL) == "yes",
        **({"partial": True} if node.get(PARTIAL) == "yes" else {}),
    }
    return {
        "kind": "hotspot",
        "text": text,
        "choices": _ordered(element, choices),
        "definition": definition,
        "explanation": element.general(),
    }


def _take_background(element: Element, file: Node | None) -> None:
    if file is None:
        raise Refused("picture_missing", line=element.node.line)
    try:
        found = picture_from_base64(file.get("name"), file.text)
    except NoPicture as fault:
        raise Refused(str(fault), file.get("name"), file.line) from None
    alt = element.words(file.child(NAME)) if file.child(NAME) else {}
    element.picture = type(found)(found.name, found.content, alt)


def _area(node: Node) -> dict[str, object]:
    """``322,213;10`` (circle), ``x,y;width,height`` (rectangle), ``x,y;x,y;…`` (polygon)."""
    shape = _SHAPES.get(node.value("shape").lower())
    coords = [_coordinate(part) for part in re.split("[,;]", node.value("coords"))]
    counts = {"circle": len(coords) == 3, "rect": len(coords) == 4, "poly": len(coords) >= 6}
    if shape is None or None in coords or not counts[shape] or (shape == "poly" and len(coords) % 2):
        raise Refused("area", f"{node.value('shape')} {node.value('coords')}", node.line)
    return {"shape": shape, "coords": coords}


def _coordinate(text: str) -> int | float | None:
    number = plain_number(text)
    if not number:
        return None
    return float(number) if "." in number else int(number)


def _size(node: Node) -> Mapping[str, int]:
    found = (("width", node.get(WIDTH)), ("height", node.get(HEIGHT)))
    return {name: int(value) for name, value in found if re.fullmatch("[1-9][0-9]{0,4}", value)}
