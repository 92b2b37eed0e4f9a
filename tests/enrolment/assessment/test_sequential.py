"""One question at a time, without a way back: nothing is skipped, nothing else is shown."""

import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from courses.quizzes.models import Question
from enrolment.assessment.models import Attempt, Response
from tests.factories import people
from tests.factories.assessment import make_sitting, right_answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(client):
    sitting = make_sitting(is_sequential=True, attempts_allowed=2)
    people.sign_in(client, sitting.learner)
    sitting.url = reverse("attempt", args=[sitting.attempt.pk])
    sitting.hand_in = reverse("attempt_hand_in", args=[sitting.attempt.pk])
    sitting.ids = [item["question"] for item in sitting.attempt.paper]
    sitting.best = right_answers(sitting.attempt)
    return sitting


def shown(client, sitting) -> BeautifulSoup:
    return BeautifulSoup(client.get(sitting.url).content, "html.parser")


def go_on(client, sitting, place, **more):
    question = sitting.ids[place]
    data = {"place": str(place), f"shown-{question}": "", f"answer-{question}": sitting.best[question]}
    return client.post(sitting.url, data | {"next": "on"} | more)


def test_only_the_question_that_is_asked_now_is_on_the_page(client, sitting):
    for place, question in enumerate(sitting.ids):
        page = shown(client, sitting)
        assert [item["data-question"] for item in page.select("[data-question]")] == [question]
        assert f"Question {place + 1} of 4" in page.get_text(" ", strip=True)
        assert f"{place} of 4 answered" in page.get_text(" ", strip=True)
        for other in set(sitting.ids) - {question}:
            assert other not in str(page)
        following = f"{sitting.url}#place" if place < 3 else sitting.hand_in
        assert go_on(client, sitting, place).url == following
    assert client.get(sitting.url).url == sitting.hand_in
    assert {str(item.question_id): sorted(item.answer) for item in Response.objects.all()} == {
        question: sorted(answer) for question, answer in sitting.best.items()
    }


def test_the_page_warns_and_the_last_one_says_so(client, sitting):
    assert "once you go on, you cannot come back" in shown(client, sitting).get_text()
    for place in range(3):
        assert "Save and go on" in shown(client, sitting).get_text()
        go_on(client, sitting, place)
    assert "Save and finish" in shown(client, sitting).get_text()


def test_a_double_click_or_a_second_tab_skips_nothing(client, sitting):
    go_on(client, sitting, 0)
    response = client.post(
        sitting.url, {"place": "0", "next": "on", f"answer-{sitting.ids[0]}": ["nobody"]}, follow=True
    )
    assert "You had gone on already" in response.content.decode()
    assert Attempt.objects.get().place == 1
    assert Response.objects.get().answer == sitting.best[sitting.ids[0]]


@pytest.mark.parametrize("place", ["", "-1", "7", "0x0", "\x00", "9" * 20])
def test_a_place_that_was_made_up_changes_nothing(client, sitting, place):
    response = client.post(sitting.url, {"place": place, "next": "on"})
    assert response.url == sitting.url
    assert Attempt.objects.get().place == 0


def test_saving_for_later_does_not_go_on(client, sitting):
    assert go_on(client, sitting, 0, next="later").url.endswith("/final-test/")
    assert Attempt.objects.get().place == 0
    assert Response.objects.count() == 1


def test_another_question_is_not_taken_as_json(client, sitting):
    for place, status in ((0, 200), (1, 400)):
        question = sitting.ids[place]
        body = {"question": question, "answer": sitting.best[question], "sequence": 1}
        response = client.post(
            reverse("attempt_answers", args=[sitting.attempt.pk]),
            json.dumps(body),
            content_type="application/json",
        )
        assert response.status_code == status
    assert response.json() == {"reason": "not_now"}


def test_a_form_for_another_question_is_not_read(client, sitting):
    later = sitting.ids[2]
    client.post(sitting.url, {"place": "0", "next": "later", f"answer-{later}": sitting.best[later]})
    assert not Response.objects.exists()


def test_there_is_no_handing_in_before_the_last(client, sitting):
    assert client.get(sitting.hand_in).url == sitting.url
    assert client.post(sitting.hand_in).url == sitting.url
    assert Attempt.objects.get().is_open


def test_the_last_page_has_no_way_back_and_counts_what_is_blank(client, sitting):
    go_on(client, sitting, 0)
    for place in (1, 2, 3):
        client.post(sitting.url, {"place": str(place), "next": "leave"})
    page = BeautifulSoup(client.get(sitting.hand_in).content, "html.parser")
    assert "3 questions have no answer. They earn nothing." in page.get_text(" ", strip=True)
    assert not page.select(f'main a[href="{sitting.url}"], main a[href^="{sitting.url}#"]')
    assert not any(question in str(page) for question in sitting.ids)
    client.post(sitting.hand_in)
    assert Attempt.objects.get().score == 1


def test_a_question_that_was_withdrawn_can_be_passed(client, sitting):
    Question.objects.get(pk=sitting.ids[0]).delete()
    assert "This question was withdrawn." in shown(client, sitting).get_text()
    client.post(sitting.url, {"place": "0", "next": "on"})
    assert Attempt.objects.get().place == 1
