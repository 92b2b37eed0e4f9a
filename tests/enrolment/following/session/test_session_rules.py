"""Where somebody stands in a session."""

from datetime import UTC, datetime, timedelta

import pytest

from enrolment.following.session.rules import ItemState, PersonState, stand_of, state_of_test

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
LATE, MISSING, OVERDUE = ItemState.LATE, ItemState.MISSING, ItemState.OVERDUE


def days(number: float) -> datetime:
    return NOW - timedelta(days=number)


@pytest.mark.parametrize(
    ("items", "seen", "facts", "expected"),
    [
        ([LATE, ItemState.TO_COME], days(6.9), {}, (PersonState.ON_TIME, 0, None)),
        ([MISSING, OVERDUE, LATE], days(1), {}, (PersonState.BEHIND, 2, None)),
        ([MISSING], days(7), {}, (PersonState.SILENT, 1, 7)),
        ([], None, {}, (PersonState.SILENT, 0, 20)),
        ([], None, {"begins_at": days(-3)}, (PersonState.ON_TIME, 0, None)),
        ([MISSING], days(30), {"is_over": True}, (PersonState.BEHIND, 1, None)),
    ],
)
def test_stand(items, seen, facts, expected):
    stand = stand_of(items, now=NOW, last_seen_at=seen, **{"begins_at": days(20)} | facts)
    assert (stand.state, stand.behind, stand.silent_days) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"sat_at": days(3)}, ItemState.ON_TIME),
        ({"closes_at": days(1)}, ItemState.MISSING),
        ({"closes_at": days(1), "is_open": True}, ItemState.TO_COME),
        ({"closes_at": days(-1)}, ItemState.TO_COME),
        ({}, ItemState.TO_COME),
    ],
)
def test_how_a_test_stands(facts, expected):
    known = {"closes_at": None, "sat_at": None, "is_open": False}
    assert state_of_test(now=NOW, **known | facts) == expected
