"""Times as the clock on the wall of a zone shows them."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django import forms
from wagtail.admin.widgets import AdminDateTimeInput


class ClockFault(StrEnum):
    """Why a time on the wall is no moment: summer time skips it, or it comes twice that night."""

    SKIPPED = "skipped"
    TWICE = "twice"


class WallClockField(forms.DateTimeField):
    """A date and a time without a zone, of this century or the next: which moment they are, the zone of
    the form says."""

    widget = AdminDateTimeInput

    def to_python(self, value):
        if value in self.empty_values:
            return None
        # Django's own field would take it for a time of the present zone.
        found = value if isinstance(value, datetime) else super(forms.DateTimeField, self).to_python(value)
        if not 2000 <= found.year < 2200:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


def on_the_wall(moment: datetime | None, zone: str) -> datetime | None:
    """A moment as the clocks of a zone show it, to the minute."""
    if moment is None:
        return None
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)


def moment_of(wall: datetime, zone: str) -> datetime | ClockFault:
    """The moment at which the clocks of a zone show this time, in UTC; or why there is not one such."""
    first = wall.replace(tzinfo=ZoneInfo(zone), fold=0)
    moment = first.astimezone(UTC)
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall:
        return ClockFault.SKIPPED
    is_twice = first.utcoffset() != first.replace(fold=1).utcoffset()
    return ClockFault.TWICE if is_twice else moment
