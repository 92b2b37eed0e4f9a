"""What each kind of question says in ``questions.yaml``: its facts once, and in every language its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from courses.quizzes.api import QuestionKind, Unreadable, canonical_number, gaps_in, read_definition

from .fields import Fields, as_code, as_text
from .marked import Marked
from .model import QuestionSource
from .problems import Report

TRUE, FALSE = "true", "false"
MOST_GAPS = 20
MOST_WORDS = 5000


@dataclass
class KindFacts:
    """Choices in order, those that are right, and what else marking needs."""

    choices: tuple[str, ...] = ()
    right: frozenset[str] = frozenset()
    definition: dict[str, object] = field(default_factory=dict)


def read_kind(fields: Fields, kind: str) -> KindFacts:
    return _FACTS[kind](fields)


def _true_or_false(fields: Fields) -> KindFacts:
    if fields.take("choices", is_required=False):
        fields.report.problem(
            fields.line_of("choices"), "a true or false question has no “choices” of its own"
        )
    return KindFacts((TRUE, FALSE), frozenset({TRUE if fields.flag("right") else FALSE}))


def _single(fields: Fields) -> KindFacts:
    found = _chosen(fields)
    if len(found.right) > 1:
        fields.report.problem(fields.line_of("right"), "a single choice question has one right choice")
    return found


def _multiple(fields: Fields) -> KindFacts:
    found = _chosen(fields)
    found.definition = _partial(fields)
    return found


def _chosen(fields: Fields) -> KindFacts:
    choices = _choices(fields)
    right = fields.codes("right")
    for code, line in right.items():
        if code not in choices:
            fields.report.problem(line, f"“{code}” is right, but it is none of the choices")
    return KindFacts(choices, frozenset(right))


def _choices(fields: Fields) -> tuple[str, ...]:
    choices = fields.codes("choices")
    if len(choices) == 1:
        fields.report.problem(fields.line_of("choices"), "a question has at least two choices")
    return tuple(choices)


def _partial(fields: Fields) -> dict[str, object]:
    return {"partial": True} if fields.flag("partial", default=False) else {}


def _ordering(fields: Fields) -> KindFacts:
    """The choices stand in their right order."""
    return KindFacts(choices=_choices(fields), definition=_partial(fields))


def _matching(fields: Fields) -> KindFacts:
    """``pairs`` is left code → right code; ``others`` are right sides that belong to nothing."""
    found = fields.take("pairs")
    pairs: dict[str, str] = {}
    others = fields.codes("others", is_required=False)
    if found is None or not isinstance(found.value, dict):
        if found is not None:
            fields.report.problem(found.line, "“pairs” must be names and values (left: right)")
        return KindFacts()
    for left, right in found.value.items():
        name = as_code(Marked(left, right.key_line), "pairs", fields.report, 60)
        pairs[name] = as_code(right, "pairs", fields.report, 60)
    if len(pairs) < 2:
        fields.report.problem(found.line, "a question has at least two pairs")
    rights = dict.fromkeys([*pairs.values(), *others])
    for code in rights:
        if code and code in pairs:
            fields.report.problem(found.line, f"“{code}” stands on both sides of the pairs")
    return KindFacts(choices=(*pairs, *rights), definition={"pairs": pairs})


def _numerical(fields: Fields) -> KindFacts:
    unit = fields.text("unit", is_required=False, longest=20)
    definition = {
        "value": _number(fields, "value"),
        "tolerance": _number(fields, "tolerance", is_required=False),
        "unit": unit,
    }
    if definition["tolerance"].startswith("-"):
        fields.report.problem(fields.line_of("tolerance"), "“tolerance” must be 0 or more")
    return KindFacts(definition={name: text for name, text in definition.items() if text})


def _number(fields: Fields, name: str, *, is_required: bool = True) -> str:
    found = fields.take(name, is_required=is_required)
    if found is None:
        return ""
    number = canonical_number(found.value) if isinstance(found.value, str) else ""
    if not number:
        fields.report.problem(found.line, f"“{name}” must be a number, such as 15 or 0.1")
    return number


def _typed(fields: Fields) -> KindFacts:
    return KindFacts()


def _essay(fields: Fields) -> KindFacts:
    limits = {name: fields.number(name, low=0, high=MOST_WORDS, default=0) for name in ("least", "most")}
    if limits["most"] and limits["least"] > limits["most"]:
        fields.report.problem(fields.line_of("least"), "“least” must not be more than “most”")
    return KindFacts(definition={name: words for name, words in limits.items() if words})


def _hotspot(fields: Fields) -> KindFacts:
    """``areas`` is code → shape and pixels of the picture, ``rect 10 20 100 50``."""
    found = fields.take("areas")
    areas = found.value if found else {}
    if not isinstance(areas, dict):
        fields.report.problem(found.line, "“areas” must be names and values (code: rect 10 20 100 50)")
        areas = {}
    lines = [f"{code} = {item.value}" for code, item in areas.items()]
    flags = {name: fields.flag(name, default=False) for name in ("several", "partial")}
    right = fields.codes("right")
    for code, line in right.items():
        if code not in areas:
            fields.report.problem(line, f"“{code}” is right, but it is none of the areas")
    if len(right) > 1 and not flags["several"]:
        fields.report.problem(fields.line_of("right"), "several areas are right: say “several: true”")
    try:
        definition = read_definition("hotspot", {"areas": "\n".join(lines), **flags}, ())
    except Unreadable:
        line = found.line if found else fields.line
        fields.report.problem(
            line, "an area is a rect x y width height, a circle x y radius, or a poly x y x y x y …"
        )
        definition = {}
    return KindFacts(tuple(areas), frozenset(right), definition)


_FACTS: dict[str, Callable[[Fields], KindFacts]] = {
    QuestionKind.SINGLE: _single,
    QuestionKind.MULTIPLE: _multiple,
    QuestionKind.TRUEFALSE: _true_or_false,
    QuestionKind.ORDERING: _ordering,
    QuestionKind.MATCHING: _matching,
    QuestionKind.NUMERICAL: _numerical,
    QuestionKind.SHORT: _typed,
    QuestionKind.BLANKS: _typed,
    QuestionKind.ESSAY: _essay,
    QuestionKind.HOTSPOT: _hotspot,
}


def read_kind_words(fields: Fields, question: QuestionSource, text: str, report: Report) -> dict:
    """What a question of this kind says in one language beside text and explanation."""
    if question.kind == QuestionKind.SHORT:
        return {"choices": {}, "accepted": fields.texts("accepted", longest=200)}
    if question.kind == QuestionKind.BLANKS:
        return {"choices": {}, "gaps": _gaps(fields, question, text, report)}
    if question.kind == QuestionKind.ESSAY:
        return {"choices": {}, "model": fields.paragraphs("model", longest=5000)}
    has_none = question.kind in {QuestionKind.TRUEFALSE, QuestionKind.NUMERICAL}
    return {"choices": {} if has_none else _choice_words(fields, question, report)}


def _choice_words(fields: Fields, question: QuestionSource, report: Report) -> dict[str, str]:
    found = fields.take("choices")
    if found is None:
        return {}
    own = Fields(Marked(found.value, found.key_line), report)
    words = {code: own.text(code, longest=500) for code in question.choices}
    own.close()
    return words


def _gaps(fields: Fields, question: QuestionSource, text: str, report: Report) -> dict[str, tuple[str, ...]]:
    """Gap → its accepted texts. The text has each gap once, and every language the same gaps."""
    found = fields.take("gaps")
    there = sorted(gaps_in(text), key=int)
    line = fields.line_of("text")
    if not there or len(set(there)) != len(there) or len(there) > MOST_GAPS:
        report.problem(line, f"the text must have 1 to {MOST_GAPS} gaps, each once: {{1}}, {{2}} …")
    elif question.gaps and tuple(there) != question.gaps:
        report.problem(line, f"the text must have the gaps of the source: {', '.join(question.gaps)}")
    question.gaps = question.gaps or tuple(there)
    if found is None:
        return {}
    own = Fields(Marked(found.value, found.key_line), report)
    gaps = {gap: _variants(own, gap) for gap in dict.fromkeys(there)}
    own.close()
    return gaps


def _variants(own: Fields, gap: str) -> tuple[str, ...]:
    """One accepted text, or a list of them."""
    found = own.take(gap)
    if found is None:
        return ()
    items = found.value if isinstance(found.value, list) else [found]
    if not items:
        own.report.problem(found.line, f"“{gap}” is empty")
    return tuple(as_text(item, gap, own.report, 200) for item in items)
