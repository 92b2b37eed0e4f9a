"""The sittings of the demo: there once, also when they were broken off, and not all alike."""

import pytest

from courses.quizzes.models import Question, Quiz
from enrolment.assessment.models import Attempt, Response
from enrolment.assessment.statistics.reading import statistics_of
from enrolment.demo import sittings
from tests.factories.courses import make_course
from tests.factories.questions import KINDS, make_question_of
from tests.factories.sittings import make_learners

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    made = make_course(sittings.COURSE, questions=6)
    assert made.quiz.activity.code == sittings.TEST
    for number, kind in enumerate(KINDS):
        make_question_of(kind, made.bank, 10 + number)
    return made


def test_every_kind_is_answered_well_by_some_and_badly_by_others(made):
    assert sittings.load_sittings(make_learners(sittings.SITTERS + 3)) == sittings.SITTERS
    found = statistics_of(Question.objects.values_list("pk", flat=True))
    assert {item.first.sittings for item in found.values()} == {sittings.SITTERS}
    assert all(0 < item.first.facility < 1 and item.first.seconds for item in found.values())


def test_what_was_broken_off_is_finished_and_then_left_alone(made, monkeypatch):
    people = make_learners(4)
    wait = sittings.let_time_pass

    def breaks_off(attempt, dice, **when):
        if Attempt.objects.filter(submitted_at__isnull=False).count() == 3:
            raise KeyboardInterrupt
        wait(attempt, dice, **when)

    with monkeypatch.context() as patch:
        patch.setattr(sittings, "let_time_pass", breaks_off)
        with pytest.raises(KeyboardInterrupt):
            sittings.load_sittings(people)
    assert Attempt.objects.count() == 2
    assert sittings.load_sittings(people) == 2
    answers = Response.objects.count()
    assert sittings.load_sittings(people) == 0
    assert (Attempt.objects.open().count(), Response.objects.count()) == (0, answers)


def test_without_the_course_there_is_nothing_to_sit():
    assert sittings.load_sittings(make_learners(1)) == 0
    assert not Quiz.objects.filter(activity__course__code=sittings.COURSE).exists()
