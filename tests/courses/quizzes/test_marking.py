"""An answer against its key."""

from decimal import Decimal

import pytest

from courses.quizzes.kinds import KINDS, MarkedAs, kind_of
from courses.quizzes.marking import mark

FULL, NONE = Decimal(1), Decimal(0)


@pytest.mark.parametrize(
    ("kind", "answer", "key", "fraction"),
    [
        ("single", ["a"], {"a"}, FULL),
        ("single", ["b"], {"a"}, NONE),
        ("single", [], {"a"}, NONE),
        ("single", ["a", "b"], {"a"}, NONE),
        ("multiple", ["a", "b"], {"a", "b"}, FULL),
        ("multiple", ["b", "a"], {"a", "b"}, FULL),
        ("multiple", ["a"], {"a", "b"}, NONE),
        ("multiple", ["a", "b", "c"], {"a", "b"}, NONE),
        ("multiple", [], {"a", "b"}, NONE),
        ("truefalse", ["t"], {"t"}, FULL),
        ("truefalse", ["f"], {"t"}, NONE),
        ("truefalse", ["t", "f"], {"t"}, NONE),
    ],
)
def test_fraction(kind, answer, key, fraction):
    assert mark(kind, answer, key) == fraction


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize(
    "garbage",
    [
        None,
        "a",
        7,
        {"a": 1},
        ["a", "a"],
        ["nobody knows"],
        [["a"]],
        [None],
        [1],
        ["\x00", "\ud800"],
        ["a"] * 10_000,
        [str(number) for number in range(10_000)],
    ],
)
def test_garbage_earns_nothing_and_raises_nothing(kind, garbage):
    assert mark(kind, garbage, {"a"}) == NONE


def test_a_question_without_a_key_and_a_kind_nobody_knows_earn_nothing():
    assert mark("single", [], set()) == NONE
    assert mark("single", ["a"], set()) == NONE
    assert mark("riddle", ["a"], {"a"}) == NONE


@pytest.mark.parametrize(
    ("kind", "raw", "read"),
    [
        ("single", ["a"], ["a"]),
        ("single", [], []),
        ("single", ["a", "b"], None),
        ("multiple", ["b", "a"], ["b", "a"]),
        ("multiple", ["a", "a"], None),
        ("multiple", ["a", "x"], None),
        ("multiple", "a", None),
        ("multiple", {"a": "b"}, None),
        ("multiple", [["a"]], None),
        ("multiple", None, None),
    ],
)
def test_what_comes_from_outside_is_an_answer_or_nothing(kind, raw, read):
    assert kind_of(kind).read(raw, ["a", "b", "c"]) == read


@pytest.mark.parametrize(
    ("kind", "codes", "right", "fault"),
    [
        ("single", ["a", "b"], ["a"], ""),
        ("single", ["a"], ["a"], "too_few_choices"),
        ("single", ["a", "b"], [], "no_right_choice"),
        ("single", ["a", "b"], ["a", "b"], "one_right_choice"),
        ("multiple", ["a", "b"], ["a", "b"], ""),
        ("multiple", ["a", "b"], [], "no_right_choice"),
        ("truefalse", ["true", "false"], ["true"], ""),
        ("truefalse", ["yes", "no"], ["yes"], "true_and_false"),
        ("truefalse", ["true", "false"], ["true", "false"], "one_right_choice"),
    ],
)
def test_what_is_wrong_with_choices(kind, codes, right, fault):
    assert kind_of(kind).fault(codes, right) == fault


@pytest.mark.parametrize(
    ("fraction", "answer", "marked"),
    [
        (FULL, ["a"], MarkedAs.RIGHT),
        (Decimal("0.5"), ["a"], MarkedAs.PARTLY),
        (NONE, ["a"], MarkedAs.WRONG),
        (NONE, [], MarkedAs.BLANK),
    ],
)
def test_marked_as(fraction, answer, marked):
    assert MarkedAs.of(fraction, answer) == marked
