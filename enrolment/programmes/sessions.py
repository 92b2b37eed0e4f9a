"""Sessions as dated copies of their programme, and what moves when one of their dates does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from modeltranslation.utils import get_translation_fields

from .models import (
    ClosedDay,
    Programme,
    ProgrammeSession,
    SessionChange,
    SessionEvent,
    SessionModule,
)
from .models.templates import EventFacts, ModuleFacts, Regulation
from .module_runs import open_runs, sync_runs
from .rules import calendar
from .template_values import place_of

if TYPE_CHECKING:
    from clikc.people.models import User


class SessionChanged(Exception):
    """Somebody else changed the session since the page was made, or what would move is not what was shown."""


class SessionIsClosed(Exception):
    """Nothing is moved any more."""


class NumberTaken(Exception):
    """The programme has another session of this number: ``session``, with who made it."""

    def __init__(self, session: ProgrammeSession):
        super().__init__(session.pk)
        self.session = session


# What is said of a session when it is made, and by whom.
SAID = ("language", "starts_on", "time_zone", "place", "made_by_id")


@dataclass(frozen=True)
class Dates:
    """What the calendar of a session follows from. ``closed``: day → its name. ``pinned``: code of an event →
    the day set by hand."""

    starts_on: date
    closed: Mapping[date, str] = field(default_factory=dict)
    pinned: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Preview:
    """What other dates would move, the earliest first, and which events would stand the wrong way round
    (pairs of codes, the earlier of the programme first). ``digest`` names it for the confirmation."""

    moves: tuple[calendar.Move, ...]
    out_of_order: tuple[tuple[str, str], ...]
    weeks: tuple[calendar.Week, ...]
    digest: str


def dates_of(session: ProgrammeSession) -> Dates:
    """Two queries."""
    closed = {day.on: day.name for day in session.closed_days.all()}
    pinned = {event.code: event.on for event in session.events.all() if event.is_pinned}
    return Dates(session.starts_on, closed, pinned)


def weeks_of(session: ProgrammeSession) -> tuple[calendar.Week, ...]:
    """Its weeks by their numbers. One query."""
    closed = session.closed_days.values_list("on", flat=True)
    return calendar.weeks_of(session.starts_on, session.weeks, list(closed))


def preview_dates(session: ProgrammeSession, dates: Dates) -> Preview:
    """What would move if the session had these dates; nothing is written. Raises calendar.CalendarFault."""
    events = list(session.events.all())
    before = {event.code: calendar.Placed(event.on, event.wanted_on) for event in events}
    after = laid_out(events, dates)
    pairs = _pairs(events)
    moves = calendar.moves_between(before, after)
    wrong = tuple(calendar.in_order(after, pairs))
    weeks = calendar.weeks_of(dates.starts_on, session.weeks, dates.closed)
    return Preview(moves, wrong, weeks, _digest(session, dates, moves))


@transaction.atomic
def move_session(
    *, session_id: int, dates: Dates, digest: str, by: User | None, role: str = "", reason: str = ""
) -> ProgrammeSession:
    """Give a session these dates, as ``digest`` of a preview was confirmed. Safe to call twice: what is so
    already stays. Raises SessionChanged, SessionIsClosed, calendar.CalendarFault."""
    session = lock_session(session_id)
    if dates == dates_of(session):
        return session
    if session.closed_at is not None:
        raise SessionIsClosed
    preview = preview_dates(session, dates)
    if preview.digest != digest:
        raise SessionChanged
    before = session.starts_on
    _write_dates(session, dates)
    sync_runs(session)
    changed = {f"event:{move.code}": [_iso(move.before), _iso(move.after)] for move in preview.moves}
    if dates.starts_on != before:
        changed["starts_on"] = [_iso(before), _iso(dates.starts_on)]
    note(session, SessionChange.Kind.MOVED, by=by, role=role, reason=reason, changed=changed)
    return session


@transaction.atomic
def make_session(
    *,
    programme: Programme,
    number: int,
    language: str,
    starts_on: date,
    time_zone: str,
    by: User | None,
    role: str = "",
    closed: Mapping[date, str] | None = None,
    place: str = "",
) -> ProgrammeSession:
    """A session of a programme on dates, with all that the programme has.

    Safe to call twice: whoever says the same again, as a form that is sent twice does, gets the session she
    made. Raises NumberTaken where a session of this number was made by somebody else or says something else,
    also where that happened this very moment; calendar.CalendarFault.
    """
    programme = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    session = ProgrammeSession(
        programme=programme,
        number=number,
        language=language,
        starts_on=starts_on,
        time_zone=time_zone,
        place=place,
        weeks=programme.weeks,
        hours=programme.hours,
        made_by=by,
        **columns_of(programme, Regulation),
    )
    copy_words(programme, session, ("title",))
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError:
        return _said_again(session, closed or {})
    ClosedDay.objects.bulk_create(
        ClosedDay(session=session, on=on, name=name) for on, name in (closed or {}).items()
    )
    modules = _copy_modules(programme, session)
    _copy_events(programme, session, modules, Dates(starts_on, closed or {}))
    open_runs(session, by=by)
    note(session, SessionChange.Kind.MADE, by=by, role=role)
    return session


def _said_again(session: ProgrammeSession, closed: Mapping[date, str]) -> ProgrammeSession:
    """The session that has the number already, where it is the same. Raises NumberTaken."""
    found = ProgrammeSession.objects.select_related("programme", "made_by")
    there = found.get(programme=session.programme_id, number=session.number)
    is_same = all(getattr(there, name) == getattr(session, name) for name in SAID)
    if is_same and dates_of(there).closed == closed:
        return there
    raise NumberTaken(there)


def lock_session(pk: int) -> ProgrammeSession:
    """The session with its programme, locked until the end of the transaction. Locked before runs."""
    found = ProgrammeSession.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related("programme").get(pk=pk)


def lock_open_sessions_of(run_ids: Iterable[int]) -> None:
    """The sessions whose modules these runs teach, locked in their order. Raises SessionIsClosed."""
    found = ProgrammeSession.objects.filter(modules__run__in=list(run_ids)).order_by("pk")
    for pk in found.values_list("pk", flat=True).distinct():
        if lock_session(pk).closed_at is not None:
            raise SessionIsClosed


def note(session: ProgrammeSession, kind: str, *, by, role="", reason="", changed=None) -> SessionChange:
    """Write down a change, under the lock of the session; the next version."""
    session.version += 0 if kind == SessionChange.Kind.MADE else 1
    session.save(update_fields=["version"])
    return SessionChange.objects.create(
        session=session,
        kind=kind,
        version=session.version,
        by=by,
        role=role,
        reason=reason[:300],
        changed=changed or {},
        at=timezone.now(),
    )


def columns_of(record, base: type) -> dict[str, object]:
    """The columns that an abstract model gives, by their names; translated titles are copied apart."""
    names = [item.attname for item in base._meta.local_fields if item.name != "title"]
    return {name: getattr(record, name) for name in names}


def copy_words(one, other, names: Iterable[str]) -> None:
    """The words of one record to another, in every language."""
    for name in names:
        for column in get_translation_fields(name):
            setattr(other, column, getattr(one, column))


def _copy_modules(programme: Programme, session: ProgrammeSession) -> dict[int, SessionModule]:
    """Id of the programme's module → that of the session."""
    copied = {}
    for module in programme.modules.all():
        copy = SessionModule(session=session, **columns_of(module, ModuleFacts))
        copy_words(module, copy, ("title",))
        copy.save()
        copied[module.pk] = copy
    return copied


