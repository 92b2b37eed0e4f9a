"""The desk says what waits for whom, and says so when nothing does."""

import pytest
from django.urls import reverse

from tests.factories import people
from tests.factories.assessment import make_sitting, sit
from tests.factories.desk import make_essay_course, make_marker, make_waiting, make_wrong_key

pytestmark = pytest.mark.django_db

HOME = "/en/assessment/"


def test_empty_it_says_so(boss, open_page):
    text = open_page(HOME).get_text()
    assert "Nothing waits for you" in text
    assert "No exam has results" in text
    assert "No corrected key was applied" in text


def test_a_tutor_sees_what_waits_for_her_alone(client, open_page):
    made, other = make_essay_course(), make_essay_course()
    make_waiting(made=made)
    make_waiting(made=made, learner=people.officer(administration="JO"))
    make_waiting(made=other, learner=people.officer(administration="FJ"))
    people.sign_in(client, make_marker(made.course).tutor)
    page = open_page(HOME)
    (card,) = page.select(".staff__cards li")
    assert "2 answers" in card.get_text()
    assert f"?course={made.course.code}" in card.a["href"]
    assert "Exams" not in page.get_text()
    assert "Secret" not in page.get_text()


def test_exams_to_be_released_and_what_was_re_graded(client, boss, open_page):
    exam = make_sitting(mode="exam")
    sit(exam.attempt)
    world = make_wrong_key()
    world.correct()
    address = reverse("assessment_regrade", args=[world.question.pk])
    digest = open_page(address).select_one("[name=digest]")["value"]
    client.post(address, {"digest": digest, "reason": "wrong", "spares_losses": "on"})
    page = open_page(HOME)
    assert reverse("assessment_release", args=[exam.quiz.pk]) in str(page)
    assert world.question.code in page.get_text()
    assert "1 attempt changed" in page.get_text()


def test_the_same_number_of_queries_for_much_and_little(client, boss, django_assert_max_num_queries):
    make_waiting(mode="exam")
    with django_assert_max_num_queries(20) as few:
        client.get(HOME)
    for _n in range(3):
        make_waiting(made=make_essay_course(), learner=people.officer(), mode="exam")
    with django_assert_max_num_queries(len(few)):
        client.get(HOME)
