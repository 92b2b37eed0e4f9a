"""What is changed in a session beside its dates (``sessions.py``): its facts, its regulation, its events,
and that it is announced. Each change is a version with who and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clikc.foundation.zones import zone_named

from .models import ProgrammeSession, SessionChange, SessionEvent
from .module_runs import sync_runs
from .rules.templates import Event, faults_of_events, faults_of_regulation
from .sessions import SessionChanged, SessionIsClosed, dates_of, lay_out_anew, lock_session, note
from .template_checks import faults_in_parts
from .template_faults import (
    LONGEST_TITLE,
    Refusal,
    TemplateRefused,
    as_refusals,
    refused_columns,
    refused_words,
)
from .template_values import (
    REGULATION,
    activities_of,
    event_columns,
    events_of,
    modules_of,
    words_of,
    write_words,
)

if TYPE_CHECKING:
    from clikc.people.models import User

Kind = SessionChange.Kind
FACTS = ("number", "language", "time_zone", "place", "weeks", "hours")
# What people are told of an event; where it stands is the calendar's.
OF_EVENT = ("at", "minutes", "zone", "link")


class RegulationIsFrozen(Exception):
    """Awards are decided by it already."""


class EventHolds(Exception):
    """Other events follow this one: ``titles`` are theirs."""

    def __init__(self, titles: Iterable[str]):
        super().__init__()
        self.titles = tuple(titles)


class EventIsKept(Exception):
    """It is on record who was there."""


@transaction.atomic
def change_session(
    *,
    session_id: int,
    facts: Mapping[str, object],
    seen: int | None = None,
    by: User | None,
    role: str = "",
    reason: str = "",
) -> ProgrammeSession:
    """Make a session what ``facts`` say: columns of FACTS and REGULATION, and ``titles`` by language. Safe to
    call twice: what is so already is no change.

    ``seen``: the version a page was made with. Raises SessionChanged, SessionIsClosed, RegulationIsFrozen,
    TemplateRefused with all that is wrong.
    """
    session = lock_session(session_id)
    changed = _differences(session, facts)
    if not changed:
        return session
    may_change(session, seen)
    if session.frozen_at is not None and changed.keys() & set(REGULATION):
        raise RegulationIsFrozen
    if "titles" in changed:
        write_words(session, "title", facts["titles"])
    for name in changed.keys() - {"titles"}:
        setattr(session, name, facts[name])
    if faults := _faults_of_session(session):
        raise TemplateRefused(faults)
    _save(session)
    if changed.keys() & {"language", "time_zone", "weeks"}:
        sync_runs(session)
    note(session, Kind.CHANGED, by=by, role=role, reason=reason, changed=changed)
    return session


@transaction.atomic
def announce_session(*, session_id: int, by: User | None, role: str = "") -> ProgrammeSession:
    """Let everybody know of a session. Safe to call twice: it is announced once."""
    session = lock_session(session_id)
    if session.announced_at is None:
        may_change(session, None)
        session.announced_at = timezone.now()
        session.save(update_fields=["announced_at"])
        note(session, Kind.ANNOUNCED, by=by, role=role)
    return session


@transaction.atomic
def change_event(
    *,
    session_id: int,
    code: str,
    facts: Mapping[str, object],
    seen: int | None = None,
    by: User | None,
    role: str = "",
) -> SessionEvent | None:
    """Say something else of an event of a session: ``titles`` by language, and columns of OF_EVENT; None
    where there is no such event. Its day stays. Safe to call twice. Raises as ``change_session`` does."""
    session = lock_session(session_id)
    event = session.events.filter(code=code).first()
    if event is None:
        return None
    before = {name: _plain(getattr(event, name)) for name in OF_EVENT if name in facts}
    words = words_of(event, "title")
    for name in before:
        setattr(event, name, facts[name])
    changed = {name: [was, _plain(facts[name])] for name, was in before.items() if was != _plain(facts[name])}
    if "titles" in facts and facts["titles"] != words:
        write_words(event, "title", facts["titles"])
        changed["titles"] = [words, facts["titles"]]
    if changed:
        may_change(session, seen)
        refuse(_faults_of_changed(event, facts))
        event.save()
        sync_runs(session)
        said = {f"event:{code}:{name}": values for name, values in changed.items()}
        note(session, Kind.CHANGED, by=by, role=role, changed=said)
    return event


@transaction.atomic
def add_event(
    *, session_id: int, event: Event, by: User | None, role: str = "", seen: int | None = None
) -> SessionEvent:
    """Put an event of its own into a session, on the day its place gives it. Raises TemplateRefused (at
    ``events``, behind those that are there), SessionChanged, SessionIsClosed."""
    session = lock_session(session_id)
    may_change(session, seen)
    there, modules = events_of(session), modules_of(session)
    refuse(faults_in_parts(modules, [event]) or _beside_others(session, [*there, event], modules))
    module = session.modules.select_related("course").filter(code=event.module).first()
    key = (module.course.code if module and module.course else "", event.activity)
    made = SessionEvent(
        session=session,
        module=module,
        activity=activities_of(modules).get(key),
        position=len(there),
        on=session.starts_on,
        wanted_on=session.starts_on,
        **event_columns(event),
    )
    write_words(made, "title", event.titles)
    made.save()
    _settle(session)
    made.refresh_from_db()
    changed = {f"event:{made.code}": [None, made.on.isoformat()]}
    note(session, Kind.CHANGED, by=by, role=role, changed=changed)
    return made


@transaction.atomic
def remove_event(
    *, session_id: int, code: str, by: User | None, role: str = "", seen: int | None = None
) -> bool:
    """Take an event out of a session; what was due by it in a course run stays due. Whether it was there.
    Raises EventHolds where others follow it, EventIsKept, SessionChanged, SessionIsClosed."""
    session = lock_session(session_id)
    event = session.events.filter(code=code).first()
    if event is None:
        return False
    may_change(session, seen)
    if behind := list(session.events.filter(after=code)):
        raise EventHolds(str(item) for item in behind)
    changed = {f"event:{code}": [event.on.isoformat(), None]}
    try:
        event.delete()
    except ProtectedError as kept:
        raise EventIsKept from kept
    sync_runs(session)
    note(session, Kind.CHANGED, by=by, role=role, changed=changed)
    return True


def may_change(session: ProgrammeSession, seen: int | None) -> None:
    """Raises SessionIsClosed, or SessionChanged where a page was made with another version."""
    if session.closed_at is not None:
        raise SessionIsClosed
    if seen is not None and seen != session.version:
        raise SessionChanged


def _settle(session: ProgrammeSession) -> None:
    """Every event on its day, every run on its dates."""
    lay_out_anew(session, dates_of(session))
    sync_runs(session)


def _differences(session: ProgrammeSession, facts: Mapping[str, object]) -> dict[str, list]:
    """Name of a fact → what it is and will be, for those that are other."""
    found = {}
    if "titles" in facts and facts["titles"] != (now := words_of(session, "title")):
        found["titles"] = [now, dict(facts["titles"])]
    for name in (*FACTS, *REGULATION):
        if name in facts and (now := getattr(session, name)) != facts[name]:
            found[name] = [_plain(now), _plain(facts[name])]
    return found


def _number_taken() -> Refusal:
    return Refusal(("facts", "number"), _("There is a session of this number already."))


def _save(session: ProgrammeSession) -> None:
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError:
        # Somebody gave the number to another one this very moment.
        raise TemplateRefused([_number_taken()]) from None


def _faults_of_session(session: ProgrammeSession) -> list[Refusal]:
    words = words_of(session, "title")
    found = [
        *refused_columns(("facts",), session, FACTS),
        *refused_columns(("regulation",), session, REGULATION),
        *refused_words(("titles",), words, longest=LONGEST_TITLE, is_needed=True),
    ]
    if zone_named(session.time_zone) is None:
        found.append(Refusal(("facts", "time_zone"), _("There is no such time zone.")))
    others = ProgrammeSession.objects.filter(programme=session.programme, number=session.number)
    if others.exclude(pk=session.pk).exists():
        found.append(_number_taken())
    return found or _beside_each_other(session)


def _beside_each_other(session: ProgrammeSession) -> list[Refusal]:
    modules = modules_of(session)
    found = as_refusals(faults_of_regulation({n: getattr(session, n) for n in REGULATION}, modules))
    last = max((item.last_week for item in modules), default=0)
    if last > session.weeks:
        message = _("A module goes on until week %(week)s.") % {"week": last}
        found.append(Refusal(("facts", "weeks"), message))
    weeks = [item.place.week for item in events_of(session) if hasattr(item.place, "week")]
    if weeks and max(weeks) > session.weeks:
        message = _("An event stands in week %(week)s.") % {"week": max(weeks)}
        found.append(Refusal(("facts", "weeks"), message))
    return found


def _beside_others(session: ProgrammeSession, events: list[Event], modules) -> list[Refusal]:
    """What is wrong with the last of these events beside the others."""
    last = len(events) - 1
    found = as_refusals(faults_of_events(events, modules, session.weeks))
    mine = [item for item in found if item.where[1:2] in ((last,), ())]
    return [Refusal(("events", 0, *item.where[2:]), item.message) for item in mine]


def _faults_of_changed(event: SessionEvent, facts: Mapping) -> list[Refusal]:
    where = ("events", 0)
    found = list(refused_columns(where, event, OF_EVENT))
    if "titles" in facts:
        titles = facts["titles"]
        found += refused_words((*where, "titles"), titles, longest=LONGEST_TITLE, is_needed=True)
    return found


def refuse(faults: list[Refusal]) -> None:
    """Raises TemplateRefused where there is a fault."""
    if faults:
        raise TemplateRefused(faults)


def _plain(value: object) -> object:
    """As it can be kept in a record of changes."""
    return value if value is None or isinstance(value, int | bool) else str(value)
