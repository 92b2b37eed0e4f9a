"""What a quiz page says of the terms, to everybody and to one learner, and why one cannot start."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from courses.quizzes.models import Quiz
from enrolment.admissions.api import leave_course
from enrolment.assessment import api
from enrolment.assessment.models import Attempt, Extension
from tests.factories import people
from tests.factories.assessment import make_sitting, sit
from tests.factories.courses import make_course, make_quiz

pytestmark = pytest.mark.django_db

NOON = datetime(2199, 7, 1, 12, tzinfo=UTC)


def quiz_page(client, sitting) -> str:
    people.sign_in(client, sitting.learner)
    response = client.get(f"/en/courses/{sitting.made.course.code}/final-test/")
    return BeautifulSoup(response.content, "html.parser").select_one("main").get_text(" ", strip=True)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"mode": "practice"}, "Practice: feedback after each question"),
        ({"mode": "exam"}, "Exam: the result comes later"),
        ({"mode": "exam"}, "Once the results are released"),
        ({"time_limit": 90}, "1 h 30 min; the clock does not stop"),
        ({"cool_down": 120}, "Between two attempts At least 2 hours"),
        ({"counts": "average"}, "What counts The average of all your attempts"),
        ({"counts": "first"}, "What counts Your first attempt"),
        ({"is_sequential": True}, "One question at a time, without a way back"),
        ({"attempts_allowed": 2}, "Attempts 2"),
        ({"review_from": "closing", "closes_at": NOON}, "The answers once the test has closed"),
        ({"review_policy": "score"}, "Afterwards you see Your score"),
    ],
)
def test_the_terms_are_said_before(client, facts, said):
    assert said in quiz_page(client, make_sitting(is_started=False, **facts))


def test_with_one_attempt_nobody_asks_which_counts(client):
    assert "What counts" not in quiz_page(client, make_sitting(is_started=False, attempts_allowed=1))


def test_a_pretest_says_that_it_does_not_count(client):
    sitting = make_sitting(is_started=False, own_pass_mark=0)
    assert "This is a pre-test" not in quiz_page(client, sitting)
    make_quiz(sitting.made.activities[0], pretest=sitting.quiz)
    said = quiz_page(client, sitting)
    assert "This is a pre-test. It does not count" in said
    assert "To pass" not in said


# --- moments


@pytest.mark.parametrize(
    ("own", "meant", "said"),
    [
        ("Africa/Nairobi", "America/Lima", ["15:00 ( Nairobi time ) ·", "07:00 ( Lima time )"]),
        ("Africa/Nairobi", "Africa/Kampala", ["15:00 ( Nairobi time )"]),
        ("UTC", "UTC", ["12:00 ( UTC )"]),
        ("Asia/Kathmandu", "UTC", ["17:45 ( Kathmandu time ) ·", "12:00 ( UTC )"]),
    ],
)
def test_a_moment_stands_in_the_readers_zone_and_in_the_one_it_was_meant_in(client, own, meant, said):
    sitting = make_sitting(is_started=False, closes_at=NOON, time_zone=meant)
    sitting.learner.time_zone = own
    sitting.learner.save()
    page = quiz_page(client, sitting)
    for words in said:
        assert words in page
    assert page.count("( Lima time )") == (meant == "America/Lima")
    assert ("·" in page) is (len(said) == 2)


# --- more for one learner


def test_an_extension_is_said_to_its_learner_alone(client):
    sitting = make_sitting(is_started=False, time_limit=30, attempts_allowed=1, closes_at=NOON)
    api.grant_extension(
        enrolment_id=sitting.enrolment.pk,
        quiz=sitting.quiz,
        by=people.manager(),
        reason="a broken arm",
        minutes=15,
        attempts=1,
        closes_at=NOON + timedelta(days=1),
    )
    said = quiz_page(client, sitting)
    assert "You were granted an extension" in said
    assert "Time for an attempt: 45 minutes" in said
    assert "Attempts in all: 2" in said
    assert "2 July 2199" in said
    assert "a broken arm" not in said
    other = make_sitting(made=sitting.made, is_started=False)
    assert "You were granted" not in quiz_page(client, other)


# --- why not


def test_it_is_not_open_yet(client):
    said = quiz_page(client, make_sitting(is_started=False, opens_at=NOON))
    assert "This test is not open yet. You can start it from: 1 July 2199" in said
    assert "Start the test" not in said


def test_it_is_closed(client):
    sitting = make_sitting(is_started=False, closes_at=timezone.now() - timedelta(days=1))
    said = quiz_page(client, sitting)
    assert "It is too late to start an attempt" in said
    assert "This test closed at:" in said
    assert "ask the people who run this course for more time" in said
    assert "coordinator" not in said


def test_it_closes_before_the_break_is_over(client):
    sitting = make_sitting(cool_down=120, closes_at=timezone.now() + timedelta(hours=1))
    sit(sitting.attempt, right=0)
    assert "This test closes before you could start the next one, at:" in quiz_page(client, sitting)


def test_attempts_that_are_used_up_are_asked_of_who_can_grant_them(client):
    sitting = make_sitting(attempts_allowed=1)
    sit(sitting.attempt, right=0)
    said = quiz_page(client, sitting)
    assert "Ask the people who run this course for another attempt." in said
    assert "coordinator" not in said


def test_where_nothing_is_needed_to_pass_as_many_as_one_likes_is_true(client):
    sitting = make_sitting(own_pass_mark=0)
    sit(sitting.attempt, right=0)
    said = quiz_page(client, sitting)
    assert "Attempts As many as you like" in said
    assert "Start a new attempt" in said
    assert api.start_attempt(enrolment_id=sitting.enrolment.pk, quiz=sitting.quiz).number == 2


def test_who_did_a_test_without_a_pass_mark_as_often_as_allowed_has_done_it(client):
    sitting = make_sitting(own_pass_mark=0, attempts_allowed=1)
    sit(sitting.attempt, right=0)
    said = quiz_page(client, sitting)
    assert "You have done this test. No further attempt is needed." in said
    assert "cannot be passed" not in said


@pytest.mark.parametrize("is_passed", [True, False])
def test_who_left_the_course_is_told_one_thing(client, is_passed):
    sitting = make_sitting(made=make_course(languages=("en",), is_open=True))
    sit(sitting.attempt, right=4 if is_passed else 0)
    leave_course(enrolment=sitting.enrolment, by=sitting.learner)
    said = quiz_page(client, sitting)
    assert ("You have passed this test" in said) is is_passed
    assert ("Join the course first" in said) is not is_passed


def test_who_left_the_course_may_finish_what_is_open(client):
    sitting = make_sitting()
    leave_course(enrolment=sitting.enrolment, by=sitting.learner)
    assert api.start_attempt(enrolment_id=sitting.enrolment.pk, quiz=sitting.quiz) == sitting.attempt
    assert sit(sitting.attempt).is_passed


def test_a_break_between_two_attempts(client):
    sitting = make_sitting(cool_down=60)
    sit(sitting.attempt, right=0)
    assert "You can start the next attempt from:" in quiz_page(client, sitting)
    Attempt.objects.update(submitted_at=timezone.now() - timedelta(hours=1))
    assert "Start a new attempt" in quiz_page(client, sitting)


def test_who_has_done_an_exam_is_not_told_that_it_cannot_be_passed(client):
    sitting = make_sitting(mode="exam", attempts_allowed=1)
    sit(sitting.attempt)
    said = quiz_page(client, sitting)
    assert "The result comes when it is released." in said
    assert "cannot be passed" not in said


# --- which attempt counts


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ("best", "What counts: attempt 2, 50%"),
        ("last", "What counts: attempt 3, 25%"),
        ("first", "What counts: attempt 1, 0%"),
        ("average", "What counts: the average of your attempts, 25%"),
    ],
)
def test_what_counts_of_several_attempts_is_said(client, counts, said):
    sitting = make_sitting(counts=counts)
    sit(sitting.attempt, right=0)
    for right in (2, 1):
        sit(api.start_attempt(enrolment_id=sitting.enrolment.pk, quiz=sitting.quiz), right=right)
    assert said in quiz_page(client, sitting)


@pytest.mark.parametrize("facts", [{"review_policy": "nothing"}, {"mode": "exam"}])
def test_what_may_not_be_known_counts_in_silence(client, facts):
    sitting = make_sitting()
    sit(sitting.attempt, right=0)
    sit(api.start_attempt(enrolment_id=sitting.enrolment.pk, quiz=sitting.quiz), right=1)
    Quiz.objects.filter(pk=sitting.quiz.pk).update(**facts)
    said = quiz_page(client, sitting)
    assert "What counts:" not in said
    assert "25%" not in said


def test_answers_are_shown_from_the_closing_on(client):
    sitting = make_sitting(closes_at=timezone.now() + timedelta(days=1), review_from="closing")
    sit(sitting.attempt, right=2)
    people.sign_in(client, sitting.learner)
    url = f"/en/attempts/{sitting.attempt.pk}/result/"
    text = client.get(url).content.decode()
    assert "The answers are shown once the test has closed for everybody" in text
    assert "50%" in text
    assert "Right answer" not in text
    assert "Because it is so." not in text
    Quiz.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    assert "Because it is so." in client.get(url).content.decode()


def test_answers_wait_for_the_latest_closing_of_anybody(client):
    """Another learner, who was granted a later closing, may still sit the same questions."""
    sitting = make_sitting(closes_at=timezone.now() + timedelta(days=1), review_from="closing")
    other = make_sitting(made=sitting.made)
    later = NOON
    api.grant_extension(
        enrolment_id=other.enrolment.pk, quiz=sitting.quiz, by=people.manager(), reason="x", closes_at=later
    )
    sit(sitting.attempt, right=2)
    Quiz.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    people.sign_in(client, sitting.learner)
    url = f"/en/attempts/{sitting.attempt.pk}/result/"
    text = client.get(url).content.decode()
    assert "Because it is so." not in text
    assert f"{later:%Y-%m-%dT%H:%M}" in text
    Extension.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    assert "Because it is so." in client.get(url).content.decode()
