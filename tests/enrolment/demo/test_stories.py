"""The demo is put there once, also when it was broken off."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from clikc.people.models import User
from courses.catalogue import api as catalogue
from courses.catalogue.api import record_activity
from courses.quizzes.api import count_words
from courses.quizzes.models import Quiz
from enrolment.admissions.models import Enrolment
from enrolment.assessment import api as assessment
from enrolment.assessment.markers import end_marker
from enrolment.assessment.models import Attempt, Extension, Marker, Response
from enrolment.completion.models import CourseCompletion
from enrolment.demo import load, waiting
from tests.factories.courses import make_course, make_quiz
from tests.factories.questions import make_question_of

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


@pytest.fixture
def _desk():
    """The courses with a practice that asks for a text, and an exam; and everybody."""
    load.load_people()
    for code in load.COURSES:
        make_course(code, lessons=1)
    practice = add_quiz(*waiting.PRACTICE, mode="practice")
    make_question_of("essay", practice.slots.get().bank, 8)
    add_quiz(*waiting.EXAM, mode="exam", time_limit=30, attempts_allowed=1)


def add_quiz(course: str, code: str, **facts) -> Quiz:
    course = catalogue.course_by_code(course)
    activity = record_activity(
        key=uuid4(), course=course, kind="quiz", code=code, position=9, is_required=False
    )
    return make_quiz(activity, **facts)


def at(course: str, code: str):
    return Attempt.objects.filter(quiz__activity__course__code=course, quiz__activity__code=code)


def rows() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Enrolment, Attempt, Response, Extension, Marker))


@pytest.mark.usefixtures("_desk")
def test_essays_wait_for_a_tutor_of_another_administration_and_two_are_marked():
    load.load_waiting()
    tutor = User.objects.get(email=waiting.TUTOR)
    essays = Response.objects.filter(question__kind="essay", attempt__in=at(*waiting.PRACTICE))
    left = assessment.markable_by(tutor)
    assert (essays.count(), left.count()) == (8, 6)
    marked = essays.filter(fraction__isnull=False)
    assert {item.marked_by for item in marked} == {tutor}
    assert all(item.comment for item in marked)
    writers = essays.values_list("attempt__enrolment__learner__administration", flat=True)
    assert tutor.administration_id not in writers
    assert len(set(writers)) > 4
    languages = essays.values_list("attempt__enrolment__learner__preferred_language", flat=True)
    assert sorted(languages) == ["en"] * 6 + ["fr"] * 2
    assert all(150 <= count_words(item.answer[0]) <= 200 for item in essays)


@pytest.mark.usefixtures("_desk")
def test_an_exam_waits_to_be_released_and_one_still_sits_it_with_more_time():
    load.load_waiting()
    sat = at(*waiting.EXAM)
    assert Quiz.objects.get(activity__code="mock-exam").is_awaiting_release
    assert (sat.submitted().count(), sat.open().count()) == (12, 1)
    assert all(item.deadline_at - item.started_at == timedelta(minutes=30) for item in sat.submitted())
    assert all(item.started_at < item.submitted_at < item.deadline_at for item in sat.submitted())
    open_one, granted = sat.open().get(), Extension.objects.get()
    assert (granted.enrolment, granted.granted_by.email) == (open_one.enrolment, waiting.MANAGER)
    assert granted.reason
    assert open_one.deadline_at - open_one.started_at == timedelta(minutes=30 + granted.minutes)
    assert 0 < open_one.responses.count() < len(open_one.paper)
    administrations = sat.values_list("enrolment__learner__administration", flat=True)
    assert len(set(administrations)) > 6


@pytest.mark.usefixtures("_desk")
def test_what_waits_is_finished_when_it_was_broken_off_and_then_left_alone(monkeypatch):
    grant = assessment.grant_extension

    def breaks_off(**kwargs):
        grant(**kwargs)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(assessment, "grant_extension", breaks_off)
        with pytest.raises(KeyboardInterrupt):
            load.load_waiting()
    assert (at(*waiting.EXAM).count(), Extension.objects.count()) == (12, 0)
    assert load.load_waiting() == 1
    before = rows()
    assert (before[3], before[4]) == (1, len(load.COURSES))
    assert load.load_waiting() == 0
    assert rows() == before


@pytest.mark.usefixtures("_desk")
def test_a_tutor_whose_marking_was_ended_is_not_named_again():
    assert waiting.name_markers(load.COURSES) == len(load.COURSES)
    marker = Marker.objects.first()
    end_marker(marker=marker, by=User.objects.get(email=waiting.MANAGER))
    assert waiting.name_markers(load.COURSES) == 0
    assert Marker.objects.current().count() == len(load.COURSES) - 1


@pytest.mark.usefixtures("_people")
def test_where_neither_quiz_is_there_nothing_waits():
    assert load.load_waiting() == 0
    assert not Attempt.objects.exists()
