"""Time zones by their names."""

import zoneinfo


def zone_named(name: str) -> zoneinfo.ZoneInfo | None:
    """The zone of a name such as ``Africa/Nairobi``; None where there is none of that name."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return None
