"""The weeks and events of a session on real dates."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from enrolment.programmes.rules.calendar import (
    After,
    CalendarFault,
    Event,
    InMonth,
    InWeek,
    Move,
    Placed,
    Shift,
    Why,
    in_order,
    is_working,
    lay_out,
    moves_between,
    weeks_of,
)

FRIDAY = 5
SESSION_8 = date(2018, 9, 3)


def due(module: int, week: int, shift=Shift.NEXT) -> Event:
    return Event(f"due-m{module}", InWeek(week, FRIDAY), shift)


VCOA = [
    Event("opens-m1", InWeek(1, 1)),
    due(1, 3),
    Event("back-m1", After("due-m1", 7)),
    due(2, 6),
    Event("closing", InWeek(14, FRIDAY)),
]


def days(start: date, number: int) -> list[date]:
    return [start + timedelta(days=place) for place in range(number)]


def test_the_eighth_session_ends_on_the_day_it_really_ended():
    found = lay_out(VCOA, start=SESSION_8)
    assert found["closing"] == Placed(date(2018, 12, 7), date(2018, 12, 7))
    assert weeks_of(SESSION_8, 14)[-1].monday == date(2018, 12, 3)


@pytest.mark.parametrize("start", [date(2023, 3, 13), date(2023, 3, 15), date(2023, 3, 19)])
def test_week_one_is_the_week_of_the_start_whatever_its_day(start):
    assert lay_out(VCOA, start=start)["closing"].on == date(2023, 6, 16)


@pytest.mark.parametrize(
    ("shift", "on"),
    [
        (Shift.NEXT, date(2018, 9, 24)),
        (Shift.PREVIOUS, date(2018, 9, 20)),
        (Shift.STAY, date(2018, 9, 21)),
    ],
)
def test_a_closed_day_moves_what_stands_on_it_its_own_way(shift, on):
    friday = date(2018, 9, 21)
    found = lay_out([due(1, 3, shift)], start=SESSION_8, closed=[friday])["due-m1"]
    assert found == Placed(on, friday, Why.CLOSED if on != friday else None)


def test_it_moves_on_until_somebody_works():
    closed = days(date(2018, 9, 21), 4)
    assert lay_out([due(1, 3)], start=SESSION_8, closed=closed)["due-m1"].on == date(2018, 9, 25)


def test_what_hangs_on_a_moved_day_moves_with_it():
    found = lay_out(VCOA, start=SESSION_8, closed=[date(2018, 9, 21)])
    assert found["back-m1"].on == date(2018, 10, 1)
    found = lay_out(VCOA, start=SESSION_8, pinned={"due-m1": date(2018, 9, 26)})
    assert found["due-m1"] == Placed(date(2018, 9, 26), date(2018, 9, 21), Why.PINNED)
    assert found["back-m1"].on == date(2018, 10, 3)


def test_a_week_that_is_closed_altogether_is_a_pause():
    pause = days(date(2018, 10, 1), 5)
    weeks = weeks_of(SESSION_8, 14, pause)
    assert [week.number for week in weeks] == list(range(1, 15))
    assert weeks[3].monday == date(2018, 9, 24)
    assert weeks[4].monday == date(2018, 10, 8)
    assert lay_out(VCOA, start=SESSION_8, closed=pause)["closing"].on == date(2018, 12, 14)


def test_a_week_knows_its_closed_days():
    week = weeks_of(SESSION_8, 3, [date(2018, 9, 19), date(2018, 9, 22)])[-1]
    assert (week.closed, week.sunday) == ((date(2018, 9, 19),), date(2018, 9, 23))


def test_the_year_of_a_career_development_programme():
    """Invitations in December, nominations in March, selection in May, results in June, start in
    September (domain facts, 2.4)."""
    year = [
        Event("invited", InMonth(-9, 1)),
        Event("nominated", InMonth(-6, 31)),
        Event("selected", InMonth(-4, 31)),
        Event("results", InMonth(-3, 31)),
        Event("starts", InMonth(0, 1)),
        Event("ends", InMonth(9, 31)),
    ]
    found = lay_out(year, start=date(2027, 9, 1))
    assert [found[event.code].on for event in year] == [
        date(2026, 12, 1),
        date(2027, 3, 31),
        date(2027, 5, 31),
        date(2027, 6, 30),
        date(2027, 9, 1),
        date(2028, 6, 30),
    ]
    found = lay_out(year, start=date(2025, 9, 1))
    assert found["selected"] == Placed(date(2025, 6, 2), date(2025, 5, 31), Why.WEEKEND)


def test_a_week_before_the_start_does_not_pause():
    closed = days(date(2018, 8, 20), 5)
    found = lay_out([Event("letters", InWeek(-1, 1), Shift.PREVIOUS)], start=SESSION_8, closed=closed)
    assert found["letters"] == Placed(date(2018, 8, 17), date(2018, 8, 20), Why.CLOSED)


def test_a_day_at_the_weekend_that_was_asked_for_stays():
    assert lay_out([Event("visit", InWeek(2, 6))], start=SESSION_8)["visit"].on == date(2018, 9, 15)


@pytest.mark.parametrize(
    ("shift", "on"),
    [(Shift.NEXT, date(2018, 9, 17)), (Shift.PREVIOUS, date(2018, 9, 14)), (Shift.STAY, date(2018, 9, 16))],
)
def test_a_weekend_that_a_day_falls_on_by_chance_moves_it(shift, on):
    event = Event("reply", After("opens-m1", 13), shift)
    assert lay_out([VCOA[0], event], start=SESSION_8)["reply"].on == on


@pytest.mark.parametrize(
    "events",
    [
        [Event("a", After("nothing", 1))],
        [Event("a", After("a", 1))],
        [Event("a", After("b", 1)), Event("b", After("c", 1)), Event("c", After("a", 1))],
    ],
)
def test_what_hangs_on_nothing_or_on_itself_is_a_fault_with_its_name(events):
    with pytest.raises(CalendarFault) as caught:
        lay_out(events, start=SESSION_8)
    assert caught.value.code in {event.code for event in events}


def test_two_events_of_a_code_are_a_mistake():
    with pytest.raises(ValueError, match="same code"):
        lay_out([due(1, 3), due(1, 4)], start=SESSION_8)


@pytest.mark.parametrize("event", [due(1, 3), Event("visit", InMonth(0, 3))])
def test_a_calendar_without_a_working_day_is_refused(event):
    with pytest.raises(ValueError, match="closed"):
        lay_out([event], start=SESSION_8, closed=days(SESSION_8, 900))


def test_what_a_change_moves_is_said_before():
    before = lay_out(VCOA, start=SESSION_8)
    after = lay_out([*VCOA[:-1], Event("new", InWeek(2, 1))], start=SESSION_8, closed=[date(2018, 9, 21)])
    assert moves_between(before, before) == ()
    assert moves_between(before, after) == (
        Move("new", None, date(2018, 9, 10)),
        Move("due-m1", date(2018, 9, 21), date(2018, 9, 24)),
        Move("back-m1", date(2018, 9, 28), date(2018, 10, 1)),
        Move("closing", date(2018, 12, 7), None),
    )


def test_what_stands_the_wrong_way_round_is_found():
    found = lay_out(VCOA, start=SESSION_8, pinned={"due-m1": date(2018, 11, 1)})
    pairs = [("due-m1", "due-m2"), ("due-m1", "closing"), ("due-m1", "nothing")]
    assert in_order(found, pairs) == [("due-m1", "due-m2")]


STARTS = st.dates(date(2014, 1, 1), date(2040, 1, 1))
SPREADS = st.lists(st.integers(-30, 150), max_size=25)


@given(STARTS, SPREADS, st.integers(1, 20))
def test_weeks_come_in_order_each_with_a_day_to_work(start, spread, number):
    closed = {start + timedelta(days=place) for place in spread}
    weeks = weeks_of(start, number, closed)
    assert [week.number for week in weeks] == list(range(1, number + 1))
    assert all(week.monday.isoweekday() == 1 for week in weeks)
    assert all(two.monday > one.monday for one, two in itertools.pairwise(weeks))
    assert all(any(is_working(week.monday + timedelta(days=n), closed) for n in range(5)) for week in weeks)


@given(STARTS, SPREADS, st.sampled_from(Shift), st.permutations(VCOA))
def test_no_event_stands_on_a_closed_day_unless_it_is_to_stay(start, spread, shift, events):
    closed = {start + timedelta(days=place) for place in spread}
    events = [Event(event.code, event.at, shift) for event in events]
    found = lay_out(events, start=start, closed=closed)
    for placed in found.values():
        moved = placed.on != placed.wanted
        assert moved == (placed.why is not None)
        assert shift == Shift.STAY or placed.on not in closed
        assert not moved or not is_working(placed.wanted, closed)
        assert not moved or (placed.on > placed.wanted) == (shift == Shift.NEXT)
    assert found == lay_out(reversed(events), start=start, closed=closed)


@given(STARTS, st.integers(0, 400))
def test_without_closed_days_a_later_start_by_whole_weeks_moves_everything_by_as_much(start, weeks):
    by = timedelta(weeks=weeks)
    before, after = lay_out(VCOA, start=start), lay_out(VCOA, start=start + by)
    assert {code: placed.on + by for code, placed in before.items()} == {
        code: placed.on for code, placed in after.items()
    }
