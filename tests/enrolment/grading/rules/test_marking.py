"""From marks to points: nothing forgotten, two markers, a moderator, and who is marked twice."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from enrolment.grading.rules.marking import (
    Agreement,
    CriterionScore,
    SecondMarking,
    State,
    Sum,
    Twice,
    Why,
    agree,
    needs_second,
    sum_of,
)

D = Decimal
marks = st.decimals(0, 20, places=1)


def criterion(code: str, points: str | None, most: str = "5") -> CriterionScore:
    return CriterionScore(code, D(most), None if points is None else D(points))


SUMS = [
    ("all marked", [criterion("a", "3.5"), criterion("b", "5")], Sum(D("8.5"), D(10))),
    ("nothing earned is marked", [criterion("a", "0")], Sum(D(0), D(5))),
    ("one missing", [criterion("a", "3"), criterion("b", None)], Sum(None, D(10), ("b",))),
    ("too many points", [criterion("a", "5.5"), criterion("b", "1")], Sum(None, D(10), (), ("a",))),
    ("less than nothing", [criterion("a", "-0.5"), criterion("b", None)], Sum(None, D(10), ("b",), ("a",))),
    ("no criteria", [], Sum(None, D(0))),
]


@pytest.mark.parametrize(("criteria", "expected"), [c[1:] for c in SUMS], ids=[c[0] for c in SUMS])
def test_what_criteria_add_up_to(criteria, expected):
    assert sum_of(criteria) == expected


@given(st.lists(st.tuples(marks, marks), min_size=1, max_size=8), st.randoms())
def test_a_sum_is_in_range_whatever_the_order(pairs, chance):
    criteria = [CriterionScore(str(at), max(pair), min(pair)) for at, pair in enumerate(pairs)]
    added = sum_of(criteria)
    chance.shuffle(criteria)
    assert sum_of(criteria) == added
    assert 0 <= added.points <= added.most


AGREEMENTS = [
    ("one marker", "14", None, None, Agreement(D(14), State.SINGLE, (Why.ONE_MARKER,))),
    ("the same", "14", "14", None, Agreement(D(14), State.AGREED, (Why.WITHIN_TOLERANCE,), D(0))),
    ("near", "14", "15", None, Agreement(D("14.5"), State.AGREED, (Why.WITHIN_TOLERANCE,), D(1))),
    ("at the edge", "14", "16", None, Agreement(D(15), State.AGREED, (Why.WITHIN_TOLERANCE,), D(2))),
    ("beyond", "14", "16.1", None, Agreement(None, State.DISPUTED, (Why.BEYOND_TOLERANCE,), D("2.1"))),
    (
        "moderated",
        "14",
        "18",
        "17",
        Agreement(D(17), State.MODERATED, (Why.BEYOND_TOLERANCE, Why.MODERATOR), D(4)),
    ),
    (
        "moderated though near",
        "14",
        "15",
        "11",
        Agreement(D(11), State.MODERATED, (Why.MODERATOR,), D(1)),
    ),
    ("moderated alone", "14", None, "11", Agreement(D(11), State.MODERATED, (Why.MODERATOR,))),
]


@pytest.mark.parametrize(
    ("first", "second", "moderated", "expected"),
    [case[1:] for case in AGREEMENTS],
    ids=[case[0] for case in AGREEMENTS],
)
def test_what_markers_come_to(first, second, moderated, expected):
    found = agree(
        first=D(first),
        second=second and D(second),
        moderated=moderated and D(moderated),
        most=D(20),
        tolerance_percent=D(10),
    )
    assert found == expected


def test_half_a_hundredth_of_a_mean_goes_up():
    agreement = agree(
        first=D("7.01"), second=D("7.02"), moderated=None, most=D(10), tolerance_percent=D(5), decimals=2
    )
    assert agreement.points == D("7.02")


@given(first=marks, second=marks, tolerance=st.decimals(0, 100, places=1))
def test_it_does_not_matter_who_was_first(first, second, tolerance):
    common = {"moderated": None, "most": D(20), "tolerance_percent": tolerance}
    one = agree(first=first, second=second, **common)
    assert agree(first=second, second=first, **common) == one
    assert one.points is None or min(first, second) <= one.points <= max(first, second)
    assert (one.state == State.DISPUTED) is (abs(first - second) * 5 > tolerance)


SCHEME = SecondMarking(
    sample_percent=D(0), seed="s", pass_percent=D(60), border_percent=D(3), honours_percent=D(90)
)
CASES = [
    ("56.99", ()),
    ("57", (Twice.BORDERLINE,)),
    ("60", (Twice.BORDERLINE,)),
    ("63", (Twice.BORDERLINE,)),
    ("63.01", ()),
    ("86.99", ()),
    ("87", (Twice.HONOURS,)),
    ("100", (Twice.HONOURS,)),
]


@pytest.mark.parametrize(("percent", "expected"), CASES)
def test_borderlines_and_honours_are_marked_twice(percent, expected):
    assert needs_second(percent=D(percent), key="k", scheme=SCHEME) == expected


def test_without_a_line_nobody_is_near_it():
    scheme = SecondMarking(sample_percent=D(0), seed="s", border_percent=D(100))
    assert needs_second(percent=D(60), key="k", scheme=scheme) == ()


def test_reasons_stand_together():
    scheme = SecondMarking(D(100), "s", pass_percent=D(89), border_percent=D(2), honours_percent=D(90))
    assert needs_second(percent=D(90), key="k", scheme=scheme) == tuple(Twice)


def sampled(percent: object, seed: str = "seed", size: int = 4000) -> set[str]:
    scheme = SecondMarking(D(percent), seed)
    keys = map(str, range(size))
    return {key for key in keys if needs_second(percent=D(50), key=key, scheme=scheme)}


@pytest.mark.parametrize("percent", ["0", "0.5", "10", "33.3", "50", "100"])
def test_over_many_keys_the_share_is_that_of_the_sample(percent):
    """Four standard errors of 4,000 draws lie within 3.2 per cent."""
    assert abs(len(sampled(percent)) / 4000 * 100 - float(percent)) <= 3.2 * (percent not in ("0", "100"))


def test_a_greater_sample_holds_the_smaller_and_another_seed_holds_others():
    chosen = [sampled(percent) for percent in (5, 10, 40, 90)]
    assert all(smaller < greater for smaller, greater in pairwise(chosen))
    both = sampled(50) & sampled(50, seed="another")
    assert 0.2 < len(both) / 4000 < 0.3


def test_the_sample_is_the_same_in_every_process():
    """Written down once: Python's own hash is another in each."""
    assert sampled(2, size=200) == {"18", "67", "84", "99", "108", "126", "170", "179"}


@given(key=st.text(), seed=st.text())
def test_any_key_and_seed_will_do(key, seed):
    everything, nothing = SecondMarking(D(100), seed), SecondMarking(D(0), seed)
    assert needs_second(percent=D(1), key=key, scheme=everything) == (Twice.SAMPLE,)
    assert needs_second(percent=D(1), key=key, scheme=nothing) == ()


def test_lone_surrogates_in_a_key_do_no_harm():
    assert needs_second(percent=D(1), key="\ud800", scheme=SecondMarking(D(100), "\udfff")) == (Twice.SAMPLE,)
