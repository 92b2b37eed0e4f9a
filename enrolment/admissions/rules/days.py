"""Days of cohorts, as they begin and end where the learner is. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo


def today_in(zone: tzinfo | None, now: datetime) -> date:
    """The day it is in a zone (UTC where there is none)."""
    return now.astimezone(zone or UTC).date()


def start_of(day: date, zone: tzinfo | None) -> datetime:
    """The moment a day begins in a zone (UTC where there is none)."""
    return datetime.combine(day, time.min, zone or UTC)


@dataclass(frozen=True)
class Due:
    """A due date as it is on a day: ``days`` until it, negative once it is past. It is met until the end
    of its day."""

    day: date
    days: int

    @property
    def is_overdue(self) -> bool:
        return self.days < 0

    @property
    def days_over(self) -> int:
        return max(-self.days, 0)


def due_as_of(day: date | None, today: date) -> Due | None:
    return Due(day, (day - today).days) if day else None


def shifted(day: date | None, days: int) -> date | None:
    """A day so many days later or earlier; None for none, and the last one there is beyond the calendar."""
    if day is None:
        return None
    ordinal = day.toordinal() + days
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))
