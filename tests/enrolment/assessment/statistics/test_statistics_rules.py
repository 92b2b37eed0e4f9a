"""Figures of a question: cases worked out by hand, and what holds for whatever was answered."""

import math

import pytest
from hypothesis import given, strategies as st

from enrolment.assessment.statistics.reliability import Meaning, Reliability, reliability_of
from enrolment.assessment.statistics.rules import (
    LEAST,
    Figures,
    Flag,
    Quartiles,
    Scope,
    Sitting,
    correlation,
    discrimination_index,
    figures_of,
    marks_of,
    shown_scopes,
    suspicion,
)

shares = st.integers(0, 10_000).map(lambda number: number / 10_000)
sittings = st.lists(
    st.builds(Sitting, shares, st.none() | shares, st.none() | st.integers(0, 10**6), st.booleans()),
    max_size=40,
)


def said(facility=0.6, discrimination=0.4, sittings=40, blank=0.0):
    return Figures(sittings, facility, blank, (0, 0, 0, 0, 0), discrimination, 0.4)


@given(found=sittings, data=st.data())
def test_figures_stay_within_their_bounds_in_any_order(found, data):
    figures = figures_of(found)
    assert figures_of(data.draw(st.permutations(found))) == figures
    if len(found) < LEAST:
        assert figures is None
        return
    assert 0 <= figures.facility <= 1
    assert 0 <= figures.blank <= 1
    assert sum(figures.marks) == figures.sittings == len(found)
    for value in (figures.discrimination, figures.index):
        assert value is None or -1 <= value <= 1
    if figures.seconds:
        known = [item.seconds for item in found if item.seconds is not None]
        lower, middle, upper = figures.seconds
        assert min(known) <= lower <= middle <= upper <= max(known)


@given(pairs=st.lists(st.tuples(shares, shares), min_size=LEAST, max_size=30))
def test_turning_the_marks_round_turns_the_discrimination_round(pairs):
    turned = [(1 - fraction, rest) for fraction, rest in pairs]
    for measure in (correlation, discrimination_index):
        here, there = measure(pairs), measure(turned)
        assert (here is None) == (there is None)
        assert here is None or math.isclose(here, -there, abs_tol=1e-6)


def test_nothing_is_said_of_four_and_something_of_five():
    assert figures_of([Sitting(1.0, 0.5, 10)] * 4) is None
    five = figures_of([Sitting(1.0, 0.5, 10)] * 5)
    assert (five.sittings, five.facility, five.seconds) == (5, 1.0, Quartiles(10, 10, 10))


def test_blank_earns_nothing():
    found = figures_of([Sitting(1.0)] * 3 + [Sitting(0.0, is_blank=True)] * 2)
    assert (found.facility, found.blank) == (0.6, 0.4)


def test_times_of_fewer_than_five_are_not_told():
    assert figures_of([Sitting(1.0, 0.5, 10)] * 4 + [Sitting(1.0, 0.5)] * 9).seconds is None


def test_quartiles():
    found = figures_of([Sitting(1.0, 0.5, seconds) for seconds in (30, 10, 50, 20, 40)])
    assert found.seconds == Quartiles(20, 30, 40)


@pytest.mark.parametrize(
    ("pairs", "value"),
    [
        ([(0, 0.1), (0, 0.2), (1, 0.8), (1, 0.9)], 0.9899),
        ([(1, 0.1), (1, 0.2), (0, 0.8), (0, 0.9)], -0.9899),
        ([(1, 0.1), (1, 0.2), (1, 0.8)], None),
        ([(0, 0.5), (1, 0.5), (1, 0.5)], None),
        ([(0, 0.0), (1, 1.0), (0, 1.0), (1, 0.0)], 0.0),
    ],
)
def test_correlation(pairs, value):
    assert correlation(pairs) == (value if value is None else pytest.approx(value, abs=1e-4))


@pytest.mark.parametrize(
    ("pairs", "value"),
    [
        # 27 % of ten people are three.
        ([(number >= 7, number / 10) for number in range(10)], 1.0),
        ([(number < 3, number / 10) for number in range(10)], -1.0),
        ([(1, number / 10) for number in range(10)], 0.0),
        ([(number % 2, 0.5) for number in range(10)], None),
        # Five people, two in a group: of the three that tie below, two thirds each belong to the weakest.
        ([(0, 0.1), (0, 0.1), (1, 0.1), (1, 0.5), (1, 0.9)], 1 - 1 / 3),
    ],
)
def test_discrimination_index(pairs, value):
    assert discrimination_index(pairs) == (value if value is None else pytest.approx(value))


def test_marks_lie_between_none_and_all_of_the_point():
    assert marks_of([0, 0.1, 0.3333, 0.34, 0.6666, 0.67, 0.99, 1]) == (1, 2, 2, 2, 1)


