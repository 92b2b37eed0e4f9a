"""Times on the wall of a zone."""

from datetime import UTC, datetime

import pytest
from django import forms

from clikc.foundation.wall_clock import WallClockField
from clikc.foundation.zones import ClockFault, days_later, moment_of, on_the_wall


@pytest.mark.parametrize(
    ("wall", "zone", "moment"),
    [
        ("2026-07-01 09:00", "Africa/Nairobi", "2026-07-01 06:00"),
        ("2026-07-01 09:00", "UTC", "2026-07-01 09:00"),
        ("2026-07-01 09:00", "Europe/Brussels", "2026-07-01 07:00"),
        ("2026-01-01 09:00", "Europe/Brussels", "2026-01-01 08:00"),
        ("2026-03-29 01:59", "Europe/Brussels", "2026-03-29 00:59"),
        ("2026-03-29 02:00", "Europe/Brussels", ClockFault.SKIPPED),
        ("2026-03-29 02:59", "Europe/Brussels", ClockFault.SKIPPED),
        ("2026-03-29 03:00", "Europe/Brussels", "2026-03-29 01:00"),
        ("2026-10-25 01:59", "Europe/Brussels", "2026-10-24 23:59"),
        ("2026-10-25 02:00", "Europe/Brussels", ClockFault.TWICE),
        ("2026-10-25 02:59", "Europe/Brussels", ClockFault.TWICE),
        ("2026-10-25 03:00", "Europe/Brussels", "2026-10-25 02:00"),
        ("2026-07-01 09:00", "Asia/Kathmandu", "2026-07-01 03:15"),
    ],
)
def test_which_moment_a_time_is(wall, zone, moment):
    found = moment_of(datetime.fromisoformat(wall), zone)
    if isinstance(moment, ClockFault):
        assert found == moment
    else:
        assert found == datetime.fromisoformat(moment).replace(tzinfo=UTC)
        assert on_the_wall(found, zone) == datetime.fromisoformat(wall)


def test_no_moment_has_no_time():
    assert on_the_wall(None, "UTC") is None


@pytest.mark.parametrize("text", ["2026-07-01 09:00", "2026-07-01T09:00", "2026-07-01 09:00:00"])
def test_what_is_written_is_a_time_without_a_zone(text):
    found = WallClockField().clean(text.replace("T", " "))
    assert found == datetime(2026, 7, 1, 9)
    assert found.tzinfo is None


@pytest.mark.parametrize(
    "text", ["soon", "0001-01-01 00:00", "9999-12-31 23:59", "1e30", "2026-13-01 00:00", "\x00"]
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(forms.ValidationError):
        WallClockField().clean(text)


@pytest.mark.parametrize(
    ("moment", "days", "zone", "later"),
    [
        # A minute to midnight stays that when the clocks change in between; and no second is lost.
        ("2026-10-23 21:59:59", 5, "Europe/Paris", "2026-10-28 22:59:59"),
        ("2026-03-27 22:59:59", 5, "Europe/Paris", "2026-04-01 21:59:59"),
        ("2026-10-23 09:59:59", 5, "Pacific/Kiritimati", "2026-10-28 09:59:59"),
        # Half past two, which comes twice that night, and which is skipped.
        ("2026-10-24 00:30:00", 1, "Europe/Paris", "2026-10-25 01:30:00"),
        ("2026-03-28 01:30:00", 1, "Europe/Paris", "2026-03-29 01:30:00"),
        ("2026-10-24 00:30:00", 1, "Mars/Olympus", "2026-10-25 00:30:00"),
    ],
)
def test_the_same_time_some_days_later(moment, days, zone, later):
    found = days_later(datetime.fromisoformat(moment).replace(tzinfo=UTC), days, zone)
    assert found == datetime.fromisoformat(later).replace(tzinfo=UTC)
