"""When is work late, what does that cost, and when is nothing taken any more? Pure.

No convention of the customs world rules this: it is our own regulation. A work is due at a moment, not on
a day, so a day of being late is 24 hours that have begun since then, the same in every time zone and
across a change of the clocks. The days of grace are not forgiven once they are over: they are counted from
the moment the work was due, or waiting for the end of the grace would pay.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

DAY = timedelta(days=1)
NOTHING, EVERYTHING = Decimal(0), Decimal(100)


@dataclass(frozen=True)
class LateRule:
    """What a course run says of late work.

    ``percent_per_day`` and ``most_percent`` are per cent, 0 to 100, of the points the work earned.
    ``refuse_after_days``: so many times 24 hours after it was due nothing is taken, 0 means no late work
    beyond the grace; None: it is always taken.
    """

    grace_minutes: int = 0
    percent_per_day: Decimal = NOTHING
    most_percent: Decimal = EVERYTHING
    refuse_after_days: int | None = None

    @property
    def grace(self) -> timedelta:
        return timedelta(minutes=max(self.grace_minutes, 0))


@dataclass(frozen=True)
class Lateness:
    """How late a work came. ``days`` begun, and ``penalty_percent`` of its points, are 0 within the grace.

    ``is_refused``: it came too late to be taken; days and penalty are then what they would have been.
    """

    is_late: bool = False
    is_in_grace: bool = False
    days: int = 0
    penalty_percent: Decimal = NOTHING
    is_refused: bool = False


def lateness(*, due_at: datetime | None, handed_in_at: datetime, rule: LateRule) -> Lateness:
    """How late a work is that was due at ``due_at`` (her own moment, extensions included; None: never).

    Both are aware, in any zone; a naive one is a ValueError. The moment itself is still in time.
    """
    if due_at is None:
        return Lateness()
    over = _in_utc(handed_in_at) - _in_utc(due_at)
    if over <= timedelta(0):
        return Lateness()
    if over <= rule.grace:
        return Lateness(is_in_grace=True)
    days = -(-over // DAY)
    allowed = _allowed(rule)
    return Lateness(
        is_late=True,
        days=days,
        penalty_percent=_penalty(days, rule),
        is_refused=allowed is not None and over > allowed,
    )


def last_moment(due_at: datetime | None, rule: LateRule) -> datetime | None:
    """The last moment at which work is taken, in the zone of ``due_at``; None where there is none."""
    allowed = _allowed(rule)
    if due_at is None or allowed is None:
        return None
    return (_in_utc(due_at) + allowed).astimezone(due_at.tzinfo)


def _allowed(rule: LateRule) -> timedelta | None:
    """How long after it was due a work is taken: a longer grace is kept."""
    if rule.refuse_after_days is None:
        return None
    return max(rule.grace, rule.refuse_after_days * DAY)


def _penalty(days: int, rule: LateRule) -> Decimal:
    most = min(rule.most_percent, EVERYTHING)
    return max(NOTHING, min(days * rule.percent_per_day, most))


def _in_utc(moment: datetime) -> datetime:
    """Within one zone Python reckons with the clock on the wall, which may be put back."""
    if moment.utcoffset() is None:
        raise ValueError("A moment needs its zone.")
    return moment.astimezone(UTC)
