"""Where an officer stands in a course, and whether she may be reminded of it. Pure.

The first that is true, in this order:

finished      the course is completed: whatever happened before or since.
left          she left the course, or her account is closed: nothing is expected of her.
invited       she has not accepted her invitation yet, so she cannot have begun.
not_opened    the course opens on a later day.
not_started   she has done nothing in it; also where the due day is past, as the reasons say.
behind        the due day is past; or a quarter of the time has gone, and the share she has done is more
              than 20 percentage points under the share of the time that has gone.
idle          she has done nothing for 14 days.
on_track      none of these.

A due day is met until its end where she is. Time runs from the day the course opens, or from the day (in
UTC) she came into it where that is later, to the due day; without a due day nobody is behind. What is done
counts in required activities, as completion judges it. ``sql.py`` says the same to the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

IDLE_AFTER = timedelta(days=14)
REMINDED_AGAIN_AFTER = timedelta(days=3)
# A quarter of the time, and twenty percentage points: one over each of these.
QUARTER = 4
FIFTH = 5


class Kind(StrEnum):
    INVITED = "invited"
    NOT_OPENED = "not_opened"
    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    IDLE = "idle"
    FINISHED = "finished"
    LEFT = "left"


class Why(StrEnum):
    """What speaks for a standing; ``days`` of a reason is counted as said here."""

    OPENS = "opens"  # days until it opens
    OVERDUE = "overdue"  # days since it was due
    DUE = "due"  # days until it is due: 0 is today
    SLOW = "slow"  # less done than time gone
    IDLE = "idle"  # days since she did something
    CLOSED = "closed"  # her account is closed


@dataclass(frozen=True)
class Facts:
    """What is known of an enrolment. ``now`` and ``last_active_at`` are aware; ``today`` is the day where
    the officer is; ``starts_on`` the day from which her time runs."""

    now: datetime
    today: date
    starts_on: date
    is_active: bool = True
    has_account: bool = True
    is_invited: bool = False
    is_finished: bool = False
    opens_on: date | None = None
    due_on: date | None = None
    last_active_at: datetime | None = None
    done: int = 0
    required: int = 0


@dataclass(frozen=True)
class Reason:
    why: Why
    days: int = 0


@dataclass(frozen=True)
class Standing:
    kind: Kind
    reasons: tuple[Reason, ...] = ()


def standing_of(facts: Facts) -> Standing:
    """Where she stands, and why."""
    kind = _kind(facts)
    return Standing(kind, tuple(_reasons(kind, facts)))


def _kind(facts: Facts) -> Kind:
    if facts.is_finished:
        return Kind.FINISHED
    if not (facts.is_active and facts.has_account):
        return Kind.LEFT
    if facts.is_invited:
        return Kind.INVITED
    if facts.opens_on and facts.opens_on > facts.today:
        return Kind.NOT_OPENED
    if facts.last_active_at is None:
        return Kind.NOT_STARTED
    if is_overdue(facts) or is_slow(facts):
        return Kind.BEHIND
    return Kind.IDLE if is_idle(facts) else Kind.ON_TRACK


def is_overdue(facts: Facts) -> bool:
    return facts.due_on is not None and facts.due_on < facts.today


def is_slow(facts: Facts) -> bool:
    """Whether less is done than the time that has gone asks for. In whole numbers, as a database counts."""
    if facts.due_on is None:
        return False
    gone = (facts.today - facts.starts_on).days
    whole = (facts.due_on - facts.starts_on).days
    is_time = QUARTER * gone >= whole
    return is_time and FIFTH * facts.done * whole < facts.required * (FIFTH * gone - whole)


def is_idle(facts: Facts) -> bool:
    return facts.last_active_at is not None and facts.last_active_at <= facts.now - IDLE_AFTER


def _reasons(kind: Kind, facts: Facts):
    if kind == Kind.LEFT and not facts.has_account:
        yield Reason(Why.CLOSED)
    if kind in (Kind.FINISHED, Kind.LEFT):
        return
    if kind == Kind.NOT_OPENED:
        yield Reason(Why.OPENS, (facts.opens_on - facts.today).days)
    if is_overdue(facts):
        yield Reason(Why.OVERDUE, (facts.today - facts.due_on).days)
    elif facts.due_on:
        yield Reason(Why.DUE, (facts.due_on - facts.today).days)
    if kind == Kind.BEHIND and not is_overdue(facts):
        yield Reason(Why.SLOW)
    if is_idle(facts):
        yield Reason(Why.IDLE, (facts.now - facts.last_active_at).days)


class NoReminder(StrEnum):
    """Why somebody gets no reminder."""

    CLOSED = "closed"
    INVITED = "invited"
    REMINDED = "reminded"
    NOT_OPENED = "not_opened"
    FINISHED = "finished"
    LEFT = "left"


REMINDABLE = frozenset({Kind.NOT_STARTED, Kind.ON_TRACK, Kind.BEHIND, Kind.IDLE})


def why_no_reminder(
    *, kinds: frozenset[Kind], has_account: bool, last_reminded_at: datetime | None, now: datetime
) -> NoReminder | None:
    """Why an officer who stands so in the chosen courses gets no reminder; None where she gets one.

    One letter names all her courses, so what counts is when she had one last, whatever of.
    """
    if not has_account:
        return NoReminder.CLOSED
    if not kinds & REMINDABLE:
        named = (Kind.INVITED, Kind.NOT_OPENED, Kind.FINISHED)
        return next((NoReminder(kind.value) for kind in named if kind in kinds), NoReminder.LEFT)
    if last_reminded_at is not None and now - last_reminded_at < REMINDED_AGAIN_AFTER:
        return NoReminder.REMINDED
    return None
