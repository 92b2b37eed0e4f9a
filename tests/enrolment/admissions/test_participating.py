"""Being in a session of a programme, and the way out again."""

from datetime import date, timedelta

import pytest

from enrolment.admissions import api
from enrolment.admissions.models import Enrolment, Participation, Place
from enrolment.programmes import api as programmes
from enrolment.programmes.models import RunAssignment
from tests.factories import people
from tests.factories.academies import make_call, make_dated, make_nomination, make_taught_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return make_dated(make_taught_programme(modules=2), starts_on=date(2027, 3, 1))


@pytest.fixture
def officers():
    return [people.officer(administration="UG"), people.officer()]


def seats(session) -> dict[str, set[int]]:
    runs = programmes.runs_of_session(session)
    return {
        run.name.rsplit(" ", 1)[-1]: set(
            Place.objects.seated().filter(run=run).values_list("learner", flat=True)
        )
        for run in runs
    }


def test_a_session_has_a_run_for_each_module_with_what_is_due_in_it(session):
    runs = programmes.runs_of_session(session)
    assert [(run.opens_on, run.language) for run in runs] == [
        (date(2027, 3, 1), "en"),
        (date(2027, 3, 22), "en"),
    ]
    due = RunAssignment.objects.get(run=runs[0])
    assert (due.due_at.isoformat(), due.is_own_zone) == ("2027-03-19T22:59:00+00:00", True)
    assert runs[0].scheme.resubmission_cap == 60
    assert runs[0].quizzes.get().closes_at == due.due_at
    assert programmes.session_of_run(runs[1].pk) == session


def test_what_is_due_in_the_runs_moves_with_the_session(session):
    dates = programmes.Dates(date(2027, 3, 8))
    digest = programmes.preview_dates(session, dates).digest
    programmes.move_session(session_id=session.pk, dates=dates, digest=digest, by=None)
    run = programmes.runs_of_session(session)[0]
    assert run.opens_on == date(2027, 3, 8)
    assert run.assignments.get().due_at.date() == date(2027, 3, 26)


def move(session, starts_on, closed=()):
    session.refresh_from_db()
    dates = programmes.Dates(starts_on, dict.fromkeys(closed, ""))
    digest = programmes.preview_dates(session, dates).digest
    programmes.move_session(session_id=session.pk, dates=dates, digest=digest, by=None)


def test_the_courses_of_who_is_in_open_with_the_session_wherever_it_moves(session, officers):
    later = make_dated(session.programme, starts_on=date(2027, 9, 6))
    [free] = enrolled = officers[1:]
    first = programmes.runs_of_session(session)[0]
    api.enrol_many(course_id=first.course_id, people=enrolled, by=None)
    api.take_part(session=session, people=officers, by=None)
    api.take_part(session=later, people=officers[:1], by=None)
    pauses = [date(2026, 11, 23) + timedelta(days=day) for day in (*range(5), *range(7, 12))]
    for starts_on, closed in ((date(2026, 11, 2), pauses), (date(2027, 5, 3), ())):
        move(session, starts_on, closed)
        shut = timedelta(days=len(closed) / 5 * 7)
        opening = list(Enrolment.objects.filter(learner=officers[0]).order_by("opens_on"))
        days = [starts_on, starts_on + timedelta(weeks=3) + shut]
        assert [item.opens_on for item in opening] == days
        # Weeks in which nobody works belong to it: a run goes on until the last one is over.
        [one, two] = programmes.runs_of_session(session)
        end = starts_on + timedelta(weeks=session.weeks, days=-1) + shut
        assert [(run.opens_on, run.closes_on) for run in (one, two)] == [(day, end) for day in days]
    # Who had begun before goes on with what she could open.
    assert free.enrolments.get(course=first.course_id).opens_on is None


def test_who_takes_part_is_in_the_run_of_every_module_from_the_day_it_opens(session, officers):
    boss = people.manager()
    came = api.take_part(session=session, people=officers, by=boss, reason="Selected")
    assert {item.learner_id for item in came} == {person.pk for person in officers}
    assert api.take_part(session=session, people=officers, by=boss) == []
    everybody = {person.pk for person in officers}
    assert seats(session) == {"M1": everybody, "M2": everybody}
    opening = Enrolment.objects.filter(learner=officers[0]).values_list("opens_on", flat=True)
    assert set(opening) == {date(2027, 3, 1), date(2027, 3, 22)}
    change = came[0].changes.get()
    assert (change.kind, change.by, change.role) == ("joined", boss, "programme_manager")


def test_who_withdraws_loses_seats_and_closed_courses_and_can_come_back(session, officers):
    mine = api.take_part(session=session, people=officers, by=None)[0]
    for _twice in range(2):
        api.withdraw_participant(participation=mine, by=None, reason="Ill")
    assert seats(session)["M1"] == {officers[1].pk}
    assert not Enrolment.objects.active().filter(learner=mine.learner).exists()
    [again] = api.take_part(session=session, people=[mine.learner], by=None)
    assert (again.pk, again.state, again.left_at) == (mine.pk, "enrolled", None)
    assert [change.kind for change in again.changes.all()] == ["joined", "withdrawn", "returned"]
    assert Enrolment.objects.active().filter(learner=mine.learner).count() == 2


