"""Lists to choose from, in the reader's language and order."""

from collections import defaultdict

from django.utils.translation import gettext as _

from .collation import sort_key
from .models import Administration
from .time_zones import UTC_NAME, known_zones, zone_label, zones_by_country

Choices = list[tuple[str, str]]


def administration_choices(language: str) -> Choices:
    """Code and name of every administration, after an empty first line. One query."""
    named = [(code, name) for code, name, _region in _names(language)]
    return [("", _("Choose your administration")), *_in_order(named, language)]


def time_zone_choices(language: str, current: str) -> list[tuple[str, Choices]]:
    """Zones by region: the country's name, with the city where a country has several. One query.

    ``current`` is among them even where no country of ours has it.
    """
    regions = defaultdict(list)
    for code, name, region in _names(language):
        for zone in zones_by_country().get(code, ()):
            regions[region].append((zone, zone_label(name, zone, code)))
    groups = [
        (region, _in_order(zones, language))
        for region, zones in sorted(regions.items(), key=lambda group: sort_key(group[0], language))
    ]
    listed = {zone for _region, zones in groups for zone, _label in zones}
    extra = {UTC_NAME: _("Coordinated Universal Time (UTC)")}
    if current in known_zones() and current not in listed:
        extra.setdefault(current, current.replace("_", " "))
    return [*groups, (_("Other"), list(extra.items()))]


def _names(language: str) -> list[tuple[str, str, str]]:
    """Code, name and name of the region of each administration; English where a name is missing."""
    name, region = f"name_{language}", f"region__name_{language}"
    rows = Administration.objects.order_by().values("code", name, "name_en", region, "region__name_en")
    return [(row["code"], row[name] or row["name_en"], row[region] or row["region__name_en"]) for row in rows]


def _in_order(choices: Choices, language: str) -> Choices:
    return sorted(choices, key=lambda choice: sort_key(choice[1], language))
