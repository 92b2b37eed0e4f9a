"""How each kind of question stands in Moodle XML. Pure."""

from __future__ import annotations

import base64
import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from ...kinds.blanks import GAP, gaps_in, gaps_of
from ...kinds.matching import pairs_of
from .. import multilang
from ..model import ChoiceSource, Picture, QuestionSource
from ..moodletext import html_of
from ..plain import html_from_plain
from ..report import Refused, Report
from ..weights import SHARES
from .cloze import embedded
from .extension import (
    ACCEPTED,
    AREA,
    CODE,
    GAPS,
    HEIGHT,
    LANG,
    NAME,
    ORDER,
    PARTIAL,
    SEVERAL,
    TEXT,
    WIDTH,
)
from .markup import element, leaf, worded

_HTML = {"format": "html"}
_SHAPES = {"circle": "circle", "rect": "rectangle", "poly": "polygon"}


@dataclass(frozen=True)
class Body:
    """What a kind writes: the type, its elements, attributes of the question, and its own text if the
    common one will not do. ``has_picture``: the picture stands among the elements."""

    type: str
    parts: Sequence[str]
    attributes: Mapping[str, object] = field(default_factory=dict)
    asked: str | None = None
    has_picture: bool = False


def with_picture(text: Mapping[str, str], picture: Picture | None, language: str) -> str:
    """The text of a question by language, each followed by the picture with its alternative there."""
    shown = {name: html_from_plain(words) for name, words in text.items() if words}
    if picture is None:
        return multilang.spans(shown, language)
    named = {**shown, **{name: shown.get(name, "") for name, alt in picture.alt.items() if alt}}
    return multilang.spans(
        {name: f"{words} {image(picture, name)}".strip() for name, words in named.items()}, language
    )


def image(picture: Picture, language: str) -> str:
    alt = html.escape(picture.alt.get(language) or "").replace("{", "&#123;")
    return f'<img src="@@PLUGINFILE@@/{quote(picture.name)}" alt="{alt}">'


def _answer(choice: ChoiceSource, fraction: str, language: str) -> str:
    if not any(choice.text.values()):
        raise Refused("choice_without_words", choice.code)
    attributes = {"fraction": fraction, **_HTML, CODE: choice.code}
    return worded("answer", html_of(choice.text, language), attributes=attributes)


def _single(question: QuestionSource, language: str, report: Report) -> Body:
    answers = [_answer(choice, "100" if choice.is_right else "0", language) for choice in question.choices]
    return Body("multichoice", [*_choosing("true"), *answers])


def _choosing(single: str) -> list[str]:
    return [leaf("single", single), leaf("shuffleanswers", "true"), leaf("answernumbering", "abc")]


def _multiple(question: QuestionSource, language: str, report: Report) -> Body:
    """With partial credit a wrong choice takes away what a right one gives; without it, everything."""
    count = sum(choice.is_right for choice in question.choices) or 1
    share = SHARES.get(count) or f"{100 / count:.5f}"
    is_partial = question.definition.get("partial") is True
    cost = share if is_partial else "100"
    if not is_partial:
        report.note("all_or_nothing")
    if count not in SHARES:
        report.note("share_unknown_there", f"{share} %")
    answers = [
        _answer(choice, share if choice.is_right else f"-{cost}", language) for choice in question.choices
    ]
    return Body("multichoice", [*_choosing("false"), *answers], {} if is_partial else {PARTIAL: "no"})


def _truefalse(question: QuestionSource, language: str, report: Report) -> Body:
    return Body(
        "truefalse",
        [
            worded("answer", choice.code, attributes={"fraction": "100" if choice.is_right else "0"})
            for choice in question.choices
        ],
    )


