"""What a report says, counted by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from enrolment.coordination.report import rules
from enrolment.coordination.report.rules import Completion, Finding, Number, Said

TODAY = date(2026, 11, 20)


def completed(*genders: str, course: int = 1) -> list[Completion]:
    """A completion by each of so many people."""
    return [Completion(TODAY, course, person, gender, 7, True) for person, gender in enumerate(genders)]


def test_the_last_twelve_months_are_whole_but_for_the_last():
    period = rules.last_twelve_months(TODAY)
    assert (period.since, period.until) == (date(2025, 12, 1), TODAY)
    assert (period.since_before, period.until_before) == (date(2024, 12, 1), date(2025, 11, 20))


@pytest.mark.parametrize(
    ("today", "since"),
    [
        (date(2026, 12, 31), date(2026, 1, 1)),
        (date(2026, 1, 1), date(2025, 2, 1)),
        (date(2028, 2, 29), date(2027, 3, 1)),
    ],
)
def test_twelve_months_touch_twelve_months(today, since):
    period = rules.last_twelve_months(today)
    assert period.since == since
    assert len(rules.by_month([], period)) == 12


def test_a_year_under_way_is_compared_with_the_same_days():
    period = rules.calendar_year(2026, TODAY)
    assert (period.until, period.until_before) == (TODAY, date(2025, 11, 20))
    assert rules.calendar_year(2025, TODAY).until == date(2025, 12, 31)
    assert rules.calendar_year(2028, date(2028, 2, 29)).until_before == date(2027, 2, 28)


def test_chosen_days_are_compared_with_as_many_before():
    period = rules.from_to(date(2026, 3, 1), date(2026, 3, 10))
    assert (period.since_before, period.until_before) == (date(2026, 2, 19), date(2026, 2, 28))
    assert period.holds(date(2026, 3, 10))
    assert not period.holds(period.until_before)


def test_months_without_any_count_nought():
    days = [date(2026, 1, 31), date(2026, 3, 1), date(2026, 3, 2)]
    period = rules.from_to(date(2026, 1, 15), date(2026, 4, 1))
    assert [number for _month, number in rules.by_month(days, period)] == [1, 0, 2, 0]


@pytest.mark.parametrize(
    ("groups", "shown"),
    [
        ({"woman": 5, "man": 7}, {"woman": 5, "man": 7}),
        ({"woman": 20, "man": 4, "": 9}, {"woman": 20, "man": None, "": None}),
        ({"woman": 20, "man": 3, "other": 2}, {"woman": 20, "man": None, "other": None}),
        ({"woman": 20, "man": 30, "other": 1}, {"woman": None, "man": 30, "other": None}),
        ({"woman": 20, "man": 3, "": 70}, {"woman": 20, "man": None, "": None}),
        ({"woman": 4}, {"woman": None}),
        ({"": 12}, {"": 12}),
        ({}, {}),
    ],
)
def test_fewer_than_five_are_not_shown_nor_worked_out(groups, shown):
    people = [gender for gender, number in groups.items() for _ in range(number)]
    assert rules.people_by_gender(completed(*people)) == shown


@given(st.dictionaries(st.sampled_from(["woman", "man", "other", ""]), st.integers(1, 12)))
def test_what_is_hidden_is_five_or_everybody(groups):
    people = [gender for gender, number in groups.items() for _ in range(number)]
    shown = rules.people_by_gender(completed(*people))
    assert all(number is None or number == groups[gender] >= 5 for gender, number in shown.items())
    hidden = [groups[gender] for gender, number in shown.items() if number is None]
    assert not hidden or sum(hidden) >= 5 or len(hidden) == len(groups)


def test_somebody_who_completed_twice_is_one_person():
    twice = completed(*["woman"] * 5) + completed(*["woman"] * 5, course=2)
    assert rules.people_by_gender(twice) == {"woman": 5}


def test_weeks_and_their_middle():
    spread = rules.spread_of([0, 6, 7, 20, 20])
    assert [(span.first, span.last, span.number) for span in spread.spans] == [
        (1, 1, 2),
        (2, 2, 1),
        (3, 3, 2),
    ]
    assert (spread.median_days, spread.median_weeks) == (7, 2)
    assert 1 < spread.place < 2


def test_a_straggler_does_not_flatten_the_rest():
    spread = rules.spread_of([7] * 19 + [700])
    assert len(spread.spans) == 12
    assert (spread.spans[-1].first, spread.spans[-1].last, spread.spans[-1].number) == (12, None, 1)
    assert rules.spread_of([]) is None


@given(st.lists(st.integers(0, 4000), min_size=1))
def test_every_completion_is_in_one_column(days):
    spread = rules.spread_of(days)
    assert sum(span.number for span in spread.spans) == len(days)
    assert len(spread.spans) <= rules.MOST_COLUMNS
    assert 0 < spread.place <= len(spread.spans)


@pytest.mark.parametrize(
    ("now", "before", "finding"),
    [
        (46, 31, Finding(Said.ROSE, (46, 31))),
        (31, 46, Finding(Said.FELL, (31, 46))),
        (31, 31, Finding(Said.SAME, (31,))),
        (31, 0, Finding(Said.FIRST, (31,))),
        (0, 31, Finding(Said.NONE, (31,))),
        (0, 0, Finding(Said.NOTHING)),
    ],
)
def test_completions_rose_or_fell(now, before, finding):
    assert rules.findings(completed=Number(now, before), courses=[], on_time=0, due=0) == [finding]


@pytest.mark.parametrize(
    ("courses", "finding"),
    [
        ([(7, 9)], Finding(Said.ONE_COURSE, course=7)),
        ([(7, 9), (8, 5)], Finding(Said.MOST, (9, 14), 7)),
        ([(7, 9), (8, 5), (9, 4)], Finding(Said.FIRST_COURSE, (9, 18), 7)),
        ([(7, 9), (8, 9)], None),
    ],
)
def test_a_course_is_named_where_it_stands_out(courses, finding):
    found = rules.findings(completed=Number(9, 9), courses=courses, on_time=3, due=4)
    assert found[1:-1] == ([finding] if finding else [])
    assert found[-1] == Finding(Said.ON_TIME, (3, 4))


def test_on_time_is_until_the_end_of_the_day():
    due = TODAY
    assert rules.DueCourse(due, due).is_on_time
    assert not rules.DueCourse(due, due + timedelta(days=1)).is_on_time
    assert not rules.DueCourse(due, None).is_on_time


def test_a_share_is_hundred_only_where_all_are():
    assert (rules.share(199, 200), rules.share(2, 2), rules.share(0, 0)) == (99, 100, None)
