from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from enrolment.admissions.api import CourseIsClosed, join_course, leave_course
from enrolment.admissions.models import Enrolment
from enrolment.admissions.signals import learner_enrolled
from tests.factories.courses import make_course
from tests.factories.people import coordinator, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def announced():
    heard = []

    def listen(**payload):
        heard.append(payload["enrolment"])

    learner_enrolled.connect(listen)
    yield heard
    learner_enrolled.disconnect(listen)


def test_joining_twice_is_joining_once(announced):
    course, person = make_course(lessons=1).course, officer()
    first = join_course(learner=person, course=course)
    assert join_course(learner=person, course=course) == first
    assert announced == [first]
    assert [change.kind for change in first.changes.all()] == ["joined"]


def test_leaving_and_coming_back_keep_the_record(announced):
    course, person = make_course(lessons=1).course, officer()
    enrolment = join_course(learner=person, course=course)
    leave_course(enrolment=enrolment, by=person)
    leave_course(enrolment=enrolment, by=person)
    back = join_course(learner=person, course=course)
    assert back.pk == enrolment.pk
    assert back.is_active
    assert [change.kind for change in back.changes.all()] == ["joined", "left", "returned"]
    assert len(announced) == 2


def test_a_closed_course_is_not_joined():
    with pytest.raises(CourseIsClosed):
        join_course(learner=officer(), course=make_course(lessons=1, is_open=False).course)
    assert not Enrolment.objects.exists()


def test_enrolments_are_seen_by_oneself_and_ones_coordinator_only():
    course = make_course(lessons=1).course
    kenyan, zambian = officer(administration="KE"), officer(administration="ZM")
    for person in (kenyan, zambian):
        join_course(learner=person, course=course)
    seen = lambda user: set(Enrolment.objects.visible_to(user).values_list("learner", flat=True))  # noqa: E731
    assert seen(kenyan) == {kenyan.pk}
    assert seen(coordinator(administration="KE")) == {kenyan.pk}
    assert seen(coordinator(administration="FJ")) == set()


@pytest.mark.django_db(transaction=True)
def test_twenty_clicks_at_once_make_one_enrolment():
    course, person = make_course(lessons=1).course, officer()

    def click(_number):
        try:
            return join_course(learner=person, course=course).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(click, range(20)))) == 1
    assert Enrolment.objects.get().changes.count() == 1