def _matching(question: QuestionSource, language: str, report: Report) -> Body:
    choices = {choice.code: choice for choice in question.choices}
    pairs = pairs_of(question.definition)
    if not {*pairs, *pairs.values()} <= set(choices):
        raise Refused("pair_unknown")
    left = [code for code in choices if code in pairs]
    used = list(dict.fromkeys(pairs[code] for code in left))
    alone = [code for code in choices if code not in pairs and code not in used]
    parts = [_pair(choices[code], choices[pairs[code]], language) for code in left]
    parts += [_pair(None, choices[code], language) for code in alone]
    order = [*left, *used, *alone]
    is_usual = order == list(choices)
    return Body(
        "matching", [leaf("shuffleanswers", "true"), *parts], {} if is_usual else {ORDER: " ".join(choices)}
    )


def _pair(left: ChoiceSource | None, right: ChoiceSource, language: str) -> str:
    if not any(right.text.values()) or (left and not any(left.text.values())):
        raise Refused("pair_without_words", right.code)
    answer = worded("answer", html_of(right.text, language), attributes={CODE: right.code})
    words = html_of(left.text, language) if left else ""
    return worded("subquestion", words, answer, attributes={**_HTML, CODE: left.code if left else ""})


def _ordering(question: QuestionSource, language: str, report: Report) -> Body:
    is_partial = question.definition.get("partial") is True
    settings = [
        leaf("layouttype", "VERTICAL"),
        leaf("selecttype", "ALL"),
        leaf("selectcount", len(question.choices)),
        leaf("gradingtype", "ABSOLUTE_POSITION" if is_partial else "ALL_OR_NOTHING"),
        leaf("showgrading", "SHOW"),
        leaf("numberingstyle", "none"),
    ]
    items = [_answer(choice, str(place), language) for place, choice in enumerate(question.choices, start=1)]
    return Body("ordering", [*settings, *items])


def _numerical(question: QuestionSource, language: str, report: Report) -> Body:
    definition = question.definition
    tolerance = definition.get("tolerance")
    inner = [leaf("tolerance", tolerance)] if tolerance else []
    parts = [worded("answer", str(definition.get("value") or ""), *inner, attributes={"fraction": "100"})]
    if unit := str(definition.get("unit") or ""):
        named = element("unit", leaf("multiplier", "1"), leaf("unit_name", unit))
        parts += [element("units", named), leaf("unitgradingtype", "0"), leaf("showunits", "0")]
    return Body("numerical", parts)


def _short(question: QuestionSource, language: str, report: Report) -> Body:
    accepted = question.definition.get("accepted") or {}
    answers = [
        worded("answer", text.replace("*", "\\*"), attributes={"fraction": "100", LANG: name})
        for name, texts in accepted.items()
        for text in texts
    ]
    if not answers:
        raise Refused("nothing_accepted")
    return Body("shortanswer", [leaf("usecase", "0"), *answers])


def _essay(question: QuestionSource, language: str, report: Report) -> Body:
    definition = question.definition
    parts = [leaf("responseformat", "editor"), leaf("responserequired", "1"), leaf("attachments", "0")]
    parts += [
        leaf(limit, definition[name])
        for name, limit in (("least", "minwordlimit"), ("most", "maxwordlimit"))
        if name in definition
    ]
    model = html_of(definition.get("model") or {}, language)
    return Body("essay", [*parts, worded("graderinfo", model, attributes=_HTML)])


def _blanks(question: QuestionSource, language: str, report: Report) -> Body:
    """Moodle cannot have gaps in several languages: the others stand in the extension."""
    gaps = gaps_of(question.definition)
    text = {name: words for name, words in question.text.items() if words}
    for words in text.values():
        if sorted(gaps_in(words), key=int) != list(gaps):
            raise Refused("gaps_differ", words)
    base = language if language in text else next(iter(text))
    further = [
        leaf(TEXT, words, {"lang": name, "alt": question.picture.alt.get(name) if question.picture else ""})
        for name, words in text.items()
        if name != base
    ]
    if further:
        report.note("only_here", ", ".join(name for name in text if name != base))
    named = [
        leaf(ACCEPTED, word, {"gap": gap, "lang": name})
        for gap, accepted in gaps.items()
        for name, words in accepted.items()
        for word in words
        if set(accepted) != {base}
    ]
    order = gaps_in(text[base])
    attributes = {} if order == [str(place + 1) for place in range(len(order))] else {GAPS: " ".join(order)}
    return Body("cloze", [*further, *named], attributes, _with_gaps(question, base, language, gaps))


