"""What a report says: periods, counts, who is too few to be shown, and what the numbers come to. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

# Fewer people than these are not shown by gender.
FEWEST = 5
LONGEST_PERIOD = timedelta(days=3 * 366)
WEEK = 7
# A distribution has at most so many columns; what lasted longer stands in the last one.
MOST_COLUMNS = 12


@dataclass(frozen=True)
class Period:
    """From one day to another, both in it, and the period before that it is compared with."""

    since: date
    until: date
    since_before: date
    until_before: date

    def holds(self, day: date) -> bool:
        return self.since <= day <= self.until

    def held_before(self, day: date) -> bool:
        return self.since_before <= day <= self.until_before


def last_twelve_months(today: date) -> Period:
    """This month until today and the eleven before it, beside the same days a year earlier."""
    # The eleventh month before this one is next month a year ago.
    return _beside_last_year(_next_month(today).replace(year=_next_month(today).year - 1), today)


def calendar_year(year: int, today: date) -> Period:
    """A year that has begun, until today where it is not over, beside the same days of the year before."""
    return _beside_last_year(date(year, 1, 1), min(date(year, 12, 31), today))


def from_to(since: date, until: date) -> Period:
    """These days, beside as many days before them."""
    days = until - since + timedelta(days=1)
    return Period(since, until, since - days, since - timedelta(days=1))


def _beside_last_year(since: date, until: date) -> Period:
    return Period(since, until, _year_earlier(since), _year_earlier(until))


def _year_earlier(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


@dataclass(frozen=True)
class Completion:
    """A course completed: on which day, by whom, and how many days after it could be begun."""

    day: date
    course: int
    person: int
    gender: str
    days: int
    has_certificate: bool
    course_code: str = ""


@dataclass(frozen=True)
class DueCourse:
    """A course that an officer had to finish by a day; ``finished_on`` is the day it was where she is."""

    due_on: date
    finished_on: date | None

    @property
    def is_on_time(self) -> bool:
        return self.finished_on is not None and self.finished_on <= self.due_on


@dataclass(frozen=True)
class Number:
    """A number in the period and in the one before; None where there was nothing to count."""

    now: int | None
    before: int | None

    @property
    def change(self) -> int | None:
        if self.now is None or self.before is None:
            return None
        return self.now - self.before


def share(part: int, whole: int) -> int | None:
    """Per cent, rounded down so that 100 is all; None of nothing."""
    return part * 100 // whole if whole else None


def by_month(days: Iterable[date], period: Period) -> list[tuple[date, int]]:
    """First day of every month that the period touches, with how many of the days are in it."""
    counted = Counter(day.replace(day=1) for day in days)
    months, month = [], period.since.replace(day=1)
    while month <= period.until:
        months.append((month, counted[month]))
        month = _next_month(month)
    return months


def by_course(completions: Iterable[Completion]) -> list[tuple[int, int]]:
    """Course and its completions, the most first."""
    counted = Counter(item.course for item in completions)
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def people_by_gender(completions: Iterable[Completion]) -> dict[str, int | None]:
    """Gender ("" where none is given) → how many people completed a course; None where it is not shown.

    Groups nobody is in are left out. A group of one to four people is not shown; where those who are not
    shown would be fewer than five together, another group is not shown either, those of no gender given
    before the smallest: else the one could be worked out from the sum.
    """
    groups = Counter({item.person: item.gender for item in completions}.values())
    hidden = {gender for gender, number in groups.items() if number < FEWEST}
    rest = sorted(set(groups) - hidden, key=lambda gender: (gender != "", groups[gender], gender))
    while hidden and rest and sum(groups[gender] for gender in hidden) < FEWEST:
        hidden.add(rest.pop(0))
    return {gender: None if gender in hidden else groups[gender] for gender in sorted(groups)}


@dataclass(frozen=True)
class Span:
    """Weeks ``first`` to ``last`` (None: and longer), and how many completions took so long."""

    first: int
    last: int | None
    number: int


@dataclass(frozen=True)
class Spread:
    """How long completions took. ``median_days`` is the middle; ``place`` where it stands, in columns."""

    spans: tuple[Span, ...]
    median_days: float
    place: float

    @property
    def median_weeks(self) -> int:
        """The week, counted from one, in which the middle one was completed."""
        return int(self.median_days // WEEK) + 1


def spread_of(days: Sequence[int]) -> Spread | None:
    """Completions by the weeks they took; None of none.

    Columns hold 1, 2, 4, … weeks: as few as bring nine of ten completions into twelve columns. A completion
    after 0 to 6 days is in week 1.
    """
    if not days:
        return None
    weeks = sorted(day // WEEK for day in days)
    usual = weeks[(len(weeks) * 9 - 1) // 10]
    wide = 1
    while wide * MOST_COLUMNS <= usual:
        wide *= 2
    number = min(weeks[-1] // wide + 1, MOST_COLUMNS)
    is_open = weeks[-1] // wide >= number
    counted = Counter(min(week // wide, number - 1) for week in weeks)
    middle = median(days)
    return Spread(
        spans=tuple(
            Span(
                first=place * wide + 1,
                last=None if is_open and place == number - 1 else (place + 1) * wide,
                number=counted[place],
            )
            for place in range(number)
        ),
        median_days=middle,
        # In the middle of the day, so that a median of 0 days stands in its column.
        place=min((middle + 0.5) / WEEK / wide, float(number)),
    )


class Said(StrEnum):
    """What can be said of the completions; ``numbers`` of a finding as said here."""

    NOTHING = "nothing"
    NONE = "none"  # before
    FIRST = "first"  # now
    ROSE = "rose"  # now, before
    FELL = "fell"  # now, before
    SAME = "same"  # now
    ONE_COURSE = "one_course"  # course
    MOST = "most"  # number of the first course, all; course: more than half
    FIRST_COURSE = "first_course"  # number of the first course; course: more than any other
    ON_TIME = "on_time"  # on time, all that were due


@dataclass(frozen=True)
class Finding:
    said: Said
    numbers: tuple[int, ...] = ()
    course: int | None = None


def findings(
    *, completed: Number, courses: Sequence[tuple[int, int]], on_time: int, due: int
) -> list[Finding]:
    """What the numbers say, the most important first: at most three findings.

    ``courses`` as ``by_course`` sorts them. No course is named as the first where two share the place.
    """
    found = [_of_completions(completed.now or 0, completed.before or 0)]
    found += _of_courses(courses)
    if due:
        found.append(Finding(Said.ON_TIME, (on_time, due)))
    return found


def _of_completions(now: int, before: int) -> Finding:
    if not now:
        return Finding(Said.NONE, (before,)) if before else Finding(Said.NOTHING)
    if not before:
        return Finding(Said.FIRST, (now,))
    if now == before:
        return Finding(Said.SAME, (now,))
    return Finding(Said.ROSE if now > before else Said.FELL, (now, before))


def _of_courses(courses: Sequence[tuple[int, int]]) -> list[Finding]:
    if len(courses) == 1:
        return [Finding(Said.ONE_COURSE, course=courses[0][0])]
    if not courses or courses[0][1] == courses[1][1]:
        return []
    (first, number), whole = courses[0], sum(number for _course, number in courses)
    said = Said.MOST if 2 * number > whole else Said.FIRST_COURSE
    return [Finding(said, (number, whole), course=first)]


def in_order(courses: Sequence[tuple[int, int]], names: Mapping[int, str]) -> list[tuple[int, int]]:
    """The same, courses with as many completions by their names."""
    return sorted(courses, key=lambda item: (-item[1], names[item[0]]))