def _copy_events(programme, session, modules: Mapping[int, SessionModule], dates: Dates) -> None:
    events = list(programme.events.all())
    placed = laid_out(events, dates)
    made = []
    for event in events:
        where = placed[event.code]
        copy = SessionEvent(
            session=session,
            module=modules.get(event.module_id),
            on=where.on,
            wanted_on=where.wanted,
            **columns_of(event, EventFacts),
        )
        copy_words(event, copy, ("title",))
        made.append(copy)
    SessionEvent.objects.bulk_create(made)


def _write_dates(session: ProgrammeSession, dates: Dates) -> None:
    session.starts_on = dates.starts_on
    session.save(update_fields=["starts_on"])
    session.closed_days.all().delete()
    _write_closed(session, dates)
    lay_out_anew(session, dates)


def lay_out_anew(session: ProgrammeSession, dates: Dates) -> None:
    """Put every event on its day, under the lock of the session."""
    events = list(session.events.all())
    placed = laid_out(events, dates)
    for event in events:
        event.on, event.wanted_on = placed[event.code].on, placed[event.code].wanted
        event.is_pinned = event.code in dates.pinned
    SessionEvent.objects.bulk_update(events, ["on", "wanted_on", "is_pinned"], batch_size=200)


def _write_closed(session: ProgrammeSession, dates: Dates) -> None:
    days = sorted(dates.closed.items())
    ClosedDay.objects.bulk_create(ClosedDay(session=session, on=on, name=name) for on, name in days)


def laid_out(events: Iterable[EventFacts], dates: Dates) -> dict[str, calendar.Placed]:
    """Code → the day of each event on these dates. Raises calendar.CalendarFault."""
    return calendar.lay_out(
        [calendar.Event(event.code, place_of(event), calendar.Shift(event.shift)) for event in events],
        start=dates.starts_on,
        closed=set(dates.closed),
        pinned=dates.pinned,
    )


def _pairs(events: Iterable[EventFacts]) -> list[tuple[str, str]]:
    """What the programme has in an order: an event and what hangs on it; what opens a module, is due in it
    and closes it."""
    events = list(events)
    hanging = [(event.after, event.code) for event in events if event.after and event.days_after >= 0]
    opens = {event.module_id: event.code for event in events if event.kind == EventFacts.Kind.OPENS}
    kinds = EventFacts.Kind
    inside = {kinds.DUE, kinds.QUIZ, kinds.LIVE}
    behind = [
        (opens[item.module_id], item.code)
        for item in events
        if item.kind in inside and item.module_id in opens
    ]
    return [*hanging, *behind]


def _digest(session: ProgrammeSession, dates: Dates, moves: Iterable[calendar.Move]) -> str:
    said = [
        session.pk,
        session.version,
        _iso(dates.starts_on),
        sorted((_iso(on), name) for on, name in dates.closed.items()),
        sorted((code, _iso(on)) for code, on in dates.pinned.items()),
        [(move.code, _iso(move.before), _iso(move.after)) for move in moves],
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _iso(day: date | None) -> str | None:
    return day and day.isoformat()
