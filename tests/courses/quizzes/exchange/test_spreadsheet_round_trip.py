"""Whatever a question says, a spreadsheet says it too, or its writer says what it cannot say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from clikc.foundation.sheets import tame, wild
from courses.quizzes.exchange import spreadsheet
from courses.quizzes.exchange.model import ChoiceSource, Level, Picture, QuestionSource
from courses.quizzes.exchange.spreadsheet.cells import items_of, joined, pair_of, paired
from courses.quizzes.exchange.spreadsheet.examples import EXAMPLES

LANGUAGES = ("en", "fr", "ar", "am", "pt-br")
# Letters of several scripts, and every sign that means something in a cell, a CSV or a workbook.
LETTERS = "abZé نصሰላ09 =+-@'\"\\*,;:|{}[]<>&%_x0041\n\t"
words = st.text(LETTERS, min_size=1, max_size=30).map(str.strip).filter(bool)
line = st.text(LETTERS[:-2], min_size=1, max_size=20).map(str.strip).filter(bool)
codes = st.text("abcXYZ019_-", min_size=1, max_size=12).filter(lambda code: code.strip("-"))
languages = st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=3, unique=True)


@st.composite
def questions(draw, kind: str) -> QuestionSource:
    spoken = draw(languages)
    by_language = lambda value: {name: draw(value) for name in spoken}  # noqa: E731
    choices, definition = draw(keys(kind, spoken))
    return QuestionSource(
        code=draw(codes),
        kind=kind,
        text=by_language(words),
        choices=choices,
        definition=definition,
        explanation=draw(st.just({}) | st.builds(dict, st.just(by_language(words)))),
        difficulty=draw(st.integers(1, 3)),
        tags=tuple(draw(st.lists(line, max_size=3, unique=True))),
        subjects=tuple(draw(st.lists(codes, max_size=2, unique=True))),
        source=draw(st.sampled_from(["", "https://example.org/a?b=1&c=2"])),
    )


@st.composite
def keys(draw, kind: str, spoken: list[str]):
    own = st.lists(codes, min_size=2, max_size=6, unique=True)
    text = lambda: {name: draw(words) for name in spoken}  # noqa: E731
    partial = draw(st.sampled_from([{}, {"partial": True}]))
    if kind in ("single", "multiple"):
        names = draw(own)
        most = 1 if kind == "single" else len(names)
        right = set(draw(st.lists(st.sampled_from(names), min_size=1, max_size=most, unique=True)))
        made = tuple(ChoiceSource(name, text(), name in right) for name in names)
        return made, partial if kind == "multiple" else {}
    if kind == "truefalse":
        right = draw(st.sampled_from(["true", "false"]))
        return tuple(ChoiceSource(name, {}, name == right) for name in ("true", "false")), {}
    if kind == "ordering":
        return tuple(ChoiceSource(name, text()) for name in draw(own)), partial
    if kind == "matching":
        names = draw(st.lists(codes, min_size=4, max_size=7, unique=True))
        lefts, rights = names[:2], names[2:]
        made = tuple(ChoiceSource(name, text()) for name in draw(st.permutations(names)))
        return made, {"pairs": {left: draw(st.sampled_from(rights)) for left in lefts}}
    if kind == "numerical":
        number = st.decimals(-99999, 99999, places=3, allow_nan=False).map(
            lambda value: format(value.normalize(), "f")
        )
        return (), {"value": draw(number), "tolerance": "0.5", "unit": draw(st.sampled_from(["%", "kg"]))}
    variants = st.sampled_from(["audit", "PCA", "نص عربي", "a=b", "=1+1", "x, y"])
    accepted = st.lists(variants, min_size=1, unique=True)
    if kind == "short":
        return (), {"accepted": {name: draw(accepted) for name in spoken}}
    if kind == "blanks":
        return (), {"gaps": {str(gap): {name: draw(accepted) for name in spoken} for gap in (1, 2)}}
    return (), {"least": draw(st.integers(1, 50)), "most": draw(st.integers(60, 900)), "model": text()}


@pytest.mark.parametrize("kind", sorted({example.kind for example in EXAMPLES}))
def test_every_kind_comes_back_as_it_was(kind):
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(questions(kind), min_size=1, max_size=3, unique_by=lambda item: item.code),
        st.sampled_from(LANGUAGES),
    )
    def comes_back(asked, language):
        said = spreadsheet.write(asked, language=language)
        back = spreadsheet.read(said.content, language=language)
        assert said.findings == ()
        assert [replace(item, line=0) for item in back.questions] == asked
        assert [item.line for item in back.questions] == list(range(2, len(asked) + 2))
        assert back.findings == ()

    comes_back()


@given(st.lists(st.text(LETTERS, max_size=12).map(str.strip), max_size=5))
def test_items_of_a_cell_come_back(items):
    assert items_of(joined(items)) == items


@given(st.just("") | line, st.just("") | line)
def test_sides_of_a_pair_come_back(left, right):
    assert pair_of(items_of(joined([paired(left, right)]))[0]) == (left, right)


@given(st.text("'=+-@\t\rab", max_size=6))
def test_no_text_is_a_formula_and_each_comes_back(text):
    assert not tame(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert wild(tame(text)) == text


def test_what_a_cell_cannot_say_is_said():
    long = replace(EXAMPLES[0], text={"en": "a" * 40_000})
    spaced = replace(EXAMPLES[0], code="spaced", text={"en": "  indented"})
    choices = (ChoiceSource("a", {"en": "A"}, True), ChoiceSource("b", {"en": "B"}), ChoiceSource("c"))
    unwritten = replace(EXAMPLES[0], code="unwritten", choices=choices)
    said = spreadsheet.write([long, spaced, unwritten], language="en")
    found = [(item.question, item.code, item.detail, item.level) for item in said.findings]
    assert found == [
        ("example-single", "not_carried", "text", Level.LOST),
        ("spaced", "not_carried", "text", Level.LOST),
    ]
    back = spreadsheet.read(said.content, language="en").questions
    assert back[2].choices == choices


def test_a_hotspot_is_refused_and_a_picture_reported():
    picture = Picture("lanes.png", b"a picture")
    hotspot = QuestionSource("where", "hotspot", {"en": "Where?"}, picture=picture)
    said = spreadsheet.write([hotspot, replace(EXAMPLES[0], picture=picture)], language="en")
    assert [(item.level, item.question, item.code) for item in said.findings] == [
        (Level.REFUSED, "where", "picture_needed"),
        (Level.LOST, "example-single", "picture"),
    ]
    back = spreadsheet.read(said.content, language="en")
    assert [item.code for item in back.questions] == ["example-single"]