def _with_gaps(question: QuestionSource, base: str, language: str, gaps: Mapping[str, Mapping]) -> str:
    parts = GAP.split(question.text[base])
    shown = [
        html_from_plain(part) if place % 2 == 0 else _gap(gaps[part]) for place, part in enumerate(parts)
    ]
    words = "".join(shown)
    if question.picture:
        words = f"{words} {image(question.picture, base)}"
    return multilang.spans({base: words}, language)


def _gap(accepted: Mapping[str, Sequence[str]]) -> str:
    words = list(dict.fromkeys(word for texts in accepted.values() for word in texts))
    if not words:
        raise Refused("nothing_accepted")
    return embedded(words)


def _hotspot(question: QuestionSource, language: str, report: Report) -> Body:
    """A marker to be set on each right area; Moodle knows no wrong ones, and so shows none."""
    definition, picture = question.definition, question.picture
    areas = definition.get("areas") or {}
    if picture is None or not all(choice.code in areas for choice in question.choices):
        raise Refused("picture_missing" if picture is None else "area")
    right = [choice for choice in question.choices if choice.is_right]
    wrong = [choice for choice in question.choices if not choice.is_right]
    report.note("only_here", ", ".join(choice.code for choice in wrong))
    drag = element("drag", leaf("no", 1), leaf("text", "✓"), leaf("noofdrags", len(right)))
    drops = [_drop(choice, areas[choice.code], place, language) for place, choice in enumerate(right, 1)]
    others = [_drop(choice, areas[choice.code], 0, language) for choice in wrong]
    alt = worded(NAME, html_of(picture.alt, language)) if any(picture.alt.values()) else ""
    file = {"name": picture.name, "encoding": "base64"}
    content = base64.b64encode(picture.content).decode()
    order = " ".join(choice.code for choice in question.choices)
    return Body(
        "ddmarker",
        [element("file", content, alt, attributes=file), drag, *drops, *others],
        {
            **({} if question.choices == (*right, *wrong) else {ORDER: order}),
            WIDTH: definition.get("width"),
            HEIGHT: definition.get("height"),
            SEVERAL: "yes" if definition.get("several") else "",
            PARTIAL: "yes" if definition.get("partial") else "",
        },
        with_picture(question.text, None, language),
        has_picture=True,
    )


def _drop(choice: ChoiceSource, area: Mapping, place: int, language: str) -> str:
    coords = list(area.get("coords") or ())
    shape = str(area.get("shape"))
    if shape not in _SHAPES or not coords:
        raise Refused("area", choice.code)
    if shape == "circle":
        said = f"{coords[0]},{coords[1]};{coords[2]}"
    else:
        said = ";".join(f"{x},{y}" for x, y in zip(coords[::2], coords[1::2], strict=True))
    inner = [leaf("shape", _SHAPES[shape]), leaf("coords", said)]
    if any(choice.text.values()):
        inner.append(worded(NAME, html_of(choice.text, language)))
    if not place:
        return element(AREA, *inner, attributes={CODE: choice.code})
    return element("drop", leaf("no", place), *inner, leaf("choice", 1), attributes={CODE: choice.code})


WRITERS: dict[str, Callable[[QuestionSource, str, Report], Body]] = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _truefalse,
    "matching": _matching,
    "ordering": _ordering,
    "numerical": _numerical,
    "short": _short,
    "blanks": _blanks,
    "essay": _essay,
    "hotspot": _hotspot,
}
