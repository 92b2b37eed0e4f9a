"""The clock is the server's: what a page says of it, and how a late request closes the attempt."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from enrolment.assessment import api
from enrolment.assessment.models import Attempt, Response
from tests.factories import people
from tests.factories.assessment import make_sitting, right_answers
from tests.factories.courses import make_quiz

pytestmark = pytest.mark.django_db

PAGES = ["attempt", "attempt_hand_in", "attempt_result"]


@pytest.fixture
def sitting(client):
    """Thirty minutes, one answer saved."""
    sitting = make_sitting(time_limit=30, attempts_allowed=3)
    people.sign_in(client, sitting.learner)
    question, answer = next(iter(right_answers(sitting.attempt).items()))
    api.save_answer(attempt_id=sitting.attempt.pk, question_id=question, answer=answer, sequence=1)
    sitting.result = reverse("attempt_result", args=[sitting.attempt.pk])
    return sitting


def let_it_run_out(sitting):
    Attempt.objects.filter(pk=sitting.attempt.pk).update(deadline_at=timezone.now() - timedelta(seconds=1))


def quiz_url(sitting):
    return f"/en/courses/{sitting.made.course.code}/final-test/"


@pytest.mark.parametrize("name", ["attempt", "attempt_hand_in"])
def test_the_page_says_what_is_left_by_the_servers_clock(client, sitting, name):
    page = BeautifulSoup(client.get(reverse(name, args=[sitting.attempt.pk])).content, "html.parser")
    clock = page.select_one("[data-countdown]")
    left = float(clock["data-deadline"]) - float(clock["data-now"])
    assert 29 * 60 < left <= 30 * 60
    assert "30 minutes left" in clock.get_text()
    assert clock.select_one("time")["datetime"]
    assert clock.select_one("[role=status]").get_text() == ""


def test_the_end_is_said_in_the_readers_zone(client, sitting):
    sitting.learner.time_zone = "Asia/Kathmandu"
    sitting.learner.save()
    ends = timezone.now().replace(hour=1, minute=0, second=0, microsecond=0) + timedelta(days=1)
    Attempt.objects.update(deadline_at=ends)
    page = BeautifulSoup(client.get(reverse("attempt", args=[sitting.attempt.pk])).content, "html.parser")
    assert "06:45" in page.select_one("[data-countdown] time").get_text()


def test_without_a_limit_there_is_no_clock(client):
    sitting = make_sitting()
    people.sign_in(client, sitting.learner)
    assert b"data-countdown" not in client.get(reverse("attempt", args=[sitting.attempt.pk])).content


@pytest.mark.parametrize("name", PAGES)
def test_a_late_look_closes_it_and_leads_to_the_result(client, sitting, name):
    let_it_run_out(sitting)
    response = client.get(reverse(name, args=[sitting.attempt.pk]), follow=True)
    assert response.redirect_chain in ([], [(sitting.result, 302)])
    text = BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)
    assert "closed by itself, with the 1 answer of 4 that the server had" in text
    attempt = Attempt.objects.get()
    assert attempt.is_timed_out
    assert attempt.submitted_at == attempt.deadline_at
    assert attempt.score == 1


def test_a_late_form_closes_it_and_changes_nothing(client, sitting):
    let_it_run_out(sitting)
    answers = {f"answer-{question}": answer for question, answer in right_answers(sitting.attempt).items()}
    response = client.post(reverse("attempt", args=[sitting.attempt.pk]), answers)
    assert response.url == sitting.result
    assert Response.objects.count() == 1
    assert Attempt.objects.get().is_timed_out


def test_handing_in_late_counts_as_closed_at_the_deadline(client, sitting):
    let_it_run_out(sitting)
    assert client.post(reverse("attempt_hand_in", args=[sitting.attempt.pk])).url == sitting.result
    attempt = Attempt.objects.get()
    assert attempt.is_timed_out
    assert attempt.submitted_at == attempt.deadline_at


def test_the_quiz_page_closes_what_is_over_and_lists_it(client, sitting):
    let_it_run_out(sitting)
    text = client.get(quiz_url(sitting)).content.decode()
    assert "Time was up" in text
    assert "Start a new attempt" in text
    assert "Go on with the test" not in text


def test_the_quiz_page_says_that_the_clock_runs(client, sitting):
    text = client.get(quiz_url(sitting)).content.decode()
    assert "The clock is running" in text


# --- before the clock starts


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"time_limit": 30}, "You have 30 minutes. The clock starts"),
        ({"attempts_allowed": 2}, "Starting uses one"),
        ({"attempts_allowed": 1}, "Starting uses it"),
        ({"is_sequential": True}, "you cannot come back to it"),
    ],
)
def test_what_starting_spends_is_said_before(client, facts, said):
    sitting = make_sitting(is_started=False, **facts)
    people.sign_in(client, sitting.learner)
    start = reverse("attempt_start", args=[sitting.quiz.activity_id])
    page = BeautifulSoup(client.get(quiz_url(sitting)).content, "html.parser")
    assert page.select_one(f'a[href="{start}"]')
    assert not page.select(f'form[action="{start}"]')
    assert said in BeautifulSoup(client.get(start).content, "html.parser").get_text(" ", strip=True)
    assert not Attempt.objects.exists()
    assert client.post(start).url == reverse("attempt", args=[Attempt.objects.get().pk])


def test_the_time_that_is_said_is_what_the_closing_leaves(client):
    closes = timezone.now() + timedelta(minutes=30, seconds=50)
    sitting = make_sitting(is_started=False, time_limit=60, closes_at=closes)
    people.sign_in(client, sitting.learner)
    said = client.get(reverse("attempt_start", args=[sitting.quiz.activity_id])).content.decode()
    assert "You have 30 minutes." in said
    assert "1 hour" not in said


@pytest.mark.parametrize(
    ("facts", "label"),
    [({}, "Start the test"), ({"mode": "practice"}, "Start"), ({"is_pretest": True}, "Start")],
)
@pytest.mark.parametrize("spends", [False, True])
def test_practice_and_pretest_are_not_called_a_test(client, facts, label, spends):
    facts = dict(facts)
    is_pretest = facts.pop("is_pretest", False)
    sitting = make_sitting(is_started=False, attempts_allowed=int(spends), **facts)
    if is_pretest:
        make_quiz(sitting.made.activities[0], pretest=sitting.quiz)
    people.sign_in(client, sitting.learner)
    pages = [quiz_url(sitting)]
    if spends:
        pages.append(reverse("attempt_start", args=[sitting.quiz.activity_id]))
    for address in pages:
        page = BeautifulSoup(client.get(address).content, "html.parser").select_one("main")
        start = page.select("a.button, button.button")[0]
        assert start.get_text(strip=True) == label


def test_nothing_is_asked_where_starting_spends_nothing(client):
    sitting = make_sitting(is_started=False)
    people.sign_in(client, sitting.learner)
    start = reverse("attempt_start", args=[sitting.quiz.activity_id])
    page = BeautifulSoup(client.get(quiz_url(sitting)).content, "html.parser")
    assert page.select_one(f'form[action="{start}"]')
    assert client.get(start).url == quiz_url(sitting)


def test_who_goes_on_is_not_asked_again(client, sitting):
    assert client.get(reverse("attempt_start", args=[sitting.quiz.activity_id])).url == quiz_url(sitting)


def test_who_may_not_start_is_told_on_the_quiz_page(client):
    sitting = make_sitting(is_started=False, time_limit=30, closes_at=timezone.now() - timedelta(days=1))
    people.sign_in(client, sitting.learner)
    start = reverse("attempt_start", args=[sitting.quiz.activity_id])
    assert "It is too late to start an attempt" in client.get(start, follow=True).content.decode()
    refused = client.post(start)
    assert refused.status_code == 403
    assert "ask the people who run this course" in refused.content.decode()
