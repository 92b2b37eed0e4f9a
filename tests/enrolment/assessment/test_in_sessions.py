"""Deadlines of a session in each participant's own zone: the same on the page, at the clock, in the queue."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from clikc.foundation.zones import in_own_zone
from enrolment.admissions.api import enrol_many
from enrolment.assessment import api
from enrolment.assessment.models import Attempt
from enrolment.assessment.rules import Refusal
from enrolment.programmes import api as programmes
from tests.factories import people
from tests.factories.academies import make_dated, make_participants, make_taught_programme

pytestmark = pytest.mark.django_db
KIRITIMATI, NIUE, NAIROBI = "Pacific/Kiritimati", "Pacific/Niue", "Africa/Nairobi"


@pytest.fixture
def session():
    """It began last week; its first module is due next week on Friday."""
    monday = timezone.now().date() - timedelta(days=timezone.now().weekday())
    return make_dated(make_taught_programme(modules=2), starts_on=monday - timedelta(weeks=1))


def first(session):
    run = programmes.runs_of_session(session)[0]
    return run, run.assignments.get(), run.quizzes.get().quiz


def enrolment_of(participation, run):
    return participation.learner.enrolments.get(course=run.course)


@pytest.mark.parametrize("zone", [KIRITIMATI, NIUE, NAIROBI])
def test_friday_ends_where_the_participant_lives(session, zone, client):
    run, work, quiz = first(session)
    [mine] = make_participants(session, 1, time_zone=zone)
    enrolment = enrolment_of(mine, run)
    friday = session.events.get(code="due-m1").moment_in(zone)
    assert friday.astimezone(ZoneInfo(zone)).strftime("%a %H:%M") == "Fri 23:59"
    assert api.due_times([work], [enrolment.pk]) == {(work.pk, enrolment.pk): friday}
    assert api.place_of(mine.learner, work.pk).due_at == friday
    [line] = [item for item in api.work_of(mine.learner) if item.run_assignment == work]
    assert line.due_at == friday
    standing = api.standing_of(enrolment=enrolment, quiz=quiz)
    assert (standing.terms.closes_at, standing.quiz.time_zone) == (friday, zone)
    people.sign_in(client, mine.learner)
    page = client.get(reverse("work_desk", args=[work.pk])).content.decode()
    shown = re.findall(r'<time datetime="([^"]+)"', page)
    assert friday in {datetime.fromisoformat(text) for text in shown}


def test_a_test_of_a_module_cannot_be_begun_after_it_has_closed_for_her(session):
    run, _work, quiz = first(session)
    early, late = (make_participants(session, 1, time_zone=zone)[0] for zone in (KIRITIMATI, NIUE))
    item = run.quizzes.get()
    # The clock of Greenwich now: long past in the first zone there is, still to come in the last.
    item.opens_at = None
    item.closes_at = in_own_zone(timezone.now(), meant_in="UTC", own=item.run.time_zone)
    item.save()
    refused = api.standing_of(enrolment=enrolment_of(early, run), quiz=quiz).decision
    assert refused.reasons == (Refusal.CLOSED,)
    with pytest.raises(api.AttemptRefused):
        api.start_attempt(enrolment_id=enrolment_of(early, run).pk, quiz=quiz)
    attempt = api.start_attempt(enrolment_id=enrolment_of(late, run).pk, quiz=quiz)
    assert attempt.deadline_at == item.window_in(NIUE)[1]


def test_an_open_attempt_gains_what_the_session_gains(session, django_capture_on_commit_callbacks):
    run, _work, quiz = first(session)
    [mine] = make_participants(session, 1, time_zone=NAIROBI)
    attempt = api.start_attempt(enrolment_id=enrolment_of(mine, run).pk, quiz=quiz)
    event = session.events.get(code="quiz-m1")
    dates = programmes.Dates(session.starts_on, pinned={"quiz-m1": event.on + timedelta(days=3)})
    digest = programmes.preview_dates(session, dates).digest
    with django_capture_on_commit_callbacks(execute=True):
        programmes.move_session(session_id=session.pk, dates=dates, digest=digest, by=None)
    moved = Attempt.objects.get(pk=attempt.pk).deadline_at
    assert moved - attempt.deadline_at == timedelta(days=3)


def test_who_is_in_no_session_sits_the_test_as_the_quiz_says(session):
    run, _work, quiz = first(session)
    alone = people.officer()
    [enrolment] = enrol_many(course_id=run.course_id, people=[alone], by=None)
    assert api.standing_of(enrolment=enrolment, quiz=quiz).terms.closes_at is None


def test_answers_are_shown_when_it_has_closed_in_every_zone(session):
    run, _work, _quiz = first(session)
    item = run.quizzes.get()
    assert item.closes_everywhere_at == item.window_in("Etc/GMT+12")[1]
    assert item.closes_everywhere_at > item.window_in(KIRITIMATI)[1]


@pytest.mark.parametrize(
    ("at", "own", "moment"),
    [
        # A Nairobi clock's half past two, where summer time skips that hour, and where it comes twice.
        (datetime(2027, 3, 28, 2, 30), "Europe/Brussels", "2027-03-28T01:30:00+00:00"),
        (datetime(2027, 10, 31, 2, 30), "Europe/Brussels", "2027-10-31T01:30:00+00:00"),
    ],
)
def test_nobody_loses_an_hour_to_summer_time(at, own, moment):
    meant = at.replace(tzinfo=ZoneInfo(NAIROBI)).astimezone(UTC)
    assert in_own_zone(meant, meant_in=NAIROBI, own=own).isoformat() == moment


def test_a_zone_nobody_knows_is_that_of_the_run():
    meant = datetime.fromisoformat("2027-03-19T20:59:00+00:00")
    assert in_own_zone(meant, meant_in=NAIROBI, own="Mars/Olympus") == meant
