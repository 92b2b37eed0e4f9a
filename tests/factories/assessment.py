"""Attempts for tests: an officer who sits the test of a small course."""

from __future__ import annotations

from types import SimpleNamespace

from courses.quizzes.models import Choice
from enrolment.admissions.api import join_course
from enrolment.assessment import api
from tests.factories.courses import make_course
from tests.factories.people import officer


def make_sitting(*, is_started: bool = True, learner=None, made=None, **facts) -> SimpleNamespace:
    """An officer enrolled in a course with a test, by default with an open attempt at it.

    ``facts`` go to the Quiz (``attempts_allowed=…``, ``review_policy=…``, ``draw=…``).
    """
    made = made or make_course(languages=("en", "fr"))
    if "draw" in facts:
        made.quiz.slots.update(draw=facts.pop("draw"))
    for name, value in facts.items():
        setattr(made.quiz, name, value)
    made.quiz.save()
    learner = learner or officer()
    enrolment = join_course(learner=learner, course=made.course)
    attempt = api.start_attempt(enrolment_id=enrolment.pk, quiz=made.quiz) if is_started else None
    return SimpleNamespace(made=made, quiz=made.quiz, learner=learner, enrolment=enrolment, attempt=attempt)


def right_answers(attempt) -> dict[str, list[str]]:
    """Question id → the answer that earns the full point."""
    ids = [item["question"] for item in attempt.paper]
    found: dict[str, list[str]] = {pk: [] for pk in ids}
    for choice in Choice.objects.filter(question__in=ids, is_right=True):
        found[str(choice.question_id)].append(str(choice.pk))
    return found


def wrong_answers(attempt) -> dict[str, list[str]]:
    """Question id → one choice that is wrong."""
    right = right_answers(attempt)
    return {
        item["question"]: [next(pk for pk in item["choices"] if pk not in right[item["question"]])]
        for item in attempt.paper
    }


def sit(attempt, *, right: int | None = None):
    """Answer and hand in: the first ``right`` questions rightly (all of them by default), the others not."""
    answers = wrong_answers(attempt)
    best = right_answers(attempt)
    for item in attempt.paper[: len(attempt.paper) if right is None else right]:
        answers[item["question"]] = best[item["question"]]
    api.save_answers(attempt_id=attempt.pk, answers=answers)
    return api.submit_attempt(attempt_id=attempt.pk)
