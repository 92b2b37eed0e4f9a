"""What the desk looks after: essays that wait, keys that are corrected, tutors who mark."""

from __future__ import annotations

from types import SimpleNamespace

from courses.quizzes.models import Choice, Question
from enrolment.assessment import api
from enrolment.assessment.markers import name_marker
from enrolment.assessment.models import Marker, Response
from tests.factories import people
from tests.factories.assessment import make_sitting, sit
from tests.factories.courses import make_course
from tests.factories.questions import make_question_of

ESSAY = "Compare the values.\nThen release the goods."


def make_essay_course(*, essays: int = 1, lessons: int = 2, **facts) -> SimpleNamespace:
    """A course whose test asks one short text and some essays, in that order."""
    made = make_course(questions=0, languages=("en", "fr"), lessons=lessons, **facts)
    short = make_question_of("short", made.bank)
    made.essays = [
        make_question_of("essay", made.bank, number, code=f"essay-{number}")
        for number in range(1, essays + 1)
    ]
    made.questions = [short, *made.essays]
    return made


def make_waiting(*, made=None, learner=None, text: str = ESSAY, **facts) -> SimpleNamespace:
    """A sitting that was handed in, its short text right, whose essays wait: ``waiting`` are these."""
    made = made or make_essay_course()
    learner = learner or people.officer(administration="FJ", printed_name="Amina Secret")
    sitting = make_sitting(made=made, learner=learner, **{"is_shuffled": False} | facts)
    answers = {str(essay.pk): [text] for essay in made.essays}
    answers[str(made.questions[0].pk)] = ["danio"]
    api.save_answers(attempt_id=sitting.attempt.pk, answers=answers)
    sitting.attempt = api.submit_attempt(attempt_id=sitting.attempt.pk)
    sitting.waiting = list(Response.objects.waiting().filter(attempt=sitting.attempt).order_by("pk"))
    return sitting


def make_marker(course, *, administration: str = "KE", by=None, **facts) -> Marker:
    """A tutor of this administration who marks in a course."""
    tutor = people.tutor(administration=administration, **facts)
    return name_marker(course=course, tutor=tutor, by=by or people.manager())


def make_wrong_key(*, right: int = 0, wrong: int = 1, lessons: int = 0, **facts) -> SimpleNamespace:
    """A test of one question whose key was wrong: ``gainers`` answered what is right in truth, ``losers``
    what the key said. ``correct()`` mends the key."""
    made = make_course(questions=1, languages=("en", "fr"), lessons=lessons)
    question = made.questions[0]
    gainers = [_sat(made, is_right=False, **facts) for _n in range(wrong)]
    losers = [_sat(made, is_right=True, **facts) for _n in range(right)]

    def correct():
        swap_key(question)

    return SimpleNamespace(
        made=made, quiz=made.quiz, question=question, gainers=gainers, losers=losers, correct=correct
    )


def _sat(made, *, is_right: bool, **facts) -> SimpleNamespace:
    """Who answers rightly by the key of now answers the first choice, anybody else the second."""
    sitting = make_sitting(made=made, **facts)
    if is_right:
        sitting.attempt = sit(sitting.attempt)
        return sitting
    second = Choice.objects.get(question=made.questions[0], code="two")
    api.save_answers(attempt_id=sitting.attempt.pk, answers={str(made.questions[0].pk): [str(second.pk)]})
    sitting.attempt = api.submit_attempt(attempt_id=sitting.attempt.pk)
    return sitting


def swap_key(question: Question) -> None:
    """From now on the second choice is right, not the first."""
    Choice.objects.filter(question=question, code="one").update(is_right=False)
    Choice.objects.filter(question=question, code="two").update(is_right=True)
