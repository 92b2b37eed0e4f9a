"""Sessions as dated copies, and what moves when one of their dates does."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from enrolment.programmes import api
from enrolment.programmes.models import SessionEvent
from tests.factories import people
from tests.factories.academies import make_dated, make_programme
from tests.support.crowd import at_once

pytestmark = pytest.mark.django_db
START = date(2018, 9, 3)


@pytest.fixture
def session():
    return make_dated(starts_on=START)


def days(session) -> dict[str, date]:
    return dict(session.events.values_list("code", "on"))


def moved(session, **changed):
    dates = replace(api.dates_of(session), **changed)
    preview = api.preview_dates(session, dates)
    return api.move_session(session_id=session.pk, dates=dates, digest=preview.digest, by=None), preview


def test_a_session_is_all_of_its_programme_on_real_dates(session):
    assert session.closed_at is None
    assert days(session)["closing"] == date(2018, 12, 7)
    assert days(session)["due-m1"] == date(2018, 9, 21)
    assert days(session)["back-m1"] == date(2018, 9, 28)
    assert [module.title_fr for module in session.modules.all()] == [f"Le module {n}" for n in range(1, 5)]
    assert session.events.get(code="due-m2").module.code == "m2"
    assert [week.number for week in api.weeks_of(session)] == list(range(1, 15))


def test_what_becomes_of_the_programme_changes_no_session(session):
    programme = session.programme
    programme.modules.all().delete()
    programme.pass_final = 99
    programme.save()
    session.refresh_from_db()
    assert session.modules.count() == 4
    assert session.pass_final is None


def test_a_preview_writes_nothing_and_a_confirmation_what_it_showed(session):
    before = days(session)
    closed = {date(2018, 9, 21): "A holiday"}
    dates = replace(api.dates_of(session), closed=closed)
    preview = api.preview_dates(session, dates)
    assert [(move.code, move.after) for move in preview.moves] == [
        ("due-m1", date(2018, 9, 24)),
        ("back-m1", date(2018, 10, 1)),
    ]
    assert days(session) == before
    boss = people.manager()
    api.move_session(session_id=session.pk, dates=dates, digest=preview.digest, by=boss, reason="Holiday")
    assert days(session)["back-m1"] == date(2018, 10, 1)
    change = session.changes.first()
    assert (change.kind, change.by, change.reason) == ("moved", boss, "Holiday")
    assert change.changed["event:due-m1"] == ["2018-09-21", "2018-09-24"]


def test_a_later_start_moves_all_but_what_was_set_by_hand(session):
    _session, _preview = moved(session, pinned={"closing": date(2018, 12, 14)})
    session.refresh_from_db()
    after, preview = moved(session, starts_on=START + timedelta(weeks=1))
    assert days(after)["closing"] == date(2018, 12, 14)
    assert days(after)["due-m4"] == date(2018, 11, 30)
    assert "closing" not in {move.code for move in preview.moves}
    assert session.events.get(code="closing").is_pinned
    assert after.version == 3


def test_what_was_not_shown_is_not_done(session):
    dates = replace(api.dates_of(session), starts_on=START + timedelta(weeks=1))
    digest = api.preview_dates(session, dates).digest
    moved(session, closed={date(2018, 9, 21): ""})
    with pytest.raises(api.SessionChanged):
        api.move_session(session_id=session.pk, dates=dates, digest=digest, by=None)
    assert days(session)["closing"] == date(2018, 12, 7)


def test_the_same_dates_again_change_nothing(session):
    after, _preview = moved(session, starts_on=START)
    assert (after.version, after.changes.count()) == (1, 1)


def test_a_closed_session_stays_where_it_was(session):
    session.closed_at = session.made_at
    session.save()
    with pytest.raises(api.SessionIsClosed):
        moved(session, starts_on=START + timedelta(weeks=1))


def test_what_would_stand_the_wrong_way_round_is_said(session):
    dates = replace(api.dates_of(session), pinned={"due-m1": date(2018, 9, 1)})
    assert api.preview_dates(session, dates).out_of_order == (("opens-m1", "due-m1"),)


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("Pacific/Kiritimati", "2018-09-21T09:59:00+00:00"),
        ("Pacific/Niue", "2018-09-22T10:59:00+00:00"),
        ("Africa/Nairobi", "2018-09-21T20:59:00+00:00"),
    ],
)
def test_a_deadline_in_ones_own_zone_is_that_of_whoever_reads_it(session, zone, moment):
    """From UTC+14 to UTC−11."""
    due = session.events.select_related("session").get(code="due-m1")
    assert due.moment_in(zone).isoformat() == moment
    SessionEvent.objects.filter(pk=due.pk).update(zone="session")
    due.refresh_from_db()
    assert due.moment_in(zone).isoformat() == "2018-09-21T21:59:00+00:00"


@pytest.mark.parametrize(
    ("on", "at", "moment"),
    [
        (date(2019, 3, 31), "02:30", "2019-03-31T01:30:00+00:00"),
        (date(2019, 10, 27), "02:30", "2019-10-27T01:30:00+00:00"),
    ],
)
def test_nobody_loses_an_hour_where_the_clocks_change(session, on, at, moment):
    SessionEvent.objects.filter(code="closing").update(on=on, at=at)
    event = session.events.select_related("session").get(code="closing")
    assert event.moment_in("Europe/Brussels").isoformat() == moment


def test_the_same_said_twice_is_one_session_and_another_of_its_number_is_refused():
    programme, manager = make_programme(), people.manager()
    facts = {"number": 1, "by": manager, "closed": {date(2027, 3, 8): "Holiday"}}
    session = make_dated(programme, **facts)
    assert make_dated(programme, **facts) == session
    assert session.changes.count() == 1
    for other in ({"by": people.manager()}, {"language": "fr"}, {"closed": {}}):
        with pytest.raises(api.NumberTaken) as taken:
            make_dated(programme, **facts | other)
        assert taken.value.session == session
    second = make_dated(programme, number=2)
    with pytest.raises(api.TemplateRefused):
        api.change_session(session_id=second.pk, facts={"number": 1}, by=manager)


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_take_a_number_at_once_make_one_session():
    programme, managers = make_programme(), [people.manager(), people.manager()]

    def make(manager):
        try:
            return make_dated(programme, number=1, by=manager)
        except api.NumberTaken as taken:
            return taken

    made = at_once(make, managers)
    [taken] = [one for one in made if isinstance(one, api.NumberTaken)]
    [session] = [one for one in made if one is not taken]
    assert taken.session == session == programme.sessions.get()
    assert (session.events.count(), session.changes.count()) == (13, 1)


def test_a_programme_can_be_made_twice_a_year():
    programme = make_programme()
    one = make_dated(programme, number=1, starts_on=date(2027, 3, 1))
    two = make_dated(programme, number=2, starts_on=date(2027, 9, 6))
    assert (one.events.count(), two.events.count()) == (13, 13)
    assert [session.number for session in programme.sessions.all()] == [2, 1]
