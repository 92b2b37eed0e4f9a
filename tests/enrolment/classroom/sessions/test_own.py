"""A session for who takes part in it: what is next, how it stands, what came of it, and its calendar."""

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from unittest import mock

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from enrolment.admissions.api import move_participant, withdraw_participant
from enrolment.assessment.api import grant_due_extension, grant_extension
from enrolment.assessment.models import Submission
from enrolment.certificates.models import AwardDecision
from enrolment.classroom.sessions.shown import own_session
from enrolment.grading.models import ModuleMark
from enrolment.programmes.models import RunAssignment, RunQuiz, SessionEvent
from enrolment.surveys.api import STATEMENTS, answer_survey
from tests.factories import people
from tests.factories.academies import make_dated, make_participants, make_programme, make_taught_programme

pytestmark = pytest.mark.django_db


def words_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def address(participation, tail: str = "") -> str:
    return f"/en/my/sessions/{participation.pk}/{tail}"


def monday(weeks: int) -> date:
    today = timezone.localdate()
    return today - timedelta(days=today.weekday(), weeks=weeks)


def add_event(session, code: str, on: date, at: time | None, **facts) -> SessionEvent:
    known = {"kind": "live", "title": code.title(), "week": 1, "weekday": 1, "minutes": 60}
    return SessionEvent.objects.create(
        session=session, code=code, on=on, wanted_on=on, at=at, **known | facts
    )


@pytest.fixture
def taught():
    """A session of two taught modules in its second week, with a meeting tomorrow."""
    session = make_dated(make_taught_programme(modules=2), starts_on=monday(1), time_zone="Europe/Brussels")
    tomorrow = timezone.localdate() + timedelta(days=1)
    add_event(session, "meeting", tomorrow, time(9), link="https://meet.example/room")
    return session


@pytest.fixture
def hers(client, taught):
    participation = make_participants(taught, 1, time_zone="Africa/Nairobi")[0]
    people.sign_in(client, participation.learner)
    return participation


def test_the_page_says_what_is_next_and_how_each_module_stands(client, taught, hers):
    third = taught.modules.create(code="oral", title="Oral", position=9, first_week=8, last_week=8)
    ModuleMark.objects.create(
        participation=hers, module=third, number=1, percent=Decimal("72.50"), at=timezone.now()
    )
    page = words_of(client.get(address(hers)))
    assert "Week 2 of 8" in page
    due = RunAssignment.objects.filter(run__session_module__session=taught).order_by("due_at").first()
    friday = due.due_in("Africa/Nairobi").astimezone(timezone.get_fixed_timezone(180))
    assert friday.strftime("%H:%M") == "23:59"
    for said in ("Meeting", "Join the live session", "Quiz closes", "(Nairobi time)", "Module 2", "72.5%"):
        assert said in page
    html = client.get(address(hers)).content.decode()
    assert f"/en/work/{due.pk}/" in html
    run = taught.modules.get(code="m1").run
    assert f"/en/threads/{run.pk}/" in html
    assert f"/en/work/grades/{run.pk}/" in html
    desk = words_of(client.get("/en/my/"))
    assert "My sessions" in desk
    assert "Next deadline:" in desk


def test_what_opens_next_is_among_what_is_next_and_discussions_are_one(client, taught, hers):
    opening = timezone.localdate() + timedelta(days=2)
    SessionEvent.objects.filter(session=taught, code="opens-m2").update(on=opening)
    second = taught.modules.get(code="m2")
    work = RunAssignment.objects.get(run=second.run)
    RunAssignment.objects.filter(pk=work.pk).update(opens_at=timezone.now() + timedelta(days=2))
    for number in range(4):
        day = timezone.localdate() + timedelta(days=number + 1)
        add_event(taught, f"talk-{number}", day, None, kind="talk", minutes=None)
    shown = own_session(hers.learner, hers).next
    assert [item.more for item in shown if item.kind == "talk"] == [3]
    assert ("opens", opening) in [(item.kind, item.day) for item in shown]
    assert [item.task.state for item in shown if item.task] == ["due", "not_open"]
    page = words_of(client.get(address(hers)))
    assert "3 more discussions among the weeks below" in page
    assert re.search(r"Module 2 · opens on .{9,40} · Due: ", page)


