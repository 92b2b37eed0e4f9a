"""A session before it is made: its number, whether it may start on a day, and all of its dates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, QuerySet

from .models import Programme, ProgrammeEvent, ProgrammeSession
from .rules import calendar
from .sessions import Dates, NumberTaken, laid_out


@dataclass(frozen=True)
class Plan:
    """``events``: each event of the programme with its day, the earliest first."""

    weeks: tuple[calendar.Week, ...]
    events: tuple[tuple[ProgrammeEvent, calendar.Placed], ...]

    @property
    def last_day(self) -> date:
        return self.weeks[-1].monday + timedelta(days=calendar.WORKING_DAYS - 1)


def all_programmes() -> QuerySet[Programme]:
    """Every programme by its code, also those that are no longer offered."""
    return Programme.objects.order_by("code")


def all_sessions() -> QuerySet[ProgrammeSession]:
    """Every session, the latest first, with its programme."""
    return ProgrammeSession.objects.select_related("programme")


def next_number(programme: Programme) -> int:
    """One more than that of any session there is."""
    return (programme.sessions.aggregate(last=Max("number"))["last"] or 0) + 1


def must_be_free(programme: Programme, number: int) -> None:
    """Raises NumberTaken where a session has this number."""
    there = programme.sessions.select_related("programme", "made_by").filter(number=number).first()
    if there is not None:
        raise NumberTaken(there)


def may_start(programme: Programme, day: date, closed: Collection[date] = ()) -> bool:
    """Whether a session can start that day: on a Monday, or on the first working day of its week; on any day
    where nothing of the programme stands in a week."""
    if not programme.events.filter(week__isnull=False).exists():
        return True
    monday = day - timedelta(days=day.isoweekday() - 1)
    week = (monday + timedelta(days=place) for place in range(calendar.WORKING_DAYS))
    first = next((each for each in week if calendar.is_working(each, closed)), monday)
    return day in (monday, first)


def plan_of(programme: Programme, dates: Dates) -> Plan:
    """The days that a session of a programme would have; nothing is written. One query. Raises
    calendar.CalendarFault, ValueError where every day of a year is closed."""
    events = list(programme.events.select_related("module"))
    placed = laid_out(events, dates)
    days = sorted(((event, placed[event.code]) for event in events), key=lambda pair: pair[1].on)
    return Plan(calendar.weeks_of(dates.starts_on, programme.weeks, dates.closed), tuple(days))
