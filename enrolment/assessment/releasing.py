"""Exams: results are known once they are released, to everybody at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from courses.quizzes import api as quizzes

from .models import Attempt
from .signals import attempt_settled

if TYPE_CHECKING:
    from courses.quizzes.models import Quiz


class ReleaseRefused(Exception):
    """The results stay: ``not_an_exam``, or ``waiting``: answers still wait for a person."""


@transaction.atomic
def release_results(*, quiz_id: int) -> Quiz:
    """Let every learner know the results of an exam; what follows from passing follows now. Once.

    Later attempts at the same exam are known as soon as they are handed in. Raises ReleaseRefused.
    """
    quiz = quizzes.Quiz.objects.select_for_update().get(pk=quiz_id)
    if quiz.mode != quizzes.QuizMode.EXAM:
        raise ReleaseRefused("not_an_exam")
    if quiz.released_at is not None:
        return quiz
    attempts = Attempt.objects.submitted().filter(quiz=quiz)
    if attempts.filter(waiting__gt=0).exists():
        raise ReleaseRefused("waiting")
    quiz.released_at = timezone.now()
    quiz.save(update_fields=["released_at"])
    for attempt in attempts.select_related("quiz__activity__course", "enrolment"):
        attempt_settled.send(Attempt, attempt=attempt)
    return quiz
