"""Closed days as people paste them."""

from datetime import date

from enrolment.programmes.rules.closed_days import Wrong, read_closed_days, write_closed_days


def test_a_day_and_its_name_are_read_however_they_are_parted():
    lines = ["2026-12-25; Christmas", "01.01.2027\tNew Year", "", "2026-10-04 – Day of Peace, national"]
    text = "\n".join([*lines, "2026-10-05", "٢٠٢٦-١٠-٠٦، عيد", "26-12-2026"])
    days, faults = read_closed_days(text)
    assert faults == []
    assert days == {
        date(2026, 12, 25): "Christmas",
        date(2027, 1, 1): "New Year",
        date(2026, 10, 4): "Day of Peace, national",
        date(2026, 10, 5): "",
        date(2026, 10, 6): "عيد",
        date(2026, 12, 26): "",
    }
    assert read_closed_days(write_closed_days(days)) == (days, [])


def test_what_is_wrong_is_said_with_its_line():
    lines = ["tomorrow", "", "2026-02-30; No day", "0001-01-01", "2026-05-01", "2026-05-01; again"]
    lines += ["2026-05-02; " + "x" * 121, "12/25/2026; which is which", "05-06-2026"]
    days, faults = read_closed_days("\n".join(lines))
    assert list(days) == [date(2026, 5, 1)]
    assert [(fault.line, fault.what) for fault in faults] == [
        (1, Wrong.NO_DAY),
        (3, Wrong.NO_DAY),
        (4, Wrong.TOO_FAR),
        (6, Wrong.TWICE),
        (7, Wrong.LONG_NAME),
        (8, Wrong.NO_DAY),
        (9, Wrong.NO_DAY),
    ]


def test_nobody_closes_for_more_than_a_year():
    first = date(2026, 1, 1).toordinal()
    text = "\n".join(date.fromordinal(first + place).isoformat() for place in range(600))
    days, [fault] = read_closed_days(text)
    assert (len(days), fault.what, fault.line) == (400, Wrong.TOO_MANY, 401)
