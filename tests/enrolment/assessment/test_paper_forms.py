"""The form of a paper: what it may overwrite, what it says of what came too late, what it asks before
a question is left for good."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from courses.quizzes.models import Question
from enrolment.assessment import api
from enrolment.assessment.models import Attempt, Response
from tests.factories import people
from tests.factories.assessment import make_sitting, right_answers
from tests.factories.questions import make_sitting_of

pytestmark = pytest.mark.django_db


def begin(client, sitting):
    people.sign_in(client, sitting.learner)
    sitting.url = reverse("attempt", args=[sitting.attempt.pk])
    sitting.question = sitting.attempt.paper[0]["question"]
    sitting.choices = sitting.attempt.paper[0]["choices"]
    return sitting


@pytest.fixture
def sitting(client):
    return begin(client, make_sitting(attempts_allowed=2))


@pytest.fixture
def sequential(client):
    return begin(client, make_sitting(is_sequential=True))


def read(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def send(client, sitting, answer, sequence):
    body = {"question": sitting.question, "answer": answer, "sequence": sequence}
    url = reverse("attempt_answers", args=[sitting.attempt.pk])
    return client.post(url, json.dumps(body), content_type="application/json")


def post(client, sitting, answer, *, sequence="", shown="changed", **more):
    names = {name: f"{name}-{sitting.question}" for name in ("answer", "shown", "sequence")}
    data = {names["answer"]: answer, names["shown"]: shown, names["sequence"]: sequence}
    return client.post(sitting.url, {"next": "stay"} | data | more)


# --- what it may overwrite


@pytest.mark.parametrize(("sequence", "wins"), [("4", False), ("5", False), ("6", True), ("", True)])
def test_a_change_counts_by_its_own_sequence_and_without_one_as_the_newest(client, sitting, sequence, wins):
    first, second = sitting.choices[:2]
    send(client, sitting, [first], 5)
    post(client, sitting, second, sequence=sequence)
    assert Response.objects.get().answer == [second if wins else first]


@pytest.mark.parametrize("sequence", ["-1", "x", "\x00", "٣", "1.5", "9" * 16, "9" * 5000])
def test_a_sequence_that_is_no_count_is_refused(client, sitting, sequence):
    assert post(client, sitting, sitting.choices[0], sequence=sequence).status_code == 400
    assert not Response.objects.exists()


@pytest.mark.parametrize("kind", ["single", "short", "essay", "blanks", "ordering", "matching"])
def test_a_save_tells_what_the_form_would_say_it_was_shown(client, kind):
    made = make_sitting() if kind == "single" else make_sitting_of(kind)
    sitting = begin(client, made)
    if kind in ("short", "essay"):
        answer = ["two  words "]
    elif kind == "blanks":
        answer = ["1= two  words"]
    elif kind == "matching":
        answer = [f"{sitting.choices[0]}={sitting.attempt.paper[0]['pairs'][0]}"]
    else:
        answer = sitting.choices[:1]
    told = send(client, sitting, answer, 1).json()
    page = read(client.get(sitting.url))
    assert told["shown"] == page.find(attrs={"name": f"shown-{sitting.question}"})["value"] != ""


def test_an_older_answer_is_told_what_the_server_keeps(client, sitting):
    first, second = sitting.choices[:2]
    send(client, sitting, [first], 5)
    assert send(client, sitting, [second], 4).json()["shown"] == first


def test_the_time_of_a_save_is_told_in_the_readers_zone(client, sitting):
    sitting.learner.time_zone = "Asia/Kathmandu"
    sitting.learner.save()
    told = send(client, sitting, sitting.choices[:1], 1).json()
    page = read(client.get(sitting.url))
    assert page.select_one("[data-attempt-state]").get_text(strip=True) == f"Saved {told['saved_time']}"


def test_blank_answers_are_not_called_saved(client, sitting):
    send(client, sitting, sitting.choices[:1], 1)
    send(client, sitting, [], 2)
    state = read(client.get(sitting.url)).select_one("[data-attempt-state]")
    assert state.get_text(strip=True) == "Nothing answered yet"
    assert state["data-state"] == ""


# --- what came too late


def result_after(client, sitting, answer, **more) -> str:
    response = post(client, sitting, answer, **more)
    assert response.url == reverse("attempt_result", args=[sitting.attempt.pk])
    return read(client.get(response.url)).get_text(" ", strip=True)


@pytest.mark.parametrize("is_sequential", [False, True])
@pytest.mark.parametrize("is_handed_in", [False, True])
def test_answers_that_came_too_late_are_said_not_to_count(client, is_sequential, is_handed_in):
    sitting = begin(client, make_sitting(time_limit=30, is_sequential=is_sequential))
    if is_handed_in:
        api.submit_attempt(attempt_id=sitting.attempt.pk)
    else:
        Attempt.objects.update(deadline_at=timezone.now() - timedelta(seconds=1))
    text = result_after(client, sitting, sitting.choices[0], shown="", place="0")
    assert "The answers you sent just now came too late" in text
    assert "They do not count" in text
    assert not Response.objects.exists()


def test_a_form_that_changes_nothing_has_lost_nothing(client, sitting):
    send(client, sitting, sitting.choices[:1], 1)
    api.submit_attempt(attempt_id=sitting.attempt.pk)
    text = result_after(client, sitting, sitting.choices[0], shown=sitting.choices[0])
    assert "This attempt is closed. It takes no more answers." in text
    assert "too late" not in text


# --- before a question is left for good


def go_on(client, sitting, **more):
    return client.post(sitting.url, {"place": str(Attempt.objects.get().place), "next": "on"} | more)


def test_a_blank_question_is_left_only_after_asking(client, sequential):
    asked = go_on(client, sequential)
    assert asked.url == f"{sequential.url}?leave=0#leave"
    assert Attempt.objects.get().place == 0
    page = read(client.get(asked.url))
    notice = page.select_one("#leave")
    assert "You have not answered this question. Leave it for good?" in notice.get_text()
    assert notice["tabindex"] == "-1"
    assert notice.find_parent("form").select("button")[0]["value"] == "stay"
    leave = notice.select_one("button")
    assert go_on(client, sequential, **{leave["name"]: leave["value"]}).url == f"{sequential.url}#place"
    assert Attempt.objects.get().place == 1
    assert not read(client.get(asked.url)).select("#leave")


def test_what_is_chosen_after_asking_is_kept_and_goes_on(client, sequential):
    best = right_answers(sequential.attempt)[sequential.question]
    go_on(client, sequential)
    go_on(client, sequential, **{f"answer-{sequential.question}": best, f"shown-{sequential.question}": ""})
    assert Attempt.objects.get().place == 1
    assert sorted(Response.objects.get().answer) == sorted(best)


def test_an_answer_taken_back_is_blank_and_asked_about(client, sequential):
    send(client, sequential, sequential.choices[:1], 1)
    send(client, sequential, [], 2)
    assert "leave=0" in go_on(client, sequential).url


def test_who_answered_meanwhile_is_not_asked(client, sequential):
    asked = go_on(client, sequential).url
    send(client, sequential, sequential.choices[:1], 1)
    assert not read(client.get(asked)).select("#leave")
    assert go_on(client, sequential).url == f"{sequential.url}#place"


def test_a_blank_one_whose_feedback_was_seen_is_left_without_asking(client):
    sitting = begin(client, make_sitting(mode="practice", is_sequential=True))
    client.post(sitting.url, {"place": "0", "check": sitting.question})
    assert not read(client.get(f"{sitting.url}?leave=0")).select("#leave")
    assert go_on(client, sitting).url == f"{sitting.url}#place"


def test_what_was_withdrawn_is_left_without_asking(client, sequential):
    Question.objects.get(pk=sequential.question).delete()
    assert not read(client.get(f"{sequential.url}?leave=0")).select("#leave")
    assert go_on(client, sequential).url == f"{sequential.url}#place"


@pytest.mark.parametrize("leave", ["", "1", "-1", "٠", "9" * 5000])
def test_a_made_up_address_asks_nothing(client, sequential, leave):
    response = client.get(sequential.url, {"leave": leave})
    assert response.status_code == 200
    assert not read(response).select("#leave")


def test_all_on_one_page_nothing_is_left(client, sitting):
    assert not read(client.get(f"{sitting.url}?leave=0")).select("#leave")
    post(client, sitting, [], next="leave")
    assert Attempt.objects.get().place == 0
