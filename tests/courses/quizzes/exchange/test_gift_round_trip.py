"""What GIFT can say comes back as it was, in its one language; what it cannot is reported."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from courses.quizzes.exchange import gift
from courses.quizzes.exchange.model import ChoiceSource, Level, Picture, QuestionSource

from .sources import PNG, questions, sheets

KINDS = ["essay", "matching", "multiple", "numerical", "ordering", "short", "single", "truefalse"]


def as_said(question: QuestionSource) -> QuestionSource:
    """As GIFT says it: without model answers, and an arrow within words is another one."""
    choices = question.choices
    if question.kind == "matching":
        left = question.definition["pairs"]
        choices = tuple(
            replace(choice, text={name: text.replace("->", "→") for name, text in choice.text.items()})
            if choice.code in left
            else choice
            for choice in choices
        )
    definition = {name: value for name, value in question.definition.items() if name != "model"}
    if question.kind == "short":
        accepted = question.definition["accepted"]["en"]
        definition = {"accepted": {"en": [text.replace("->", "→") for text in accepted]}}
    return replace(question, choices=choices, definition=definition)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_comes_back(kind):
    @settings(max_examples=80, deadline=None)
    @given(questions(languages=("en",), kinds=[kind], with_picture=False))
    def comes_back(question):
        written = gift.write([question], language="en")
        reading = gift.read(written.content, language="en")
        assert {finding.code for finding in written.findings} <= {
            "all_or_nothing",
            "model_answer",
            "only_here",
            "rewritten",
        }
        assert reading.findings == ()
        assert [replace(found, line=0) for found in reading.questions] == [as_said(question)]

    comes_back()


@settings(max_examples=25, deadline=None)
@given(sheets(languages=("en",), kinds=KINDS, with_picture=False))
def test_a_sheet_comes_back_in_order(sheet):
    reading = gift.read(gift.write(sheet, language="en").content, language="en")
    assert [question.code for question in reading.questions] == [question.code for question in sheet]


@pytest.mark.parametrize(
    "text", ["The capital is {1}.", "The capital is {1}", "{1} is the capital", "{1}, said 2 \\{of 3\\}: yes"]
)
def test_one_gap_comes_back(text):
    question = QuestionSource(
        "gap", "blanks", {"en": text}, definition={"gaps": {"1": {"en": ["Bern", "50%"]}}}
    )
    reading = gift.read(gift.write([question], language="en").content, language="en")
    assert [replace(found, line=0) for found in reading.questions] == [question]


def refused(question: QuestionSource) -> list[tuple[str, str]]:
    written = gift.write([question], language="en")
    assert gift.read(written.content + b"Text", language="en").questions == ()
    return [
        (finding.code, finding.question) for finding in written.findings if finding.level == Level.REFUSED
    ]


def test_what_gift_cannot_say_is_refused_by_name():
    two = QuestionSource("two", "blanks", {"en": "{1} {2}"}, definition={"gaps": {"1": {}, "2": {}}})
    spot = QuestionSource("spot", "hotspot", {"en": "Where?"}, picture=Picture("map.png", PNG))
    french = QuestionSource("fr", "essay", {"fr": "Pourquoi ?"})
    half = QuestionSource("half", "single", {"en": "?"}, (ChoiceSource("a", {"fr": "un"}, True),))
    assert refused(two) == [("several_gaps", "two")]
    assert refused(spot) == [("kind_not_in_format", "spot")]
    assert refused(french) == [("not_in_language", "fr")]
    assert refused(half) == [("not_in_language", "half")]


def test_other_languages_and_pictures_are_reported_as_lost():
    question = QuestionSource(
        "q", "essay", {"en": "Why?", "fr": "Pourquoi ?"}, picture=Picture("map.png", PNG)
    )
    written = gift.write([question], language="en")
    assert [(finding.level, finding.code, finding.detail) for finding in written.findings] == [
        (Level.LOST, "other_languages", "fr"),
        (Level.LOST, "picture", "map.png"),
    ]


def test_right_sides_with_the_same_words_become_one():
    choices = tuple(ChoiceSource(code, {"en": text}) for code, text in zip("abcd", "wxyy", strict=True))
    question = QuestionSource("q", "matching", {"en": "?"}, choices, {"pairs": {"a": "c", "b": "d"}})
    written = gift.write([question], language="en")
    assert [finding.code for finding in written.findings] == ["same_words"]
    reading = gift.read(written.content, language="en")
    assert reading.questions[0].definition == {"pairs": {"1": "3", "2": "3"}}
