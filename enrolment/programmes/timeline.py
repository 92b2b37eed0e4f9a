"""A session as a picture and as a list: its weeks, its modules as bars, its events as marks, and today.

Two readers of one session may see other days: an event in one's own zone is on each one's own clock.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language_bidi

from clikc.foundation.plots import DayScale, Stretch, lanes_of
from clikc.foundation.zones import zone_named

from .models import ProgrammeSession, SessionEvent, SessionModule
from .own_times import OwnTime, with_own_times
from .rules import calendar
from .words import Titled, titled

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
# What is farther from the weeks stands in the list alone: a call nine months before would leave no room.
FARTHEST = 8 * WEEK
# Numbers of more weeks run into each other on a phone; so do marks nearer than this, in per cent.
MOST_NUMBERS, MOST_MONTHS, APART = 15, 6, 4.5
# Up to so many weeks the days are told apart.
WEEKS_IN_DAYS = 2
# Less of a month is not named.
DAYS_NAMED = 12
LANE = 18


@dataclass(frozen=True)
class Entry:
    """An event for one reader. ``at`` is a moment (None: it takes the whole ``day``); with ``is_own`` it is
    meant on the reader's own clock, else on the session's. ``day`` is that of the reader. It ``is_past`` once
    it has ended. It ``is_moved`` where the reader has another time than everybody; ``activity_id``: the one
    work or test it is of; ``beside``: what tells it from others of its event."""

    event: SessionEvent
    words: Titled
    module: Titled | None
    day: date
    at: datetime | None
    is_past: bool
    activity_id: UUID | None = None
    is_moved: bool = False
    beside: str = ""

    @property
    def code(self) -> str:
        """Its own in the session."""
        return f"{self.event.code}{self.beside}"

    @property
    def is_own(self) -> bool:
        return self.event.zone == SessionEvent.Zone.OWN

    @property
    def until(self) -> datetime | None:
        return self.at + timedelta(minutes=self.event.minutes) if self.at and self.event.minutes else None


@dataclass(frozen=True)
class WeekShown:
    """A week and what is in it. ``number`` None: a pause, or before the first one or behind the last."""

    number: int | None
    monday: date
    closed: tuple[tuple[date, str], ...]
    entries: tuple[Entry, ...]
    is_now: bool = False

    @property
    def sunday(self) -> date:
        return self.monday + 6 * DAY


@dataclass(frozen=True)
class Mark:
    """An event on a line; ``y`` in pixels from its top."""

    x: str
    y: int
    entry: Entry


@dataclass(frozen=True)
class Row:
    """A module, or (None) what belongs to none: its bar, and its events on it."""

    module: SessionModule | None
    words: Titled | None
    bar: Stretch | None
    marks: tuple[Mark, ...]
    height: int


@dataclass(frozen=True)
class Label:
    """A number of a week, or a day, below the line."""

    x: str
    number: int | None = None
    day: date | None = None


@dataclass(frozen=True)
class Timeline:
    """``picture`` parts are in per cent of its width; ``lines`` are the edges of weeks (or days), ``pauses``
    what is closed, ``today`` is "" where today is not on it."""

    session: ProgrammeSession
    zone: str
    weeks: tuple[WeekShown, ...]
    rows: tuple[Row, ...]
    numbers: tuple[Label, ...]
    months: tuple[Label, ...]
    lines: tuple[str, ...]
    pauses: tuple[Stretch, ...]
    today: str
    kinds: tuple[str, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All events, the earliest first."""
        return tuple(entry for week in self.weeks for entry in week.entries)

    @property
    def now(self) -> WeekShown | None:
        """The week it is."""
        return next((week for week in self.weeks if week.is_now), None)

    @property
    def words(self) -> Titled:
        """What the session is called."""
        return titled(self.session)


def timeline_of(
    session: ProgrammeSession, zone: str, now: datetime | None = None, own: Iterable[OwnTime] = ()
) -> Timeline:
    """A session for a reader in ``zone`` (that of the session where there is no such one), with the times of
    works and tests that are her ``own``. Three queries."""
    now = now or timezone.now()
    zone = zone if zone and zone_named(zone) else session.time_zone
    today = now.astimezone(zoneinfo.ZoneInfo(zone)).date()
    modules = list(session.modules.all())
    closed = {day.on: day.name for day in session.closed_days.all()}
    usual = _entries(session, modules, zone, now, today)
    entries = _in_order(with_own_times(usual, own, modules=modules, zone=zone, now=now), now)
    weeks = calendar.weeks_of(session.starts_on, session.weeks, closed)
    scale = _scale(weeks, entries)
    return Timeline(
        session=session,
        zone=zone,
        weeks=tuple(_weeks_shown(weeks, closed, entries, today)),
        rows=tuple(_rows(modules, entries, weeks, scale)),
        numbers=tuple(_numbers(weeks, scale)),
        months=tuple(_months(scale)) if len(weeks) > WEEKS_IN_DAYS else (),
        lines=tuple(_lines(weeks, scale)),
        pauses=tuple(_pauses(weeks, closed, scale)),
        today=scale.point(today),
        kinds=tuple(kind for kind in SessionEvent.Kind if any(entry.event.kind == kind for entry in entries)),
    )


