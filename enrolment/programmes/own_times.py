"""The times of a session's works and tests as they are for one reader, put over those of everybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from .models import SessionEvent, SessionModule

if TYPE_CHECKING:
    from .timeline import Entry
    from .words import Titled

ENDS = frozenset({SessionEvent.Kind.DUE, SessionEvent.Kind.QUIZ})


@dataclass(frozen=True)
class OwnTime:
    """When a work is due, or a test closes (``kind``: ``due``, ``quiz``), for one reader; ``words`` name it
    where its event is that of several."""

    run_id: int
    kind: str
    activity_id: UUID
    at: datetime
    words: Titled | None = None


def with_own_times(
    entries: Iterable[Entry],
    own: Iterable[OwnTime],
    *,
    modules: Iterable[SessionModule],
    zone: str,
    now: datetime,
) -> Iterator[Entry]:
    """The entries, each work and test at the reader's own time. Of an event that is that of several, those at
    another time stand beside it; where none is left at its time, the first of them stands for it."""
    entries = list(entries)
    theirs = _by_event(entries, own, {item.pk: item.run_id for item in modules if item.run_id})
    for entry in entries:
        times = sorted(theirs.get(entry.event.pk, ()), key=lambda time: time.at)
        other = [time for time in times if _minute(time.at) != _minute(entry.at)]
        if len(other) < len(times) or not times:
            yield entry
        elif len({time.at for time in times}) == 1:
            yield _moved(entry, times[0], zone, now)
            continue
        for place, time in enumerate(other):
            stands_for_it = place == 0 and len(other) == len(times)
            beside = "" if stands_for_it else f"-{time.activity_id}"
            named = {"activity_id": time.activity_id, "words": time.words or entry.words, "beside": beside}
            yield replace(_moved(entry, time, zone, now), **named)


def _by_event(entries: Iterable[Entry], own: Iterable[OwnTime], runs: dict[int, int]) -> dict:
    """Event id → the own times that are its, as the dates of runs are made of events
    (``module_runs.py``)."""
    events: dict[tuple, int] = {}
    for event in sorted((entry.event for entry in entries), key=lambda event: (event.on, event.position)):
        if event.kind in ENDS and event.at is not None and event.module_id in runs:
            events[runs[event.module_id], event.kind, event.activity_id] = event.pk
    found: dict[int, list[OwnTime]] = defaultdict(list)
    for time in own:
        of_all = events.get((time.run_id, time.kind, None))
        found[events.get((time.run_id, time.kind, time.activity_id), of_all)].append(time)
    return found


def _moved(entry: Entry, time: OwnTime, zone: str, now: datetime) -> Entry:
    day = time.at.astimezone(ZoneInfo(zone)).date()
    return replace(entry, at=time.at, day=day, is_past=time.at < now, is_moved=True)


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
