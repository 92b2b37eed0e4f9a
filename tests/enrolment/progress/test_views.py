import json

import pytest
from django.urls import reverse

from enrolment.admissions.api import join_course, leave_course
from enrolment.progress.models import ActivityProgress
from tests.factories.courses import make_course
from tests.factories.people import officer, sign_in

pytestmark = pytest.mark.django_db
URL = "/progress/"


@pytest.fixture
def made():
    return make_course(lessons=1)


@pytest.fixture
def reader(client, made):
    person = officer()
    sign_in(client, person)
    join_course(learner=person, course=made.course)
    return person


def post(client, body):
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(URL, data, content_type="application/json")


def test_the_answer_says_what_is_saved(client, made, reader):
    lesson = made.activities[0]
    reply = post(client, {"activity": str(lesson.pk), "blocks": lesson.blocks[:1], "language": "ar"})
    assert reply.status_code == 200
    assert reply.json()["percent"] == 100 // len(lesson.blocks)
    assert not reply.json()["is_done"]
    assert ActivityProgress.objects.get().last_language == "ar"
    reply = post(client, {"activity": str(lesson.pk), "blocks": lesson.blocks})
    assert reply.json()["percent"] == 100
    assert reply.json()["is_done"]


def test_who_is_signed_out_is_told_so_and_nothing_is_written(client, made):
    assert post(client, {"activity": str(made.activities[0].pk)}).status_code == 401
    assert not ActivityProgress.objects.exists()


def test_a_course_one_is_not_in_answers_like_an_unknown_lesson(client, made, reader):
    other = make_course(lessons=1)
    foreign = post(client, {"activity": str(other.activities[0].pk), "blocks": []})
    unknown = post(client, {"activity": "00000000-0000-4000-8000-000000000000", "blocks": []})
    assert (
        (foreign.status_code, foreign.content)
        == (unknown.status_code, unknown.content)
        == (404, unknown.content)
    )


def test_who_has_left_records_nothing_more(client, made, reader):
    leave_course(enrolment=reader.enrolments.get(), by=reader)
    assert post(client, {"activity": str(made.activities[0].pk), "blocks": []}).status_code == 404


def test_a_test_is_not_read_by_its_blocks(client, made, reader):
    assert post(client, {"activity": str(made.activities[-1].pk), "blocks": []}).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "null",
        "{",
        '{"activity": 12}',
        '{"activity": "\\u0000"}',
        '{"activity": "x", "blocks": {}}',
        "[" * 100_000,
        '{"activity": "00000000-0000-4000-8000-000000000000", "blocks": "abc"}',
        b"\xff\xfe",
    ],
)
def test_what_cannot_be_read_is_a_400(client, reader, body):
    assert post(client, body).status_code == 400


def test_odd_values_change_nothing(client, made, reader):
    lesson = made.activities[0]
    body = {
        "activity": str(lesson.pk),
        "blocks": [1, None, "\ud800", "x" * 10_000],
        "last_block": 7,
        "language": "xx",
    }
    assert post(client, body).status_code == 200
    assert ActivityProgress.objects.get().blocks_read == []


def test_a_report_costs_at_most_eight_queries_with_the_session(
    client, made, reader, django_assert_max_num_queries
):
    lesson = made.activities[0]
    body = {"activity": str(lesson.pk), "blocks": lesson.blocks[:1]}
    post(client, body)
    with django_assert_max_num_queries(8):
        post(client, body)


def test_reading_it_by_get_is_not_possible(client, reader):
    assert client.get(reverse("progress_save")).status_code == 405
