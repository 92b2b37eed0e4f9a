"""Practice: feedback after each question, and only after it; the answer stands from then on."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.quizzes.api import best_answers
from courses.quizzes.models import Question
from enrolment.assessment import api
from enrolment.assessment.models import Attempt, Marker, Response
from tests.factories import people
from tests.factories.assessment import make_sitting
from tests.factories.courses import make_course
from tests.factories.questions import make_sitting_of

pytestmark = pytest.mark.django_db


def begin(client, sitting):
    people.sign_in(client, sitting.learner)
    sitting.url = reverse("attempt", args=[sitting.attempt.pk])
    sitting.ids = [item["question"] for item in sitting.attempt.paper]
    sitting.best = best_answers(sitting.attempt.paper)
    return sitting


@pytest.fixture
def sitting(client):
    return begin(client, make_sitting(mode="practice"))


def shown(client, sitting) -> BeautifulSoup:
    return BeautifulSoup(client.get(sitting.url).content, "html.parser")


def check(client, sitting, number, answer=(), **more):
    question = sitting.ids[number]
    data = {f"shown-{question}": "", f"answer-{question}": list(answer), "check": question}
    return client.post(sitting.url, data | more)


def said_of(page, place) -> str:
    return page.select_one(f"#question-{place + 1}").get_text(" ", strip=True)


def test_checking_saves_and_leads_back_to_the_question(client, sitting):
    response = check(client, sitting, 1, sitting.best[sitting.ids[1]])
    assert response.url == f"{sitting.url}#question-2"
    saved = Response.objects.get()
    assert sorted(saved.answer) == sorted(sitting.best[sitting.ids[1]])
    assert saved.checked_at is not None
    page = shown(client, sitting)
    assert "Question 2 Right" in said_of(page, 1)
    assert "Because it is so." in said_of(page, 1)
    assert page.select_one("#question-2")["tabindex"] == "-1"


def test_a_wrong_answer_is_told_with_the_right_one_and_its_lesson(client, sitting):
    Question.objects.update(taught_in=sitting.made.activities[0])
    item = sitting.attempt.paper[0]
    wrong = next(choice for choice in item["choices"] if choice not in sitting.best[sitting.ids[0]])
    check(client, sitting, 0, [wrong])
    said = said_of(shown(client, sitting), 0)
    assert "Not right" in said
    assert "Right answer" in said
    assert "Taught in: Lesson 1 (en)" in said


def test_the_controls_of_a_checked_question_are_gone_and_those_of_others_stay(client, sitting):
    check(client, sitting, 0)
    page = shown(client, sitting)
    assert not page.select("#question-1 input, #question-1 button")
    assert [item["data-question"] for item in page.select("[data-question]")] == sitting.ids[1:]
    assert "Not answered" in said_of(page, 0)
    assert len(page.select('button[name="check"]')) == 3


def test_only_what_was_checked_is_told(client, sitting):
    check(client, sitting, 0, sitting.best[sitting.ids[0]])
    page = shown(client, sitting)
    for place in (1, 2, 3):
        assert not page.select(f"#question-{place + 1} .badge, #question-{place + 1} .question__why")
    assert str(page).count("Because it is so.") == 1


def test_what_was_checked_stands(client, sitting):
    best = sitting.best[sitting.ids[0]]
    check(client, sitting, 0)
    response = check(client, sitting, 0, best)
    assert response.url == sitting.url
    assert "the answer before it stands" in client.get(sitting.url).content.decode()
    assert Response.objects.get().answer == []
    api.submit_attempt(attempt_id=sitting.attempt.pk)
    assert Attempt.objects.get().score == 0


def test_the_count_knows_the_questions_that_were_checked(client, sitting):
    check(client, sitting, 0, sitting.best[sitting.ids[0]])
    form = shown(client, sitting).select_one("form[data-attempt]")
    assert (form["data-settled"], form["data-total"]) == ("1", "4")


@pytest.mark.parametrize("question", ["nobody", "", "\x00", "9" * 20])
def test_a_question_that_is_not_on_the_paper_cannot_be_checked(client, sitting, question):
    response = client.post(sitting.url, {"check": question})
    assert response.status_code in (302, 400)
    assert not Response.objects.exists()


def test_in_a_test_nothing_can_be_checked(client):
    sitting = begin(client, make_sitting())
    assert not shown(client, sitting).select('button[name="check"]')
    assert check(client, sitting, 0).status_code == 400
    assert not Response.objects.filter(checked_at__isnull=False).exists()


def test_after_the_deadline_nothing_is_checked(client):
    sitting = begin(client, make_sitting(mode="practice", time_limit=5))
    Attempt.objects.update(deadline_at=timezone.now())
    assert check(client, sitting, 0).url == reverse("attempt_result", args=[sitting.attempt.pk])
    assert not Response.objects.exists()


def test_practice_can_be_repeated_after_passing(client, sitting):
    api.save_answers(attempt_id=sitting.attempt.pk, answers=sitting.best)
    api.submit_attempt(attempt_id=sitting.attempt.pk)
    page = client.get(reverse("attempt_result", args=[sitting.attempt.pk])).content.decode()
    assert "Passed" in page
    assert "Start a new attempt" in page


@pytest.mark.parametrize("has_marker", [True, False])
def test_an_essay_shows_the_model_answer_and_whether_a_tutor_reads_it(client, has_marker):
    sitting = begin(client, make_sitting_of("essay", mode="practice"))
    if has_marker:
        Marker.objects.create(course=sitting.made.course, tutor=people.tutor(), named_at=timezone.now())
    check(client, sitting, 0, ["I would look at it."])
    said = said_of(shown(client, sitting), 0)
    assert "Compare, then release." in said
    assert ("A tutor will read your answer after you hand in." in said) is has_marker
    assert "Not right" not in said


def test_practice_goes_one_question_at_a_time_too(client):
    sitting = begin(client, make_sitting(mode="practice", is_sequential=True))
    check(client, sitting, 0, sitting.best[sitting.ids[0]], place="0")
    page = shown(client, sitting)
    assert "Question 1 Right" in said_of(page, 0)
    assert sitting.ids[1] not in str(page)
    assert check(client, sitting, 2, place="0").url == sitting.url
    assert not Response.objects.filter(question=sitting.ids[2]).exists()
    client.post(sitting.url, {"place": "0", "next": "on"})
    assert [item["data-question"] for item in shown(client, sitting).select("[data-question]")] == [
        sitting.ids[1]
    ]


@pytest.mark.parametrize("questions", [1, 50])
def test_feedback_costs_two_queries_whatever_the_number(client, questions):
    sitting = begin(client, make_sitting(made=make_course(questions=questions), mode="practice"))
    with CaptureQueriesContext(connection) as before:
        client.get(sitting.url)
    for place in range(questions):
        api.check_answer(attempt_id=sitting.attempt.pk, question_id=sitting.ids[place])
    with CaptureQueriesContext(connection) as after:
        client.get(sitting.url)
    assert len(after) <= len(before) + 2 <= 13


def test_what_stands_in_a_form_costs_nothing_else(client, sitting):
    """A second tab, opened before the feedback was seen, changes that answer and gives another."""
    first, second = sitting.ids[:2]
    check(client, sitting, 0, sitting.best[first])
    wrong = next(
        choice for choice in sitting.attempt.paper[0]["choices"] if choice not in sitting.best[first]
    )
    form = {f"answer-{first}": wrong, f"answer-{second}": sitting.best[second], "next": "hand-in"}
    form |= {f"shown-{question}": "" for question in (first, second)}
    answered = client.post(sitting.url, form, follow=True)
    assert answered.redirect_chain == [(sitting.url, 302)]
    assert "You have seen the feedback" in answered.content.decode()
    kept = {str(item.question_id): item.answer for item in Response.objects.all()}
    assert kept == {first: sitting.best[first], second: sitting.best[second]}
