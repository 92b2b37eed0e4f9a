"""What is wrong with a question, whoever brings it: what nobody could see, read or tell apart."""

import pytest

from courses.quizzes.checking import Option, faults_of, is_keepable
from courses.quizzes.exchange.plain import LONGEST


def found(kind="single", words=("One", "Two", "Three", "Four"), definition=None, **beside):
    options = [Option(str(place), place == 0, {"en": text}) for place, text in enumerate(words)]
    return {
        fault.code for fault in faults_of(kind, {"en": "Q"}, options, definition or {}, "en", beside=beside)
    }


def test_a_sound_question_has_no_fault():
    assert found(explanation_en="Because.\n\tSo.") == set()


def test_choices_that_say_the_same_are_refused():
    assert found(words=("One", " One\n", "Two")) == {"choices_alike"}
    assert found(words=("one", "One")) == set()


def test_both_sides_of_a_pair_may_say_the_same_but_not_two_of_one_side():
    pairs = {"pairs": {"0": "2", "1": "3"}}
    assert found("matching", ("A", "B", "A", "B"), pairs) == set()
    assert found("matching", ("A", "B", "C", "C"), pairs) == {"choices_alike"}


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\ud800", "\u202d", "\u202e", "\ufeff", "\U000e0020"])
def test_what_nobody_sees_is_refused(sign):
    assert found(words=(f"a{sign}b", "c")) == {"bad_character"}
    assert found(explanation_en=sign) == {"bad_character"}
    assert not is_keepable(sign)


@pytest.mark.parametrize("sign", ["\u200c", "\u200d", "\u200e", "\u200f", "\u2066", "\u2069", "\u00ad", "\t"])
def test_spelling_and_marks_of_direction_are_kept(sign):
    assert is_keepable(f"a{sign}b")


def test_a_text_ends_somewhere():
    assert found(explanation_en="x" * LONGEST) == set()
    assert found(explanation_en="x" * (LONGEST + 1)) == {"text_too_long"}
