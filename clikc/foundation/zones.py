"""Time zones by their names, and times as the clock on the wall of a zone shows them."""

import zoneinfo
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class ClockFault(StrEnum):
    """Why a time on the wall is no moment: summer time skips it, or it comes twice that night."""

    SKIPPED = "skipped"
    TWICE = "twice"


def zone_named(name: str) -> zoneinfo.ZoneInfo | None:
    """The zone of a name such as ``Africa/Nairobi``; None where there is none of that name."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return None


def on_the_wall(moment: datetime | None, zone: str) -> datetime | None:
    """A moment as the clocks of a zone show it, to the minute."""
    if moment is None:
        return None
    return moment.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)


def moment_of(wall: datetime, zone: str) -> datetime | ClockFault:
    """The moment at which the clocks of a zone show this time, in UTC; or why there is not one such."""
    first = wall.replace(tzinfo=zoneinfo.ZoneInfo(zone), fold=0)
    moment = first.astimezone(UTC)
    if moment.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None) != wall:
        return ClockFault.SKIPPED
    is_twice = first.utcoffset() != first.replace(fold=1).utcoffset()
    return ClockFault.TWICE if is_twice else moment


def moment_or_later(wall: datetime, zone: str) -> datetime:
    """The moment at which the clocks of a zone show this time, in UTC; of a time that summer time skips, or
    that comes twice, the later one: nobody loses an hour by it."""
    named = zoneinfo.ZoneInfo(zone)
    return max(wall.replace(tzinfo=named, fold=fold).astimezone(UTC) for fold in (0, 1))


def days_later(moment: datetime, days: int, zone: str) -> datetime:
    """The moment at which the clocks of a zone show the same time so many days later, in UTC; where that is
    skipped or comes twice the later one. A zone that there is not is taken for UTC."""
    there = moment.astimezone(zone_named(zone) or UTC) + timedelta(days=days)
    return max(there.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def in_own_zone(moment: datetime, *, meant_in: str, own: str) -> datetime:
    """The moment at which the clocks of ``own`` show what those of ``meant_in`` show at ``moment``; a zone
    that there is not is taken for ``meant_in``. In UTC, to the minute."""
    zone = own if zone_named(own) else meant_in
    return moment_or_later(on_the_wall(moment, meant_in), zone)
