"""What stands on an open test is not told through another quiz that asks the same."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.quizzes.models import Quiz, QuizSlot
from enrolment.assessment import api
from enrolment.assessment.models import Attempt, Response
from tests.factories import people
from tests.factories.assessment import make_sitting, sit
from tests.factories.courses import make_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(client):
    """A test of four questions, and ``other``, a quiz that asks the first of them and one of its own.

    Nothing is started.
    """
    sitting = make_sitting(is_started=False, is_shuffled=False)
    sitting.other = make_quiz(sitting.made.activities[0], questions=1, is_shuffled=False)
    sitting.shared = sitting.made.questions[0]
    QuizSlot.objects.create(quiz=sitting.other, question=sitting.shared, position=9)
    people.sign_in(client, sitting.learner)
    return sitting


def start(sitting, quiz, **facts):
    if facts:
        Quiz.objects.filter(pk=quiz.pk).update(**facts)
        quiz.refresh_from_db()
    return api.start_attempt(enrolment_id=sitting.enrolment.pk, quiz=quiz)


def page(client, name, attempt) -> BeautifulSoup:
    return BeautifulSoup(client.get(reverse(name, args=[attempt.pk])).content, "html.parser")


def told(client, name, attempt) -> list[bool]:
    """Of each reviewed question, whether its explanation is there."""
    return ["Because" in str(item) for item in page(client, name, attempt).select(".question--reviewed")]


def test_the_result_of_another_quiz_keeps_back_the_question_alone(client, sitting):
    before = sit(start(sitting, sitting.other))
    assert told(client, "attempt_result", before) == [True, True]
    final = start(sitting, sitting.quiz)
    assert told(client, "attempt_result", before) == [True, False]
    kept = page(client, "attempt_result", before).select_one("#question-2")
    assert "kept back until you hand that test in" in kept.get_text(" ", strip=True)
    assert not kept.select(".choice, .badge--good, .badge--bad, .badge--warn, a")
    assert not any(str(choice.pk) in str(kept) for choice in sitting.shared.choices.all())
    api.submit_attempt(attempt_id=final.pk)
    assert told(client, "attempt_result", before) == [True, True]


def test_no_lesson_tells_which_was_wrong(client, sitting):
    sitting.shared.taught_in = sitting.made.activities[0]
    sitting.shared.save()
    before = sit(start(sitting, sitting.other), right=1)
    assert page(client, "attempt_result", before).select(".reread")
    start(sitting, sitting.quiz)
    assert not page(client, "attempt_result", before).select(".reread")


def test_practice_gives_no_feedback_on_it(client, sitting):
    practice = start(sitting, sitting.other, mode="practice")
    final = start(sitting, sitting.quiz)
    own, shared = (item["question"] for item in practice.paper)
    with pytest.raises(api.AnswerRefused, match="open_elsewhere"):
        api.check_answer(attempt_id=practice.pk, question_id=shared)
    answer = practice.paper[1]["choices"][0]
    url = reverse("attempt", args=[practice.pk])
    reply = client.post(
        url, {f"answer-{shared}": answer, f"shown-{shared}": "", "check": shared}, follow=True
    )
    assert "its feedback is kept back until you hand that test in" in reply.content.decode()
    assert "Because" not in reply.content.decode()
    kept = Response.objects.get(question=shared)
    assert (kept.answer, kept.checked_at) == ([answer], None)
    api.check_answer(attempt_id=practice.pk, question_id=own)
    assert told(client, "attempt", practice) == [True]
    api.submit_attempt(attempt_id=final.pk)
    assert api.check_answer(attempt_id=practice.pk, question_id=shared).checked_at


def test_feedback_that_was_seen_before_is_not_there_to_look_up(client, sitting):
    practice = start(sitting, sitting.other, mode="practice")
    for item in practice.paper:
        api.check_answer(attempt_id=practice.pk, question_id=item["question"])
    assert told(client, "attempt", practice) == [True, True]
    final = start(sitting, sitting.quiz)
    assert told(client, "attempt", practice) == [True, False]
    kept = page(client, "attempt", practice).select_one("#question-2")
    assert not kept.select("input, textarea, .choice, .badge--good, .badge--bad, .badge--warn")
    api.submit_attempt(attempt_id=final.pk)
    assert told(client, "attempt", practice) == [True, True]


@pytest.mark.parametrize("case", ["practice", "time is up", "somebody else's"])
def test_what_protects_nothing_keeps_nothing_back(client, sitting, case):
    before = sit(start(sitting, sitting.other))
    if case == "somebody else's":
        make_sitting(made=sitting.made)
    else:
        start(sitting, sitting.quiz, mode="practice" if case == "practice" else "test")
    if case == "time is up":
        Attempt.objects.open().update(deadline_at=timezone.now())
    assert told(client, "attempt_result", before) == [True, True]


def test_it_costs_the_same_however_many_are_open(client, sitting):
    before = sit(start(sitting, sitting.other))
    costs = []
    for quiz in (sitting.quiz, make_quiz(sitting.made.activities[1], questions=1)):
        start(sitting, quiz)
        with CaptureQueriesContext(connection) as queries:
            assert told(client, "attempt_result", before) == [True, False]
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 16
