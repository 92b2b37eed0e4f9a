"""Whether a learner is at risk in a course run with tutors, and why. Pure.

Our own regulation; the numbers are a first guess, and ``Thresholds`` may hold others.

silent    no sign of life for 7 days; nobody is silent before the run has begun.
missed    two deadlines are past the last moment work was taken, and nothing was handed in.
falling   each of the last three scores is lower than the one before it, and from the first of these four
          to the last she lost 10 percentage points or more: three small slips are no fall.

Beside that: how one work stands for whoever looks after her, which of that may be said by name to whoever
marks it by code, and whether she is written to again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise


@dataclass(frozen=True)
class Thresholds:
    """From where on it is a risk: whole days, missed deadlines, falls in a row, percentage points."""

    silent_days: int = 7
    missed: int = 2
    falls: int = 3
    least_fall: Decimal = Decimal(10)


THRESHOLDS = Thresholds()
WRITTEN_AGAIN_AFTER = timedelta(days=3)


@dataclass(frozen=True)
class Deadline:
    """Something that was due. ``last_moment``: until when it is taken; None: nothing is taken later than
    ``due_at``, or late work always is, and then being late is already missing it."""

    due_at: datetime
    handed_in_at: datetime | None = None
    last_moment: datetime | None = None


@dataclass(frozen=True)
class Facts:
    """What is known of a learner. Moments are aware; ``begins_at`` is when the run opened for her.

    ``last_seen_at`` None: never seen, so her time runs from ``begins_at``; where neither is known nothing
    is said of her silence. ``scores`` are per cent, 0 to 100, in the order of time, the latest last.
    """

    now: datetime
    last_seen_at: datetime | None = None
    begins_at: datetime | None = None
    deadlines: tuple[Deadline, ...] = ()
    scores: tuple[Decimal, ...] = ()


class Why(StrEnum):
    SILENT = "silent"
    MISSED = "missed"
    FALLING = "falling"


@dataclass(frozen=True)
class Reason:
    """Why she is at risk, and what it is seen by.

    silent: ``days`` (whole ones), ``since`` (a moment). missed: ``count``, ``due`` (the moments, the oldest
    first). falling: ``scores`` (the four), ``points`` (percentage points lost).
    """

    code: Why
    facts: Mapping[str, object] = field(default_factory=dict)


def at_risk(*, facts: Facts, thresholds: Thresholds = THRESHOLDS) -> tuple[Reason, ...]:
    """Every reason why a learner is at risk, in the order of ``Why``; empty: she is not."""
    found = (_silence(facts, thresholds), _missed(facts, thresholds), _fall(facts, thresholds))
    return tuple(reason for reason in found if reason)


def _silence(facts: Facts, thresholds: Thresholds) -> Reason | None:
    known = [moment for moment in (facts.last_seen_at, facts.begins_at) if moment]
    if not known:
        return None
    since = max(known)
    silent = facts.now - since
    if silent < timedelta(days=thresholds.silent_days):
        return None
    return Reason(Why.SILENT, {"days": silent.days, "since": since})


def _missed(facts: Facts, thresholds: Thresholds) -> Reason | None:
    due = sorted(deadline.due_at for deadline in facts.deadlines if _is_missed(deadline, facts.now))
    if not due or len(due) < thresholds.missed:
        return None
    return Reason(Why.MISSED, {"count": len(due), "due": tuple(due)})


def _is_missed(deadline: Deadline, now: datetime) -> bool:
    return deadline.handed_in_at is None and now > (deadline.last_moment or deadline.due_at)


def _fall(facts: Facts, thresholds: Thresholds) -> Reason | None:
    last = facts.scores[-thresholds.falls - 1 :]
    if len(last) <= thresholds.falls or not all(later < before for before, later in pairwise(last)):
        return None
    points = last[0] - last[-1]
    if points < thresholds.least_fall:
        return None
    return Reason(Why.FALLING, {"scores": last, "points": points})


class WorkState(StrEnum):
    """How a work stands. OVERDUE: not handed in, and still taken; MISSED: taken no more. LATE: handed in
    late. EXCUSED: it is not asked of her; NO_TEAM: it is a team's, and she is in none. NOT_SHOWN: it is one
    of these, and not for whoever looks."""

    NOT_DUE = "not_due"
    HANDED_IN = "handed_in"
    LATE = "late"
    OVERDUE = "overdue"
    MISSED = "missed"
    GRADED = "graded"
    EXCUSED = "excused"
    NO_TEAM = "no_team"
    NOT_SHOWN = "not_shown"


def work_state(
    deadline: Deadline,
    *,
    now: datetime,
    late_days: int = 0,
    is_graded: bool = False,
    is_excused: bool = False,
    has_team: bool = True,
) -> WorkState:
    """How a work stands; ``late_days`` of what was handed in last. A grade says more than a hand-in."""
    if is_graded or is_excused:
        return WorkState.EXCUSED if is_excused else WorkState.GRADED
    if deadline.handed_in_at is not None:
        return WorkState.LATE if late_days else WorkState.HANDED_IN
    if not has_team:
        return WorkState.NO_TEAM
    if deadline.last_moment is not None and now > deadline.last_moment:
        return WorkState.MISSED
    return WorkState.OVERDUE if now > deadline.due_at else WorkState.NOT_DUE


# So many stand alike before it is said by name how they stand.
LEAST_ALIKE = 3


def said_by_name(states: Iterable[WorkState], *, least: int = LEAST_ALIKE) -> frozenset[WorkState]:
    """Which states of a work may be said by name to who marks it by code; ``states`` of all she looks after.

    Those that ``least`` or more share; of those the smallest are kept back too until nobody, or ``least``,
    are left over: who alone is left over could be told by that.
    """
    numbers = Counter(states)
    said = [state for state in WorkState if numbers[state] >= least]
    said.sort(key=lambda state: numbers[state])
    over = numbers.total() - sum(numbers[state] for state in said)
    while said and 0 < over < least:
        over += numbers[said.pop(0)]
    return frozenset(said)


class NotWritten(StrEnum):
    """Why somebody gets no message with many others."""

    CLOSED = "closed"
    WRITTEN = "written"
    WELL = "well"


def why_not_written(
    *, is_at_risk: bool, has_account: bool, last_written_at: datetime | None, now: datetime
) -> NotWritten | None:
    """Why nobody writes to her along with others; None where one does. What counts is when anybody who
    advises her wrote last, whatever of."""
    if not has_account:
        return NotWritten.CLOSED
    if not is_at_risk:
        return NotWritten.WELL
    if last_written_at is not None and now - last_written_at < WRITTEN_AGAIN_AFTER:
        return NotWritten.WRITTEN
    return None
