"""Who is at risk, and by what that is seen."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from enrolment.following.risk.rules import (
    LEAST_ALIKE,
    Deadline,
    Facts,
    Reason,
    Thresholds,
    Why,
    WorkState as State,
    at_risk,
    said_by_name,
)

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)
BASE = Facts(now=NOW, last_seen_at=NOW - timedelta(hours=3), begins_at=NOW - timedelta(days=40))
SECOND = timedelta(seconds=1)


def ago(**span) -> datetime:
    return NOW - timedelta(**span)


def scores(*numbers) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(number)) for number in numbers)


def codes(**known) -> list[Why]:
    return [reason.code for reason in at_risk(facts=replace(BASE, **known))]


def test_all_is_well():
    assert at_risk(facts=BASE) == ()
    assert at_risk(facts=Facts(now=NOW)) == ()


SILENCES = [
    ("almost seven days", {"last_seen_at": ago(days=7) + SECOND}, []),
    ("seven days", {"last_seen_at": ago(days=7)}, [Why.SILENT]),
    ("never seen, opened last week", {"last_seen_at": None, "begins_at": ago(days=7)}, [Why.SILENT]),
    ("never seen, opened yesterday", {"last_seen_at": None, "begins_at": ago(days=1)}, []),
    ("seen long before it opened", {"last_seen_at": ago(days=90), "begins_at": ago(days=2)}, []),
    ("opens next week", {"last_seen_at": ago(days=90), "begins_at": NOW + timedelta(days=7)}, []),
    ("never seen, nothing known", {"last_seen_at": None, "begins_at": None}, []),
    ("seen in a moment, by another clock", {"last_seen_at": NOW + SECOND}, []),
]


@pytest.mark.parametrize(("known", "expected"), [c[1:] for c in SILENCES], ids=[c[0] for c in SILENCES])
def test_silence(known, expected):
    assert codes(**known) == expected


def test_a_silence_says_since_when():
    facts = replace(BASE, last_seen_at=ago(days=9, hours=20))
    assert at_risk(facts=facts) == (Reason(Why.SILENT, {"days": 9, "since": ago(days=9, hours=20)}),)


MISSED, LATER = Deadline(ago(days=20)), Deadline(ago(days=3))
DEADLINES = [
    ("one missed", (MISSED,), []),
    ("two missed", (MISSED, LATER), [Why.MISSED]),
    ("the second was handed in, late", (MISSED, replace(LATER, handed_in_at=ago(days=1))), []),
    ("the second is still taken", (MISSED, replace(LATER, last_moment=NOW)), []),
    ("since a moment it is not", (MISSED, replace(LATER, last_moment=NOW - SECOND)), [Why.MISSED]),
    ("the second is due now", (MISSED, Deadline(NOW)), []),
]


@pytest.mark.parametrize(("deadlines", "expected"), [c[1:] for c in DEADLINES], ids=[c[0] for c in DEADLINES])
def test_missed_deadlines(deadlines, expected):
    assert codes(deadlines=deadlines) == expected
    assert codes(deadlines=deadlines[::-1]) == expected


def test_missed_deadlines_are_named_the_oldest_first():
    found = at_risk(facts=replace(BASE, deadlines=(LATER, MISSED)))
    assert found == (Reason(Why.MISSED, {"count": 2, "due": (ago(days=20), ago(days=3))}),)


FALLS = [
    ("three falls, ten points", (80, 77, 74, 70), [Why.FALLING]),
    ("not ten points", (80, 77, 74, 70.5), []),
    ("two falls alone", (90, 70, 40), []),
    ("as good as before", (90, 80, 80, 60), []),
    ("better at last", (90, 80, 70, 71), []),
    ("what was before does not matter", (10, 95, 80, 77, 60), [Why.FALLING]),
    ("a long fall counts its last part", (95, 84, 83, 82, 81), []),
    ("no scores", (), []),
]


@pytest.mark.parametrize(("numbers", "expected"), [c[1:] for c in FALLS], ids=[c[0] for c in FALLS])
def test_falling_scores(numbers, expected):
    assert codes(scores=scores(*numbers)) == expected


def test_a_fall_says_how_far():
    found = at_risk(facts=replace(BASE, scores=scores(95, 80, 72.5, 60)))
    assert found == (Reason(Why.FALLING, {"scores": scores(95, 80, 72.5, 60), "points": Decimal("35")}),)


def test_reasons_stand_together_and_thresholds_may_be_others():
    facts = replace(BASE, last_seen_at=ago(days=8), deadlines=(MISSED, LATER), scores=scores(80, 70, 60, 50))
    assert [reason.code for reason in at_risk(facts=facts)] == list(Why)
    milder = Thresholds(silent_days=9, missed=3, falls=4, least_fall=Decimal(50))
    assert at_risk(facts=facts, thresholds=milder) == ()
    two = replace(BASE, scores=scores(80, 70, 60))
    assert at_risk(facts=two, thresholds=Thresholds(falls=2, least_fall=Decimal(20)))


@given(st.lists(st.decimals(0, 100, places=1), max_size=8).map(tuple), st.decimals(0, 100, places=1))
def test_a_score_that_is_not_lower_ends_every_fall(earlier, last):
    better = max((last, *earlier[-1:]))
    assert codes(scores=(*earlier, better)) == []


@given(st.timedeltas(timedelta(0), timedelta(days=60)), st.timedeltas(timedelta(0), timedelta(days=60)))
def test_who_is_silent_stays_so_until_she_is_seen(silence, more):
    facts = replace(BASE, last_seen_at=NOW - silence, begins_at=None)
    later = replace(facts, now=NOW + more)
    assert bool(at_risk(facts=facts)) <= bool(at_risk(facts=later))


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({State.HANDED_IN: 1}, set()),
        ({State.HANDED_IN: 2}, set()),
        ({State.HANDED_IN: 3}, {State.HANDED_IN}),
        ({State.HANDED_IN: 1, State.MISSED: 9}, set()),
        ({State.HANDED_IN: 3, State.MISSED: 1}, set()),
        ({State.HANDED_IN: 3, State.MISSED: 3}, {State.HANDED_IN, State.MISSED}),
        ({State.HANDED_IN: 6, State.MISSED: 3, State.EXCUSED: 1}, {State.HANDED_IN}),
        ({State.HANDED_IN: 5, State.MISSED: 2, State.EXCUSED: 1}, {State.HANDED_IN}),
        ({State.HANDED_IN: 1, State.MISSED: 1, State.OVERDUE: 1, State.EXCUSED: 7}, {State.EXCUSED}),
        ({}, set()),
    ],
)
def test_what_is_said_by_name_to_who_marks_by_code(numbers, said):
    assert said_by_name(Counter(numbers).elements()) == said


@given(st.lists(st.sampled_from(list(State)), max_size=60))
def test_nobody_is_told_by_what_is_said_nor_by_being_left_over(states):
    numbers, said = Counter(states), said_by_name(states)
    assert all(numbers[state] >= LEAST_ALIKE for state in said)
    over = sum(number for state, number in numbers.items() if state not in said)
    assert over == 0 or over >= LEAST_ALIKE or not said