def test_a_session_is_over_when_its_weeks_are_though_nobody_has_closed_it(client):
    ended = make_participants(make_dated(make_programme(modules=1), starts_on=monday(9)), 1)[0]
    people.sign_in(client, ended.learner)
    page, desk = words_of(client.get(address(ended))), words_of(client.get("/en/my/"))
    assert "The weeks of this session are over." in page
    assert "Begins on" not in page
    assert "Weeks over, result to come" in desk


def test_a_participation_is_its_participants_alone(client, taught, hers):
    other = make_participants(taught, 1)[0]
    unknown = address(hers).replace(str(hers.pk)[:8], "00000000")
    answers = {client.get(address(other, tail)).status_code for tail in ("", "calendar.ics")}
    assert answers == {404} == {client.get(unknown).status_code}
    manager = people.manager()
    people.sign_in(client, manager)
    assert client.get(address(hers)).status_code == 404


def test_who_left_is_told_so_and_who_moved_finds_the_later_session(client, taught, hers):
    later = make_dated(taught.programme, starts_on=monday(-20))
    there = move_participant(participation=hers, to=later, by=None)
    response = client.get(address(hers))
    assert "You have moved to a later session." in words_of(response)
    assert address(there) in response.content.decode()
    assert "What is next" not in words_of(response)
    assert client.get(address(hers, "calendar.ics")).status_code == 404
    withdraw_participant(participation=there, by=None)
    assert "You have withdrawn from this session" in words_of(client.get(address(there)))


def test_the_result_is_there_once_it_is_confirmed(client, taught, hers):
    reasons = [
        {"award": "pass", "code": "final", "is_met": True, "given": "71.0", "needed": "60", "names": []},
        {
            "award": "honours",
            "code": "module",
            "is_met": False,
            "given": "70",
            "needed": "75",
            "names": ["m1"],
        },
    ]
    decision = AwardDecision.objects.create(
        participation=hers,
        award="pass",
        by_rule="pass",
        final=71,
        reasons=reasons,
        proposed_at=timezone.now(),
    )
    assert "Your result" not in words_of(client.get(address(hers)))
    decision.confirmed_at = timezone.now()
    decision.save()
    page = words_of(client.get(address(hers)))
    assert "Final mark: 71%; 60% is needed." in page
    assert re.search(r"not met Module 1: 70%; 75% is needed", page)


def cost(client, participation, page: str = "") -> int:
    people.sign_in(client, participation.learner)
    page = page or address(participation)
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    return len(queries)


def test_page_and_desk_cost_the_same_for_two_modules_and_for_five(client, taught, hers):
    few, few_on_desk = cost(client, hers), cost(client, hers, "/en/my/")
    larger = make_dated(make_taught_programme(modules=5), starts_on=monday(1))
    theirs = make_participants(larger, 4)[0]
    many, many_on_desk = cost(client, theirs), cost(client, theirs, "/en/my/")
    assert many_on_desk <= few_on_desk <= 21
    assert many <= few <= 23


def test_who_has_not_answered_is_led_to_the_survey_in_the_last_week_at_no_greater_cost(client, taught, hers):
    assert address(hers, "feedback/") not in client.get(address(hers)).content.decode()
    found = []
    for modules, participants in ((2, 1), (5, 4)):
        programme = make_taught_programme(modules=modules)
        ending = make_dated(programme, starts_on=monday(programme.weeks - 1))
        asked = make_participants(ending, participants)[0]
        found.append(cost(client, asked))
        page = client.get(address(asked)).content.decode()
        assert f'href="{address(asked, "feedback/")}"' in page
    assert found[1] <= found[0] <= 24
    answer_survey(participation=asked, agreements=dict.fromkeys(STATEMENTS, 4))
    assert address(asked, "feedback/") not in client.get(address(asked)).content.decode()


def moments(client, participation) -> dict[str, icalendar.Event]:
    response = client.get(address(participation, "calendar.ics"))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return {
        str(event["UID"]).partition(".")[0]: event
        for event in icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    }


