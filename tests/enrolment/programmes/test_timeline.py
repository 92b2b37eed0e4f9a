"""A session as a picture and a list: weeks, bars, marks, today, and each one's own clock."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from django.utils import translation

from enrolment.programmes.api import OwnTime, Titled
from enrolment.programmes.models import ClosedDay, CourseRun, SessionEvent
from enrolment.programmes.timeline import timeline_of
from tests.factories.academies import make_dated, make_programme
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 9, 19, 12, tzinfo=UTC)
CLOSED_WEEK = [date(2018, 10, day) for day in range(1, 6)]


@pytest.fixture
def session():
    """Eight weeks from 3 September 2018, the fifth on paused, with a live session at 9:00 in Brussels."""
    session = make_dated(
        make_programme(modules=2), starts_on=date(2018, 9, 3), closed=dict.fromkeys(CLOSED_WEEK, "A feast")
    )
    SessionEvent.objects.create(
        session=session, code="live", kind="live", title="Meeting", week=1, weekday=2,
        on=date(2018, 9, 4), wanted_on=date(2018, 9, 4), at=time(9), minutes=90,
    )  # fmt: skip
    return session


def entry(timeline, code):
    return next(entry for entry in timeline.entries if entry.event.code == code)


def test_weeks_bars_and_marks_stand_on_one_line(session, django_assert_num_queries):
    with django_assert_num_queries(3):
        shown = timeline_of(session, "Africa/Nairobi", NOW)
    assert [week.number for week in shown.weeks] == [1, 2, 3, 4, None, 5, 6, 7, 8]
    assert [week.number for week in shown.weeks if week.is_now] == [3] == [shown.now.number]
    assert [len(week.closed) for week in shown.weeks if week.number is None] == [5]
    # Nine weeks on the line: module 1 takes a third of it, module 2 is longer by the pause.
    one, two, whole = shown.rows
    assert (one.bar.x, one.bar.width, two.bar.x, two.bar.width) == ("0%", "33.3%", "33.3%", "44.4%")
    assert [mark.entry.event.code for mark in one.marks] == ["due-m1", "back-m1"]
    assert [mark.entry.event.code for mark in whole.marks] == ["live", "closing"]
    assert (shown.today, shown.kinds) == ("26.2%", ("opens", "due", "back", "live", "closing"))
    assert [label.number for label in shown.numbers] == list(range(1, 9))
    with translation.override("ar"):
        mirrored = timeline_of(session, "Africa/Nairobi", NOW)
    assert (mirrored.rows[0].bar.x, mirrored.today) == ("66.7%", "73.8%")


@pytest.mark.parametrize(
    ("zone", "live", "due"),
    [
        ("Pacific/Kiritimati", datetime(2018, 9, 4, 7, tzinfo=UTC), datetime(2018, 9, 21, 9, 59, tzinfo=UTC)),
        ("Pacific/Pago_Pago", datetime(2018, 9, 4, 7, tzinfo=UTC), datetime(2018, 9, 22, 10, 59, tzinfo=UTC)),
    ],
)
def test_each_reader_has_her_own_clock_and_the_sessions(session, zone, live, due):
    """At UTC+14 and at UTC-11 a meeting is one moment, and a Friday 23:59 her own."""
    shown = timeline_of(session, zone, NOW)
    assert (entry(shown, "live").at, entry(shown, "due-m1").at) == (live, due)
    assert entry(shown, "live").until.minute == 30
    assert entry(shown, "due-m1").day == date(2018, 9, 21)
    assert entry(shown, "closing").at is None
    # In Pago Pago the meeting is on the evening before.
    assert entry(shown, "live").day == date(2018, 9, 4 if zone.endswith("Kiritimati") else 3)


def test_what_is_far_from_the_weeks_or_short_keeps_a_picture_that_can_be_read(session):
    far = session.events.get(code="live")
    far.on = date(2018, 1, 10)
    far.save()
    shown = timeline_of(session, "no/zone", NOW)
    assert shown.zone == session.time_zone
    assert shown.rows[0].bar.x == "0%"
    assert [mark.entry.event.code for mark in shown.rows[-1].marks] == ["closing"]
    assert shown.entries[0].event.code == "live"
    ClosedDay.objects.all().delete()
    session.weeks = 1
    session.events.exclude(code="opens-m1").delete()
    week = timeline_of(session, "UTC", NOW)
    assert [label.day.day for label in week.numbers] == [3, 4, 5, 6, 7]
    assert (week.months, week.now, week.today) == ((), None, "")


def test_of_an_event_of_several_works_those_at_ones_own_time_stand_beside_it(session):
    run = CourseRun.objects.create(course=make_course().course, name="M1")
    session.modules.filter(code="m1").update(run=run)
    at = entry(timeline_of(session, "UTC", NOW), "due-m1").at
    one, two = UUID(int=1), UUID(int=2)

    def shown(*times):
        own = [OwnTime(run.pk, "due", key, when, Titled(f"Work {key.int}")) for key, when in times]
        found = timeline_of(session, "UTC", NOW, own=own).entries
        return [(item.code, item.words.title, item.at) for item in found if item.event.code == "due-m1"]

    week = timedelta(days=7)
    assert shown((one, at), (two, at)) == [("due-m1", "due 1", at)]
    both = [("due-m1", "due 1", at), (f"due-m1-{two}", "Work 2", at + week)]
    assert shown((one, at), (two, at + week)) == both
    assert shown((one, at + week), (two, at + week)) == [("due-m1", "due 1", at + week)]
    each = [("due-m1", "Work 1", at + week), (f"due-m1-{two}", "Work 2", at + 2 * week)]
    assert shown((two, at + 2 * week), (one, at + week)) == each
