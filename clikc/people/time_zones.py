"""Time zones by country, as officers know them: the country's name, and the city where it has several.

The table of countries is ``zone.tab`` of the tz database (package ``tzdata``); names and regions are
those of the administrations. A zone is kept by its name in the database: ``Africa/Nairobi``.
"""

import zoneinfo
from collections import defaultdict
from datetime import UTC, datetime
from functools import cache
from importlib import resources

from clikc.foundation.spoken import city_in

UTC_NAME = "UTC"
# The tz database has no zone of its own for these; their clocks follow another's.
BORROWED = {"XK": ("Europe/Belgrade",)}


@cache
def zones_by_country() -> dict[str, tuple[str, ...]]:
    """Country code → its zones: ``{"KE": ("Africa/Nairobi",), …}``."""
    found = defaultdict(list)
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, _place, zone = line.split("\t")[:3]
            found[country].append(zone)
    return {country: tuple(sorted(zones)) for country, zones in found.items()}


@cache
def known_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def zone_label(country: str, zone: str, country_code: str) -> str:
    """The country, and the city where the country has more than one zone."""
    return country if len(zones_by_country()[country_code]) == 1 else f"{country}: {city_in(zone)}"


def likely_zone(browser_zone: str, country_code: str) -> str:
    """The zone of somebody who signs up: what the browser says, else that of the country.

    Browsers use old names (``Asia/Calcutta``): the country's own zone with the same time replaces them.
    Without a word from the browser, a country of several zones leaves it at UTC.
    """
    of_country = zones_by_country().get(country_code) or BORROWED.get(country_code, ())
    if browser_zone not in known_zones():
        return of_country[0] if len(of_country) == 1 else UTC_NAME
    if any(browser_zone in zones for zones in zones_by_country().values()):
        return browser_zone
    same = (zone for zone in of_country if _offset(zone) == _offset(browser_zone))
    return next(same, browser_zone)


def _offset(zone: str):
    return datetime.now(UTC).astimezone(zoneinfo.ZoneInfo(zone)).utcoffset()
