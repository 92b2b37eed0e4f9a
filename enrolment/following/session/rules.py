"""Where somebody stands in a session, from what was asked of her. Pure.

Our own regulation. What was due and is not handed in or sat makes her behind, as long as it is not; what
came late is said and makes nobody behind. Silent is who gave no sign of life for so many days since the
session began for her. Somebody may be both.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ..risk.rules import THRESHOLDS, Thresholds


class ItemState(StrEnum):
    """How a work or a test stands with a participant, the worst first."""

    MISSING = "missing"
    OVERDUE = "overdue"
    LATE = "late"
    ON_TIME = "on_time"
    EXCUSED = "excused"
    TO_COME = "to_come"
    NOT_SHOWN = "not_shown"


BEHIND = frozenset({ItemState.MISSING, ItemState.OVERDUE})


class PersonState(StrEnum):
    """Where a participant stands, what to look at first in front. LEFT: withdrawn, or moved elsewhere."""

    SILENT = "silent"
    BEHIND = "behind"
    ON_TIME = "on_time"
    LEFT = "left"


@dataclass(frozen=True)
class Stand:
    """``silent_days`` None: she is not silent. ``behind`` is how many items she is behind with."""

    state: PersonState
    behind: int = 0
    silent_days: int | None = None

    @property
    def is_behind(self) -> bool:
        return self.behind > 0

    @property
    def is_silent(self) -> bool:
        return self.silent_days is not None


def stand_of(
    items: Iterable[ItemState],
    *,
    now: datetime,
    begins_at: datetime | None,
    last_seen_at: datetime | None,
    is_over: bool = False,
    thresholds: Thresholds = THRESHOLDS,
) -> Stand:
    """Where somebody who is in stands. Moments are aware. Nobody is silent before she began, nor once all is
    over."""
    behind = sum(state in BEHIND for state in items)
    known = [moment for moment in (begins_at, last_seen_at) if moment]
    silent = now - max(known) if known and not is_over else timedelta(0)
    days = silent.days if silent >= timedelta(days=thresholds.silent_days) else None
    if days is not None:
        return Stand(PersonState.SILENT, behind, days)
    return Stand(PersonState.BEHIND if behind else PersonState.ON_TIME, behind)


def state_of_test(
    *, closes_at: datetime | None, sat_at: datetime | None, is_open: bool, now: datetime
) -> ItemState:
    """How a test stands: sat, or closed without it. ``is_open``: an attempt that is not handed in yet."""
    if sat_at is not None:
        return ItemState.ON_TIME
    if closes_at is not None and closes_at < now and not is_open:
        return ItemState.MISSING
    return ItemState.TO_COME
