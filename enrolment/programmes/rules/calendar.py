"""Which real dates the weeks and events of a programme fall on. Pure.

A template knows no dates: an event stands in a week and on a weekday of it, or in a month and on a day of
it, or so many days behind another event. A session gives the start and the days on which nobody works; from
these alone its calendar follows, so that one change moves whatever hangs on it.

No convention of the customs world rules this: it is our own regulation. Weeks run from Monday to Sunday,
and week 1 is the week of the start (sessions of the VCOA ran Monday to Friday: session 8 from 3 September
to 7 December 2018, session 17 until 16 June 2023, fourteen weeks each). A week whose five working days are
all closed is a pause: it has no number, and the weeks behind it come a week later. A single closed day
moves what stands on it, each event in its own way; so does a weekend, unless the template itself names it.
"""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
WORKING_DAYS = 5
# Nobody closes for longer; beyond it a list of closed days is a mistake.
MOST_CLOSED_IN_A_ROW = 366


class Shift(StrEnum):
    """Where an event goes that falls on a day on which nobody works."""

    NEXT = "next"
    PREVIOUS = "previous"
    STAY = "stay"


class Why(StrEnum):
    """Why an event is not on the day that the template alone would give it."""

    PINNED = "pinned"
    CLOSED = "closed"
    WEEKEND = "weekend"


class CalendarFault(ValueError):
    """The template cannot be laid out: an event follows one that is not there, or itself by a detour.

    ``code`` is the event's.
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class InWeek:
    """The ``weekday`` (1 Monday to 7 Sunday) of a week: 1 is that of the start, 0 the one before it."""

    week: int
    weekday: int


@dataclass(frozen=True)
class InMonth:
    """A day of a month: 0 is the month of the start, -9 nine months before; beyond its end, its last day."""

    month: int
    day: int


@dataclass(frozen=True)
class After:
    """So many days behind (or, below 0, before) the day another event really falls on."""

    code: str
    days: int


@dataclass(frozen=True)
class Event:
    """Something of a template that happens on a day."""

    code: str
    at: InWeek | InMonth | After
    shift: Shift = Shift.NEXT


@dataclass(frozen=True)
class Placed:
    """The day of an event. ``wanted`` is the day the template asks for; ``why`` says why it is another."""

    on: date
    wanted: date
    why: Why | None = None


@dataclass(frozen=True)
class Week:
    """A week of a session by its number, from Monday to Sunday; ``closed`` are its closed working days."""

    number: int
    monday: date
    closed: tuple[date, ...] = ()

    @property
    def sunday(self) -> date:
        return self.monday + 6 * DAY


@dataclass(frozen=True)
class Move:
    """An event that a change takes to another day; ``None`` where it was not, or is not any more."""

    code: str
    before: date | None
    after: date | None


def weeks_of(start: date, number: int, closed: Collection[date] = ()) -> tuple[Week, ...]:
    """The weeks 1 to ``number`` of a session, pauses left out."""
    days = frozenset(closed)
    return tuple(week for week, _ in zip(_weeks_from(_monday(start), days), range(number), strict=False))


def is_working(day: date, closed: Collection[date]) -> bool:
    """Whether people work that day: Monday to Friday, and not closed."""
    return day.isoweekday() <= WORKING_DAYS and day not in closed


def lay_out(
    events: Iterable[Event],
    *,
    start: date,
    closed: Collection[date] = (),
    pinned: Mapping[str, date] | None = None,
) -> dict[str, Placed]:
    """Code → the day of each event. ``pinned``: code → the day somebody has set by hand, closed or not.

    Raises CalendarFault for an event that hangs on none that is there. The order of the events is of no
    matter; two of one code are a ValueError.
    """
    events = list(events)
    by_code = {event.code: event for event in events}
    if len(by_code) < len(events):
        raise ValueError("Two events have the same code.")
    days, pinned, found = frozenset(closed), pinned or {}, {}
    for event in events:
        _place(event, by_code, start, days, pinned, found, ())
    return {event.code: found[event.code] for event in events}


def moves_between(before: Mapping[str, Placed], after: Mapping[str, Placed]) -> tuple[Move, ...]:
    """What another calendar would move, the earliest first."""
    moves = []
    for code in {**before, **after}:
        was, will = (found[code].on if code in found else None for found in (before, after))
        if was != will:
            moves.append(Move(code, was, will))
    return tuple(sorted(moves, key=lambda move: (move.after or move.before, move.code)))


def in_order(placed: Mapping[str, Placed], pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of pairs (earlier, later) those that stand the wrong way round on the real days."""
    there = ((one, two) for one, two in pairs if one in placed and two in placed)
    return [(one, two) for one, two in there if placed[one].on > placed[two].on]


def _place(event, by_code, start, closed, pinned, found, behind) -> Placed:
    """The day of an event, after that of what it hangs on; ``behind`` are the events it was asked for by."""
    if event.code in found:
        return found[event.code]
    if event.code in behind:
        raise CalendarFault(event.code)
    if isinstance(event.at, After):
        earlier = by_code.get(event.at.code)
        if earlier is None:
            raise CalendarFault(event.code)
        base = _place(earlier, by_code, start, closed, pinned, found, (*behind, event.code))
        wanted = base.on + event.at.days * DAY
    else:
        wanted = _day_of(event.at, start, closed)
    found[event.code] = _settled(wanted, event, closed, pinned)
    return found[event.code]


def _settled(wanted: date, event: Event, closed: frozenset[date], pinned: Mapping[str, date]) -> Placed:
    if event.code in pinned:
        return Placed(pinned[event.code], wanted, Why.PINNED)
    # Who names a weekday means it; a day of a month, or behind another, falls on a weekend by chance.
    stays = wanted not in closed if isinstance(event.at, InWeek) else is_working(wanted, closed)
    on = wanted if stays else _shifted(wanted, event.shift, closed)
    return Placed(on, wanted, None if on == wanted else Why.CLOSED if wanted in closed else Why.WEEKEND)


def _shifted(day: date, shift: Shift, closed: frozenset[date]) -> date:
    """From a day to the nearest working day in a direction."""
    if shift == Shift.STAY:
        return day
    step = DAY if shift == Shift.NEXT else -DAY
    for _ in range(MOST_CLOSED_IN_A_ROW):
        day += step
        if is_working(day, closed):
            return day
    raise ValueError("Every day of a year is closed.")


def _day_of(at: InWeek | InMonth, start: date, closed: frozenset[date]) -> date:
    if isinstance(at, InMonth):
        return _in_month(start, at.month, at.day)
    if at.week < 1:
        # Before the start nothing pauses.
        return _monday(start) + (at.week - 1) * WEEK + (at.weekday - 1) * DAY
    return weeks_of(start, at.week, closed)[-1].monday + (at.weekday - 1) * DAY


def _in_month(start: date, months: int, day: int) -> date:
    index = start.year * 12 + start.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _monday(day: date) -> date:
    return day - (day.isoweekday() - 1) * DAY


def _weeks_from(monday: date, closed: frozenset[date]) -> Iterator[Week]:
    number, pauses = 1, 0
    while True:
        days = [monday + place * DAY for place in range(WORKING_DAYS)]
        shut = tuple(day for day in days if day in closed)
        if len(shut) == WORKING_DAYS:
            pauses += 1
            if pauses * 7 > MOST_CLOSED_IN_A_ROW:
                raise ValueError("Every day of a year is closed.")
        else:
            yield Week(number, monday, shut)
            number, pauses = number + 1, 0
        monday += WEEK
