"""Before and after: what was gained since a pre-test, as a whole and by lesson; and notes on the result."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.quizzes.models import Question, QuestionVersion, Quiz
from enrolment.assessment import api
from enrolment.assessment.models import Attempt, Regrade, RegradedAttempt
from enrolment.progress.models import ActivityProgress
from tests.factories import people
from tests.factories.assessment import make_sitting, sit
from tests.factories.courses import make_course, make_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(client):
    """A course whose final test has a pre-test. Of each test the lessons teach two questions each.

    Nothing is started. Papers are in the order of the questions.
    """
    made = make_course(lessons=2)
    pretest = make_quiz(made.activities[0], own_pass_mark=0, is_shuffled=False)
    for bank in (pretest.slots.get().bank, made.bank):
        for number, question in enumerate(bank.questions.order_by("position")):
            question.taught_in = made.activities[number // 2]
            question.save()
    sitting = make_sitting(made=made, is_started=False, pretest=pretest, is_shuffled=False)
    sitting.pretest = pretest
    people.sign_in(client, sitting.learner)
    return sitting


def sat(sitting, quiz, right):
    return sit(api.start_attempt(enrolment_id=sitting.enrolment.pk, quiz=quiz), right=right)


def result(client, attempt) -> BeautifulSoup:
    return BeautifulSoup(client.get(reverse("attempt_result", args=[attempt.pk])).content, "html.parser")


def test_before_and_after_as_a_whole_and_by_lesson(client, sitting):
    sat(sitting, sitting.pretest, 1)
    page = result(client, sat(sitting, sitting.quiz, 3))
    text = page.get_text(" ", strip=True)
    assert "Before: 25%. After: 75%. +50 percentage points" in text
    assert "Of what you did not know yet, you learned 66%." in text
    rows = [row.get_text(" ", strip=True) for row in page.select("table.gain tbody tr")]
    assert rows == ["Lesson 1 (en) 50% 100%", "Lesson 2 (en) 0% 50%"]
    assert [bar["width"] for bar in page.select("rect.gain__after")] == ["100", "50"]
    assert all(cell["aria-hidden"] == "true" for cell in page.select(".gain__plot"))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (4, 4, "there was nothing left to gain"),
        (2, 2, "Your score is what it was before the course."),
        (3, 1, "Your score is lower than before the course."),
    ],
)
def test_no_gain_is_said_in_plain_words(client, sitting, before, after, said):
    sat(sitting, sitting.pretest, before)
    assert said in result(client, sat(sitting, sitting.quiz, after)).get_text(" ", strip=True)


def test_a_pretest_that_was_sat_afterwards_is_none(client, sitting):
    after = sat(sitting, sitting.quiz, 3)
    sat(sitting, sitting.pretest, 1)
    assert "What you gained" not in result(client, after).get_text()


def test_it_is_the_first_time_that_counts_and_ones_own(client, sitting):
    Quiz.objects.filter(pk=sitting.pretest.pk).update(mode="practice")
    sitting.pretest.refresh_from_db()
    other = make_sitting(made=sitting.made, is_started=False)
    sat(other, sitting.pretest, 4)
    sat(sitting, sitting.pretest, 0)
    sat(sitting, sitting.pretest, 2)
    assert "Before: 0%" in result(client, sat(sitting, sitting.quiz, 3)).get_text()


@pytest.mark.parametrize(
    ("which", "facts"),
    [
        ("pretest", {"review_policy": "nothing"}),
        ("pretest", {"mode": "exam"}),
        ("quiz", {"review_policy": "nothing"}),
        ("quiz", {"mode": "exam"}),
    ],
)
def test_the_gain_tells_no_score_that_may_not_be_known(client, sitting, which, facts):
    sat(sitting, sitting.pretest, 1)
    after = sat(sitting, sitting.quiz, 3)
    Quiz.objects.filter(pk=getattr(sitting, which).pk).update(**facts)
    text = result(client, after).get_text()
    assert "What you gained" not in text
    assert "25%" not in text


def test_while_answers_wait_nothing_is_compared(client, sitting):
    before = sat(sitting, sitting.pretest, 1)
    after = sat(sitting, sitting.quiz, 3)
    Attempt.objects.filter(pk=before.pk).update(waiting=1)
    assert "What you gained" not in result(client, after).get_text()


def test_it_costs_three_queries_whatever_the_number(client, sitting):
    after = sat(sitting, sitting.quiz, 3)
    with CaptureQueriesContext(connection) as without:
        result(client, after)
    sat(sitting, sitting.pretest, 1)
    Attempt.objects.filter(quiz=sitting.pretest).update(submitted_at=after.started_at)
    with CaptureQueriesContext(connection) as with_it:
        assert "What you gained" in result(client, after).get_text()
    assert len(with_it) <= len(without) + 2 <= 18


@pytest.mark.parametrize("right", [0, 2])
def test_a_pretest_is_done_when_it_is_handed_in_whatever_the_score(client, sitting, right):
    attempt = sat(sitting, sitting.pretest, right)
    assert attempt.is_passed is True
    done = ActivityProgress.objects.get(completed_at__isnull=False)
    assert done.activity_id == sitting.pretest.activity_id
    page = result(client, attempt).get_text(" ", strip=True)
    assert "This was a pre-test. It does not count" in page
    assert "Done" in page
    assert "Passed" not in page
    assert "To pass" not in page


def test_a_pretest_left_blank_is_done_too(sitting):
    attempt = api.start_attempt(enrolment_id=sitting.enrolment.pk, quiz=sitting.pretest)
    assert api.submit_attempt(attempt_id=attempt.pk).is_passed is True


# --- a key that was corrected


def test_a_regrading_is_told_with_its_reason_and_what_it_changed(client, sitting):
    attempt = sat(sitting, sitting.quiz, 3)
    regraded(attempt, place=3, reason="The key named the <wrong> article.")
    text = result(client, attempt).get_text(" ", strip=True)
    assert "Question 4 was marked anew on" in text
    assert "Your points were 2, now they are 3." in text
    assert "The reason: The key named the <wrong> article." in text


def test_a_regrading_tells_no_points_that_may_not_be_known(client, sitting):
    attempt = sat(sitting, sitting.quiz, 3)
    regraded(attempt, place=3, reason="The key was wrong.")
    for facts in ({"review_policy": "nothing"}, {"mode": "exam"}):
        Quiz.objects.filter(pk=sitting.quiz.pk).update(**facts)
        assert "marked anew" not in result(client, attempt).get_text()


def regraded(attempt, *, place, reason):
    version = QuestionVersion.objects.get(pk=attempt.paper[place]["version"])
    made = Regrade.objects.create(
        question=Question.objects.get(pk=attempt.paper[place]["question"]),
        version=version,
        reason=reason,
        made_at=timezone.now(),
    )
    RegradedAttempt.objects.create(
        regrade=made,
        attempt=attempt,
        fraction_before=Decimal(0),
        fraction_after=Decimal(1),
        score_before=Decimal(2),
        score_after=Decimal(3),
    )
