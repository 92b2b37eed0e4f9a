"""The demo is put there once, also when it was broken off."""

import re
from uuid import uuid4

import pytest

from courses.catalogue.api import record_activity
from courses.quizzes.models import Quiz
from enrolment.admissions.models import Enrolment
from enrolment.assessment.models import Attempt
from enrolment.classroom.demo import load
from enrolment.completion.models import CourseCompletion
from tests.factories.courses import make_course, make_quiz

pytestmark = pytest.mark.django_db

CROWD = {("KE", "en"): ("Achieng Otieno", "Brian Kiptoo")}
STORIES = sum(len(stories) for stories in load.STORIES.values())


@pytest.fixture
def _people(monkeypatch):
    monkeypatch.setattr(load, "CROWD", CROWD)
    for code in load.COURSES:
        make_course(code, lessons=1)
    load.load_people()


def everybody():
    return set(Enrolment.objects.values_list("learner__email", "course__code"))


@pytest.mark.usefixtures("_people")
def test_what_was_broken_off_is_finished_and_then_left_alone(monkeypatch):
    live = load._live
    calls = []

    def breaks_off(*args, **kwargs):
        if calls:
            raise KeyboardInterrupt
        calls.append(args)
        live(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(load, "_live", breaks_off)
        with pytest.raises(KeyboardInterrupt):
            load.load_histories()
    assert len(everybody()) == 1

    assert load.load_histories() == STORIES + 2 - 1
    told = {(email, code) for email, stories in load.STORIES.items() for code in stories}
    assert told <= everybody()
    assert CourseCompletion.objects.exists()

    before = everybody()
    assert load.load_histories() == 0
    assert everybody() == before


@pytest.mark.usefixtures("_people")
def test_who_finished_had_tried_the_pretest_and_gained(monkeypatch):
    monkeypatch.setattr(load, "STORIES", {"agent@clikc.example": {"tfa": -1}})
    monkeypatch.setattr(load, "_IN_THE_CROWD", re.compile("nobody"))
    final = Quiz.objects.get(activity__course__code="tfa")
    course = final.activity.course
    pretest = make_quiz(
        record_activity(
            key=uuid4(), course=course, kind="quiz", code="pretest", position=9, is_required=False
        )
    )
    Quiz.objects.filter(pk=final.pk).update(pretest=pretest)
    assert load.load_histories() == 1
    before, after = Attempt.objects.order_by("started_at")
    assert (before.quiz, after.quiz) == (pretest, final)
    assert before.percent < after.percent
    assert CourseCompletion.objects.get().enrolment == after.enrolment
