"""Exams: results are known once they are released, to everybody at once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from courses.quizzes import api as quizzes

from .models import Attempt, Release
from .signals import attempt_settled, result_known
from .sitting import close_due_attempts
from .terms import result_of

if TYPE_CHECKING:
    from clikc.people.models import User
    from courses.quizzes.models import Quiz


class ReleaseRefused(Exception):
    """The results stay: ``not_an_exam``, ``waiting``: answers still wait for a person, or
    ``not_closed``: an attempt whose time is up cannot be closed; the log says why."""


@dataclass(frozen=True)
class ReleasePreview:
    """What releasing would tell: how many learners pass and fail; how many attempts are ``open``, and
    how many wait for a person to mark them."""

    passed: int
    failed: int
    open: int
    waiting: int


def preview_release(quiz: Quiz) -> ReleasePreview:
    """What releasing the results of a quiz (with activity and course) would tell. One query."""
    attempts = Attempt.objects.filter(quiz=quiz).order_by("enrolment", "number").defer("paper")
    by_learner = [list(group) for _pk, group in groupby(attempts, key=lambda item: item.enrolment_id)]
    results = [result for group in by_learner if (result := result_of(group, quiz))]
    everybodys = [item for group in by_learner for item in group]
    return ReleasePreview(
        passed=sum(result.is_passed is True for result in results),
        failed=sum(result.is_passed is False for result in results),
        open=sum(item.is_open for item in everybodys),
        waiting=sum(item.waiting > 0 for item in everybodys if not item.is_open),
    )


def release_results(*, quiz_id: int, by: User) -> Quiz:
    """Let every learner know the results of an exam; what follows from passing follows now. Once.

    Attempts whose time is up are closed first. Later attempts at the same exam are known as soon as
    they are handed in. Raises ReleaseRefused.
    """
    if close_due_attempts(quiz_id=quiz_id).failed:
        raise ReleaseRefused("not_closed")
    return _release(quiz_id, by)


@transaction.atomic
def _release(quiz_id: int, by: User) -> Quiz:
    # Attempts that start meanwhile point at the quiz: they need not wait, and must not be waited for.
    quiz = quizzes.Quiz.objects.select_for_update(no_key=True).get(pk=quiz_id)
    if quiz.mode != quizzes.QuizMode.EXAM:
        raise ReleaseRefused("not_an_exam")
    if quiz.released_at is not None:
        return quiz
    attempts = Attempt.objects.submitted().filter(quiz=quiz)
    if attempts.filter(waiting__gt=0).exists():
        raise ReleaseRefused("waiting")
    release, _is_new = Release.objects.get_or_create(quiz=quiz, defaults={"at": timezone.now(), "by": by})
    quiz.released_at = release.at
    quiz.save(update_fields=["released_at"])
    last: dict[UUID, Attempt] = {}
    for attempt in attempts.select_related("quiz__activity__course", "enrolment__learner").order_by(
        "enrolment", "number"
    ):
        attempt_settled.send(Attempt, attempt=attempt)
        last[attempt.enrolment_id] = attempt
    for attempt in last.values():
        result_known.send(Attempt, attempt=attempt)
    return quiz