def test_who_moves_to_a_later_session_begins_there(session, officers):
    mine = api.take_part(session=session, people=officers, by=None)[0]
    later = make_dated(session.programme, starts_on=date(2027, 9, 6))
    for _twice in range(2):
        there = api.move_participant(participation=mine, to=later, by=None, reason="Called up")
    mine.refresh_from_db()
    assert (mine.state, mine.moved_to, there.session) == ("moved", there, later)
    assert seats(session)["M1"] == {officers[1].pk}
    assert seats(later) == {"M1": {mine.learner_id}, "M2": {mine.learner_id}}
    assert Participation.objects.filter(learner=mine.learner).count() == 2
    asked = {"programme_id": session.programme_id, "person_ids": [mine.learner_id]}
    assert api.sessions_attended(**asked, before=date(2028, 1, 1)) == {mine.learner_id: (later.name,)}
    # What began no earlier was not before.
    assert api.sessions_attended(**asked, before=later.starts_on) == {}


def test_nobody_moves_over_what_is_there_already(session, officers):
    one = api.take_part(session=session, people=officers, by=None)[0]
    middle, last = (make_dated(session.programme, starts_on=date(year, 9, 6)) for year in (2027, 2028))
    two = api.take_part(session=middle, people=officers[:1], by=None)[0]
    there = api.move_participant(participation=two, to=last, by=None)
    for to, code in ((last, "there"), (middle, "moved_on")):
        with pytest.raises(api.CannotMove, match=code):
            api.move_participant(participation=one, to=to, by=None)
    api.withdraw_participant(participation=there, by=None)
    for participation, to, code in ((one, last, "withdrawn"), (two, session, "elsewhere")):
        with pytest.raises(api.CannotMove, match=code) as refused:
            api.move_participant(participation=participation, to=to, by=None)
        assert refused.value.there == there
    one.refresh_from_db()
    assert (one.state, seats(session)["M1"]) == ("enrolled", {person.pk for person in officers})
    over = make_dated(session.programme, starts_on=date(2018, 9, 3))
    old = api.take_part(
        session=make_dated(session.programme, starts_on=date(2017, 9, 4)), people=officers, by=None
    )
    assert over not in api.later_sessions(old[0].session)
    with pytest.raises(api.NotLater):
        api.move_participant(participation=old[0], to=over, by=None)


def test_nobody_moves_back_in_time_to_another_programme_or_out_of_a_closed_session(session, officers):
    mine = api.take_part(session=session, people=officers[:1], by=None)[0]
    earlier = make_dated(session.programme, starts_on=session.starts_on - timedelta(weeks=30))
    other = make_dated(starts_on=date(2027, 9, 6))
    for to in (earlier, other, session):
        with pytest.raises(api.NotLater):
            api.move_participant(participation=mine, to=to, by=None)
    session.closed_at = session.made_at
    session.save()
    with pytest.raises(programmes.SessionIsClosed):
        api.withdraw_participant(participation=mine, by=None)
    with pytest.raises(programmes.SessionIsClosed):
        api.take_part(session=session, people=officers, by=None)


def test_whose_who_in_a_session_is_a_matter_of_who_may_list_them(session, officers):
    api.take_part(session=session, people=officers, by=None)
    coordinator = people.coordinator(administration="UG")
    seen = {
        who: set(Participation.objects.visible_to(who).values_list("learner", flat=True))
        for who in (officers[0], coordinator, people.officer(), people.manager())
    }
    assert [len(found) for found in seen.values()] == [1, 1, 0, 2]


@pytest.mark.parametrize("number", [1, 12])
def test_the_cost_of_putting_people_in_does_not_grow_with_them(
    session, number, django_assert_max_num_queries
):
    crowd = [people.officer() for _each in range(number)]
    with django_assert_max_num_queries(45):
        api.take_part(session=session, people=crowd, by=None)


def test_of_two_accounts_of_one_person_the_sessions_are_hers(session, officers):
    kept, dropped = officers
    later = make_dated(session.programme, starts_on=date(2027, 9, 6))
    api.take_part(session=session, people=[dropped], by=None)
    api.take_part(session=later, people=officers, by=None)
    nomination = make_nomination(make_call(later), person=dropped)
    moved = api.would_move(kept=kept, dropped=dropped)["sessions"]
    assert moved == sorted([session.name, later.name])
    for _twice in range(2):
        api.move_learner(kept=kept, dropped=dropped, by=None)
    assert set(kept.participations.values_list("session", flat=True)) == {session.pk, later.pk}
    # In one session they were two; each record stays whose it was.
    assert list(dropped.participations.values_list("session", flat=True)) == [later.pk]
    nomination.refresh_from_db()
    assert nomination.person == kept
