"""One answer as JSON: what is taken, what is refused, and that nothing hostile breaks it."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from courses.quizzes.models import Question
from enrolment.assessment import api
from enrolment.assessment.models import Attempt, Response
from enrolment.assessment.reading import LARGEST_BODY
from tests.factories import people
from tests.factories.assessment import make_sitting

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(client):
    sitting = make_sitting()
    people.sign_in(client, sitting.learner)
    sitting.url = reverse("attempt_answers", args=[sitting.attempt.pk])
    sitting.question = sitting.attempt.paper[0]["question"]
    sitting.choice = sitting.attempt.paper[0]["choices"][0]
    sitting.body = {"question": sitting.question, "answer": [sitting.choice], "sequence": 1}
    return sitting


def send(client, url, body, **headers):
    raw = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(url, raw, content_type="application/json", **headers)


def test_a_saved_answer_is_told_with_the_servers_time(client, sitting):
    response = send(client, sitting.url, sitting.body)
    told = response.json()
    assert response.status_code == 200
    assert parse_datetime(told["saved_at"]) == Response.objects.get().saved_at
    assert (told["answered"], told["total"]) == (1, 4)
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))


def test_a_late_older_answer_is_acknowledged_and_changes_nothing(client, sitting):
    other = sitting.attempt.paper[0]["choices"][1]
    send(client, sitting.url, sitting.body | {"sequence": 5})
    response = send(client, sitting.url, sitting.body | {"sequence": 4, "answer": [other]})
    assert response.status_code == 200
    assert Response.objects.get().answer == [sitting.choice]


def test_after_handing_in_it_says_so(client, sitting):
    api.submit_attempt(attempt_id=sitting.attempt.pk)
    response = send(client, sitting.url, sitting.body)
    assert response.status_code == 409
    assert response.json() == {
        "reason": "submitted",
        "is_timed_out": False,
        "answered": 0,
        "total": 4,
        "result": reverse("attempt_result", args=[sitting.attempt.pk]),
    }


def test_each_save_says_how_much_time_is_left(client):
    sitting = make_sitting(time_limit=30)
    people.sign_in(client, sitting.learner)
    item = sitting.attempt.paper[0]
    body = {"question": item["question"], "answer": item["choices"][:1], "sequence": 1}
    told = send(client, reverse("attempt_answers", args=[sitting.attempt.pk]), body).json()
    assert 29 * 60 < told["seconds_left"] <= 30 * 60
    assert re.search(r"\d\d:\d\d$|\d [ap]\.m\.$", told["ends"])


def test_where_there_is_no_deadline_nothing_is_left_to_count(client, sitting):
    told = send(client, sitting.url, sitting.body).json()
    assert (told["seconds_left"], told["ends"]) == (None, "")


def test_after_the_deadline_it_says_so_and_closes_with_what_the_server_had(client, sitting):
    send(client, sitting.url, sitting.body)
    Attempt.objects.update(deadline_at=timezone.now() - timedelta(seconds=1))
    other = sitting.attempt.paper[1]
    late = {"question": other["question"], "answer": other["choices"][:1], "sequence": 2}
    response = send(client, sitting.url, late)
    assert response.status_code == 409
    assert response.json()["is_timed_out"] is True
    assert response.json()["answered"] == 1
    attempt = Attempt.objects.get()
    assert attempt.submitted_at == attempt.deadline_at
    assert Response.objects.count() == 1


def test_who_is_signed_out_is_told_in_json(client, sitting):
    response = send(Client(), sitting.url, sitting.body)
    assert response.status_code == 401
    assert response.json()["reason"] == "signed_out"
    assert not Response.objects.exists()


def test_it_is_for_sending_only_and_wants_the_token(client, sitting):
    assert client.get(sitting.url).status_code == 405
    careful = Client(enforce_csrf_checks=True)
    people.sign_in(careful, sitting.learner)
    assert send(careful, sitting.url, sitting.body).status_code == 403


HOSTILE = [
    "",
    "{",
    "null",
    "7",
    "[]",
    '"text"',
    "[" * 15_000,
    '{"question": ' + "9" * 5000 + "}",
    b"\xff\xfe\x00",
    b"\x00",
    '{"question": "\\u0000", "answer": [], "sequence": 1}',
    '{"question": "\\ud800", "answer": [], "sequence": 1}',
    {},
    {"question": None},
    {"question": 7, "answer": [], "sequence": 1},
    {"question": ["a"], "answer": [], "sequence": 1},
    {"question": "9" * 20, "answer": [], "sequence": 1},
    {"question": "x" * 10_000, "answer": [], "sequence": 1},
]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_what_cannot_be_read_is_refused(client, sitting, body):
    assert send(client, sitting.url, body).status_code == 400
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"answer": None},
        {"answer": "x"},
        {"answer": {"a": 1}},
        {"answer": [1]},
        {"answer": [None]},
        {"answer": [[]]},
        {"answer": ["\x00"]},
        {"answer": ["\ud800"]},
        {"answer": ["x" * 5000]},
        {"answer": ["nobody"] * 900},
        {"sequence": None},
        {"sequence": "1"},
        {"sequence": 1.5},
        {"sequence": True},
        {"sequence": -1},
        {"sequence": 10**20},
        {"sequence": 1e30},
        {"sequence": float("nan")},
        {"sequence": [1]},
    ],
    ids=str,
)
def test_what_is_no_answer_is_refused(client, sitting, change):
    assert send(client, sitting.url, sitting.body | change).status_code == 400
    assert not Response.objects.exists()


def test_too_much_is_refused_unread(client, sitting):
    body = sitting.body | {"answer": ["x" * LARGEST_BODY]}
    assert send(client, sitting.url, body).status_code == 413


@pytest.mark.parametrize("pk", ["0" * 20, "x", "%00", "../..", "9" * 400])
def test_made_up_attempts_are_not_found(client, sitting, pk):
    response = send(client, f"/en/attempts/{pk}/answers/", sitting.body)
    assert 400 <= response.status_code < 500


def test_a_deleted_question_is_refused(client, sitting):
    Question.objects.get(pk=sitting.question).delete()
    assert send(client, sitting.url, sitting.body).status_code == 400


def test_a_saved_answer_costs_eight_queries(client, sitting):
    """Session, person, whose attempt it is; then lock, answers, write, and the transaction's two.

    Once for each question: is it still there?
    """
    for sequence, cost in ((1, 9), (2, 8)):
        with CaptureQueriesContext(connection) as queries:
            send(client, sitting.url, sitting.body | {"sequence": sequence})
        assert len(queries) == cost