def _entries(session, modules: Iterable[SessionModule], zone: str, now: datetime, today: date) -> list[Entry]:
    by_id = {module.pk: titled(module) for module in modules}
    own = zoneinfo.ZoneInfo(zone)
    found = []
    for event in session.events.all():
        event.session = session
        at = event.moment_in(zone) if event.at is not None else None
        day = at.astimezone(own).date() if at else event.on
        end = at + timedelta(minutes=event.minutes or 0) if at else None
        is_past = end < now if end else day < today
        module = by_id.get(event.module_id)
        found.append(Entry(event, titled(event), module, day, at, is_past, event.activity_id))
    return found


def _in_order(entries: Iterable[Entry], now: datetime) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.day, entry.at is not None, entry.at or now))


def _scale(weeks: tuple[calendar.Week, ...], entries: Iterable[Entry]) -> DayScale:
    first, last = weeks[0].monday, weeks[-1].sunday
    near = [entry.day for entry in entries if first - FARTHEST <= entry.day <= last + FARTHEST]
    earliest, latest = min([first, *near]), max([last, *near])
    return DayScale(_monday(earliest), _monday(latest) + 6 * DAY, mirrored=get_language_bidi())


def _weeks_shown(weeks, closed, entries: Iterable[Entry], today: date) -> Iterable[WeekShown]:
    """The weeks of the session, and others in which something happens or nobody works."""
    numbers = {week.monday: week.number for week in weeks}
    by_week: dict[date, list[Entry]] = {}
    for entry in entries:
        by_week.setdefault(_monday(entry.day), []).append(entry)
    pauses = {
        monday for one, two in pairwise(weeks) for monday in _mondays(one.monday + WEEK, two.monday - DAY)
    }
    for monday in sorted(numbers.keys() | by_week.keys() | pauses):
        days = tuple((on, name) for on, name in sorted(closed.items()) if _monday(on) == monday)
        is_now = monday == _monday(today)
        yield WeekShown(numbers.get(monday), monday, days, tuple(by_week.get(monday, ())), is_now)


def _rows(modules, entries: list[Entry], weeks, scale: DayScale) -> Iterable[Row]:
    for module in modules:
        first, last = (min(number, len(weeks)) - 1 for number in (module.first_week, module.last_week))
        bar = scale.stretch(weeks[first].monday, weeks[last].sunday)
        # The bar itself shows when a module opens.
        own = [entry for entry in entries if entry.event.module_id == module.pk and not _is_opening(entry)]
        yield _row(module, bar, own, scale)
    others = [entry for entry in entries if entry.event.module_id is None]
    if others:
        yield _row(None, None, others, scale)


def _row(module, bar: Stretch | None, entries: Iterable[Entry], scale: DayScale) -> Row:
    placed = [(place, entry) for entry in entries if (place := scale.place(entry.day)) is not None]
    lanes = lanes_of([place for place, _entry in placed], apart=APART)
    marks = tuple(
        Mark(scale.point(entry.day), LANE // 2 + lane * LANE, entry)
        for (_place, entry), lane in zip(placed, lanes, strict=True)
    )
    return Row(module, titled(module) if module else None, bar, marks, LANE * (max(lanes, default=0) + 1))


def _is_opening(entry: Entry) -> bool:
    return entry.event.kind == SessionEvent.Kind.OPENS


def _numbers(weeks, scale: DayScale) -> Iterable[Label]:
    if len(weeks) <= WEEKS_IN_DAYS:
        for day in _days(scale.first, scale.last, DAY):
            if day.isoweekday() <= calendar.WORKING_DAYS:
                yield Label(scale.point(day), day=day)
        return
    every = -(-len(weeks) // MOST_NUMBERS)
    for week in weeks:
        if (week.number - 1) % every == 0:
            yield Label(scale.point(week.monday, 3.5), number=week.number)


def _months(scale: DayScale) -> Iterable[Label]:
    months: dict[tuple[int, int], list[date]] = {}
    for day in _days(scale.first, scale.last, DAY):
        months.setdefault((day.year, day.month), []).append(day)
    # The name of a month stands in the middle of what is there of it, where there is room.
    named = [days for days in months.values() if len(days) >= DAYS_NAMED]
    every = -(-len(named) // MOST_MONTHS)
    for days in named[:: every or 1]:
        yield Label(scale.point(days[len(days) // 2]), day=days[0])


def _lines(weeks, scale: DayScale) -> Iterable[str]:
    step = DAY if len(weeks) <= WEEKS_IN_DAYS else WEEK
    for day in _days(scale.first + step, scale.last, step):
        yield scale.point(day, 0)


def _pauses(weeks, closed: Iterable[date], scale: DayScale) -> Iterable[Stretch]:
    """Closed days, and the weekends behind a closed week."""
    shut = set(closed)
    for one, two in pairwise(weeks):
        shut.update(_days(one.monday + WEEK, two.monday - DAY, DAY))
    yield from (stretch for day in sorted(shut) if (stretch := scale.stretch(day, day)))


def _days(first: date, last: date, step: timedelta) -> Iterable[date]:
    while first <= last:
        yield first
        first += step


def _mondays(first: date, last: date) -> Iterable[date]:
    return _days(first, last, WEEK)


def _monday(day: date) -> date:
    return day - (day.isoweekday() - 1) * DAY
