from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from enrolment.admissions.api import join_course
from enrolment.progress import api
from enrolment.progress.models import ActivityProgress
from enrolment.progress.signals import activity_completed
from tests.factories.courses import make_course
from tests.factories.people import officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def reading():
    made = make_course(lessons=2)
    enrolment = join_course(learner=officer(), course=made.course)
    return enrolment, made.activities[0]


@pytest.fixture
def announced():
    heard = []

    def listen(**payload):
        heard.append(payload["activity_id"])

    activity_completed.connect(listen)
    yield heard
    activity_completed.disconnect(listen)


def test_a_lesson_is_done_when_every_block_was_read_and_it_is_announced_once(reading, announced):
    enrolment, lesson = reading
    for block in [*lesson.blocks, *lesson.blocks]:
        api.record_progress(enrolment_id=enrolment.pk, activity=lesson, blocks=[block])
    record = ActivityProgress.objects.get()
    assert record.completed_at is not None
    assert set(record.blocks_read) == set(lesson.blocks)
    assert announced == [lesson.pk]


def test_progress_is_never_taken_back_when_the_lesson_grows(reading):
    enrolment, lesson = reading
    api.record_progress(enrolment_id=enrolment.pk, activity=lesson, is_all=True)
    lesson.blocks = [*lesson.blocks, "a-new-block"]
    lesson.save()
    record = api.record_progress(enrolment_id=enrolment.pk, activity=lesson, blocks=[lesson.blocks[0]])
    assert record.completed_at is not None


def test_unknown_blocks_are_ignored_and_the_place_is_kept(reading):
    enrolment, lesson = reading
    record = api.record_progress(
        enrolment_id=enrolment.pk, activity=lesson, blocks=["nonsense"], last_block=lesson.blocks[1]
    )
    assert record.blocks_read == []
    assert record.last_block == lesson.blocks[1]
    record = api.record_progress(enrolment_id=enrolment.pk, activity=lesson, last_block="nonsense")
    assert record.last_block == lesson.blocks[1]


def test_a_report_costs_four_queries(reading, django_assert_max_num_queries):
    enrolment, lesson = reading
    api.record_progress(enrolment_id=enrolment.pk, activity=lesson, blocks=lesson.blocks[:1])
    with django_assert_max_num_queries(4):
        api.record_progress(enrolment_id=enrolment.pk, activity=lesson, blocks=lesson.blocks[:2])


@pytest.mark.django_db(transaction=True)
def test_reports_from_many_tabs_at_once_lose_nothing():
    made = make_course(lessons=1)
    enrolment = join_course(learner=officer(), course=made.course)
    lesson = made.activities[0]

    def report(block):
        try:
            api.record_progress(enrolment_id=enrolment.pk, activity=lesson, blocks=[block])
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(report, lesson.blocks * 4))
    record = ActivityProgress.objects.get()
    assert set(record.blocks_read) == set(lesson.blocks)
    assert record.completed_at is not None