@pytest.mark.parametrize(
    ("zone", "due"),
    [
        # Summer time ends in Brussels on 28 October 2018; at UTC+14 and UTC-11 it never begins.
        ("Pacific/Kiritimati", datetime(2018, 10, 26, 9, 59, tzinfo=UTC)),
        ("Pacific/Pago_Pago", datetime(2018, 10, 27, 10, 59, tzinfo=UTC)),
        ("Europe/Brussels", datetime(2018, 10, 26, 21, 59, tzinfo=UTC)),
        # And in Brasilia it begins on 4 November.
        ("America/Sao_Paulo", datetime(2018, 10, 27, 2, 59, tzinfo=UTC)),
    ],
)
def test_every_moment_in_the_calendar_is_the_right_one(client, zone, due):
    session = make_dated(
        make_programme(modules=1, weeks=12), starts_on=date(2018, 10, 8), time_zone="Europe/Brussels"
    )
    add_event(session, "summer", date(2018, 10, 25), time(9))
    add_event(session, "winter", date(2018, 10, 29), time(9), title="Réunion, أهلا; \\ and more " * 3)
    add_event(session, "night", date(2018, 11, 4), time(0, 30), zone="own")
    hers = make_participants(session, 1, time_zone=zone)[0]
    people.sign_in(client, hers.learner)
    found = moments(client, hers)
    # One meeting at nine in Brussels before the clocks change there, and one after.
    assert found["summer"].start == datetime(2018, 10, 25, 7, tzinfo=UTC)
    assert found["winter"].start == datetime(2018, 10, 29, 8, tzinfo=UTC)
    assert found["winter"].end - found["winter"].start == timedelta(hours=1)
    assert found["winter"]["SUMMARY"].endswith("Réunion, أهلا; \\ and more " * 3)
    assert found["due-m1"].start == found["due-m1"].end == due
    assert (found["closing"].start, found["closing"].end) == (date(2018, 12, 28), date(2018, 12, 29))
    if zone == "America/Sao_Paulo":
        # Half past midnight is skipped that night: the later reading of it.
        assert found["night"].start == datetime(2018, 11, 4, 3, 30, tzinfo=UTC)


def test_more_time_takes_the_place_of_everybodys_on_the_page_and_in_the_calendar(client, taught, hers):
    work = RunAssignment.objects.filter(run__session_module__session=taught).order_by("due_at").first()
    enrolment = hers.learner.enrolments.get(course=work.run.course_id)
    usual = moments(client, hers)
    quiz, boss = RunQuiz.objects.get(run=work.run).quiz, people.manager()
    later = usual["due-m1"].start.replace(second=0) + timedelta(days=40)
    grant_due_extension(run_assignment=work, enrolment=enrolment, due_at=later, reason="Was ill", by=boss)
    test_later = later + timedelta(days=1)
    grant_extension(quiz=quiz, enrolment_id=enrolment.pk, closes_at=test_later, reason="Was ill", by=boss)
    found = moments(client, hers)
    assert found.keys() == usual.keys()
    assert {code for code in found if found[code].start != usual[code].start} == {"due-m1", "quiz-m1"}
    assert (found["due-m1"].start, found["quiz-m1"].start) == (later, test_later)
    assert "Your own deadline: Module 1" in found["quiz-m1"]["SUMMARY"]
    assert found["due-m1"]["SEQUENCE"] == usual["due-m1"]["SEQUENCE"] + 1
    shown = own_session(hers.learner, hers)
    due, closes = (entry for entry in shown.timeline.entries if entry.code in ("due-m1", "quiz-m1"))
    assert (due.at, closes.at) == (later, test_later)
    assert {item.at for item in shown.next} >= {later, test_later}
    # Twice among the weeks, and of the test in what is next.
    assert words_of(client.get(address(hers))).count("Your own deadline") == 3
    # Behind everybody's deadline, and before hers, the test is still to be done.
    with mock.patch("django.utils.timezone.now", return_value=test_later - timedelta(hours=1)):
        tests = [item.at for item in own_session(hers.learner, hers).next if item.kind == "quiz"]
        assert tests[0] == test_later
    assert not Submission.objects.exists()
