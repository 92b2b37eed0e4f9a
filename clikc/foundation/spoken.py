"""What languages say in their own way and CLDR knows: names of cities, days, and how long ago something was.

Numbers are in the digits the site writes: Babel's default of each language, which is Latin in all of ours.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from babel.dates import format_date, format_timedelta, get_timezone_location
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext

# Unit → from how many seconds on it is used. Days up to a month, as one counts those one has waited.
UNITS = {"year": 365 * 86_400, "month": 30 * 86_400, "day": 86_400, "hour": 3600, "minute": 60}
# Days of our English are British ones, as its dates are.
_DAYS = {"en": "en_GB"}
NEVER_LARGER = float("inf")


def city_in(zone: str) -> str:
    """The city of a time zone in the reader's language, or as the name of the zone has it:
    ``America/Argentina/Buenos_Aires`` → ``Buenos Aires``."""
    try:
        name = get_timezone_location(zone, locale=_locale(), return_city=True)
    except LookupError:
        name = zone
    return name.rpartition("/")[2].replace("_", " ")


def long_day(day: date) -> str:
    """A day with its weekday: ``Wednesday, 25 November 2026``."""
    return format_date(day, "full", locale=_DAYS.get(_locale(), _locale()))


def ago(moment: datetime, now: datetime | None = None) -> str:
    """How long ago a moment was, in one unit, rounded down: ``2 hours ago``."""
    seconds = _between(moment, now)
    if seconds < UNITS["minute"]:
        return gettext("just now")
    return _said(-seconds, add_direction=True)


def age(since: datetime, until: datetime | None = None) -> str:
    """How long something lasted, or has lasted, in one unit, rounded down: ``2 hours``."""
    return _said(_between(since, until))


def _between(since: datetime, until: datetime | None) -> float:
    return max(((until or timezone.now()) - since).total_seconds(), 0)


def _said(seconds: float, *, add_direction: bool = False) -> str:
    unit = next((unit for unit, least in UNITS.items() if abs(seconds) >= least), "minute")
    # Whole units: Babel alone would round.
    whole = timedelta(seconds=int(seconds / UNITS[unit]) * UNITS[unit])
    return format_timedelta(
        whole, granularity=unit, threshold=NEVER_LARGER, add_direction=add_direction, locale=_locale()
    )


def _locale() -> str:
    return (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