@pytest.mark.parametrize(
    ("figures", "flags"),
    [
        (said(), ()),
        (said(facility=0.95), (Flag.TOO_EASY,)),
        (said(facility=0.94), ()),
        (said(facility=0.19), (Flag.TOO_HARD,)),
        (said(facility=0.20), ()),
        (said(discrimination=0.19), (Flag.WEAK,)),
        (said(discrimination=0.20), ()),
        (said(discrimination=0.19, sittings=29), ()),
        (said(discrimination=0.0, facility=0.99), (Flag.TOO_EASY,)),
        (said(discrimination=-0.3), (Flag.CHECK_KEY,)),
        (said(discrimination=-0.3, facility=0.1), (Flag.CHECK_KEY, Flag.TOO_HARD)),
        # Of five people a correlation of −0.8 is chance.
        (said(discrimination=-0.8, sittings=5), ()),
        (said(discrimination=-0.9, sittings=5), (Flag.CHECK_KEY,)),
        (said(discrimination=-0.25), (Flag.WEAK,)),
        (said(discrimination=None), ()),
        (said(blank=0.25), (Flag.OFTEN_BLANK,)),
    ],
)
def test_flags(figures, flags):
    assert figures.flags == flags


def test_the_most_suspicious_comes_first_and_what_nobody_sat_last():
    rows = [
        None,
        said(),
        said(discrimination=0.3),
        said(facility=0.97),
        said(discrimination=0.1),
        said(discrimination=-0.5),
    ]
    assert sorted(rows, key=suspicion) == rows[::-1]


@pytest.mark.parametrize(
    ("present", "earlier", "shown"),
    [
        (4, 0, ()),
        (5, 0, (Scope.PRESENT,)),
        (5, 4, (Scope.PRESENT,)),
        (4, 4, (Scope.SAME_KEY,)),
        (5, 5, (Scope.PRESENT, Scope.SAME_KEY)),
        (4, 5, (Scope.SAME_KEY,)),
        (0, 5, (Scope.SAME_KEY,)),
        (2, 2, ()),
        (0, 0, ()),
    ],
)
def test_which_sets_may_be_shown(present, earlier, shown):
    assert shown_scopes(present=present, earlier=earlier) == shown


@given(present=st.integers(0, 12), earlier=st.integers(0, 12))
def test_no_set_and_no_difference_of_sets_is_one_to_four_people(present, earlier):
    sizes = {Scope.PRESENT: present, Scope.SAME_KEY: present + earlier}
    shown = [sizes[scope] for scope in shown_scopes(present=present, earlier=earlier)]
    assert all(size >= LEAST for size in shown)
    if len(shown) == 2:
        assert shown[1] - shown[0] >= LEAST


def papers(*rows):
    return [{f"q{number}": float(share) for number, share in enumerate(row)} for row in rows]


def test_alpha_of_a_textbook():
    """Five people, four questions, the variances are .3, .3, .3, .2, that of the results 2.5."""
    found = reliability_of(
        papers((1, 1, 1, 1), (1, 1, 1, 0), (1, 0, 0, 0), (0, 0, 0, 0), (0, 1, 1, 0)),
    )
    assert found.value == pytest.approx(4 / 3 * (1 - (0.3 + 0.3 + 0.3 + 0.2) / 2.5))
    assert (found.sittings, found.questions, found.is_drawn) == (5, 4, False)


def test_drawn_papers_are_compared_by_their_means():
    """The Kuder-Richardson formula 21 by hand: three questions each, results 3, 3, 0, 0, 2."""
    rows = [(1, 1, 1), (1, 1, 1), (0, 0, 0), (0, 0, 0), (1, 1, 0)]
    drawn = [
        {f"{person}{place}": float(share) for place, share in enumerate(row)}
        for person, row in enumerate(rows)
    ]
    found = reliability_of(drawn)
    between = 3 * 0.25555555555555554
    within = (1 / 3) / 5
    assert found.is_drawn
    assert found.value == pytest.approx(1 - within / between, abs=1e-6)


@pytest.mark.parametrize(
    "found",
    [
        papers(*[(1, 0)] * 4),
        papers(*[(1,), (0,)] * 4),
        papers(*[(1, 0)] * 6),
        [],
    ],
)
def test_reliability_is_not_told(found):
    assert reliability_of(found) is None


@given(
    rows=st.lists(st.lists(shares, min_size=4, max_size=4), min_size=5, max_size=20),
    data=st.data(),
)
def test_reliability_is_at_most_one_in_any_order(rows, data):
    found = reliability_of(papers(*rows))
    assert reliability_of(data.draw(st.permutations(papers(*rows)))) == found
    assert found is None or found.value <= 1 + 1e-9


@pytest.mark.parametrize(
    ("value", "meaning"),
    [(0.9, Meaning.HIGH), (0.89, Meaning.GOOD), (0.79, Meaning.FAIR), (0.69, Meaning.LOW), (-1, Meaning.LOW)],
)
def test_what_reliability_means(value, meaning):
    assert Reliability(value, 9, 4, is_drawn=False).meaning == meaning
