from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st

from enrolment.admissions.rules.days import due_as_of, shifted, start_of, today_in

KIRITIMATI, SAMOA = ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Pago_Pago")
zones = st.sampled_from([None, KIRITIMATI, SAMOA, ZoneInfo("Africa/Nairobi"), ZoneInfo("America/Havana")])
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


def test_a_day_is_another_one_elsewhere():
    now = datetime(2030, 6, 30, 10, 30, tzinfo=UTC)
    assert (today_in(KIRITIMATI, now), today_in(SAMOA, now)) == (date(2030, 7, 1), date(2030, 6, 29))
    assert today_in(None, now) == date(2030, 6, 30)


def test_a_due_date_is_met_until_the_end_of_its_day():
    day = date(2030, 6, 30)
    assert due_as_of(None, day) is None
    assert not due_as_of(day, day).is_overdue
    late = due_as_of(day, day + timedelta(days=2))
    assert (late.is_overdue, late.days_over) == (True, 2)


@given(moments, zones)
def test_today_has_begun_and_tomorrow_has_not(now, zone):
    today = today_in(zone, now)
    assert start_of(today, zone) <= now < start_of(today + timedelta(days=1), zone) + timedelta(hours=1)


@given(st.none() | st.dates(), st.integers(-(10**7), 10**7))
def test_days_shift_within_the_calendar(day, days):
    moved = shifted(day, days)
    assert (moved is None) == (day is None)
    if day and date.min < moved < date.max:
        assert (moved - day).days == days
