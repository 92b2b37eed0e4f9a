"""What an attempt asks, or where it stands, is gone: its pages still answer, and what counted counts."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from courses.catalogue.models import Activity
from courses.quizzes.models import Question, QuizPage
from enrolment.assessment import api
from enrolment.assessment.models import Attempt
from enrolment.assessment.scoring import fractions_of
from tests.factories import people
from tests.factories.assessment import make_sitting, sit

pytestmark = pytest.mark.django_db


def unpublish(quiz):
    for page in QuizPage.objects.filter(translation_key=quiz.activity_id):
        page.unpublish()


def archive(quiz):
    quiz.activity.is_archived = True
    quiz.activity.save()


@pytest.mark.parametrize("goes", [unpublish, archive])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_of_an_attempt_have_a_plain_title(client, goes, language):
    sitting = make_sitting(time_limit=30)
    people.sign_in(client, sitting.learner)
    goes(sitting.quiz)
    pages = [
        reverse(name, args=[sitting.attempt.pk]) for name in ("attempt", "attempt_hand_in", "attempt_result")
    ]
    for address in pages[:2]:
        answered = client.get(address.replace("/en/", f"/{language}/"))
        assert answered.status_code == 200
        if language == "en":
            assert "Test" in BeautifulSoup(answered.content, "html.parser").title.get_text()
    sit(sitting.attempt)
    assert client.get(pages[2].replace("/en/", f"/{language}/")).status_code == 200


def test_what_is_archived_cannot_be_started_and_what_has_no_page_has_a_plain_title(client):
    sitting = make_sitting(is_started=False, time_limit=30)
    people.sign_in(client, sitting.learner)
    address = reverse("attempt_start", args=[sitting.quiz.activity_id])
    unpublish(sitting.quiz)
    assert client.get(address).status_code == 404
    Activity.objects.filter(pk=sitting.quiz.activity_id).update(is_archived=False)
    assert "<title>Before you start · Test ·" in client.get(address).content.decode()


class TestDeletedQuestions:
    def test_count_for_nobody_and_the_blank_ones_beside_them_do(self):
        sitting = make_sitting()
        first, *others = [item["question"] for item in sitting.attempt.paper]
        Question.objects.filter(pk=first).delete()
        attempt = api.submit_attempt(attempt_id=sitting.attempt.pk)
        assert list(fractions_of(attempt, [])) == others

    def test_cost_no_query_where_all_count(self, django_assert_num_queries):
        sitting = make_sitting()
        attempt = api.submit_attempt(attempt_id=sitting.attempt.pk)
        with django_assert_num_queries(0):
            assert len(fractions_of(attempt, [])) == len(attempt.paper)

    def test_still_count_where_they_were_deleted_afterwards(self):
        sitting = make_sitting()
        api.submit_attempt(attempt_id=sitting.attempt.pk)
        Question.objects.filter(pk=sitting.attempt.paper[0]["question"]).delete()
        attempt = Attempt.objects.get()
        assert len(fractions_of(attempt, [])) == attempt.score_possible
