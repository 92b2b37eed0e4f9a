"""The door of assessment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from courses.quizzes import api as quizzes

from . import rules
from .extending import ExtensionRefused, grant_extension, move_deadlines
from .hand_marking import MarkRefused, mark_by_hand, markable_by
from .markers import MarkerRefused, name_marker
from .models import Attempt, RegradedAttempt
from .regrading import RegradeRefused, preview_regrade, regrade
from .releasing import ReleaseRefused, release_results
from .sitting import (
    LARGEST_SEQUENCE,
    AnswerRefused,
    AttemptRefused,
    AttemptSubmitted,
    Saved,
    check_answer,
    close_due_attempts,
    go_on,
    save_answer,
    save_answers,
    start_attempt,
    submit_attempt,
)
from .terms import Standing, attempts_of, extensions_of, result_of, standing_with, terms_of

if TYPE_CHECKING:
    from courses.quizzes.models import Quiz

__all__ = [
    "LARGEST_SEQUENCE",
    "AnswerRefused",
    "AttemptRefused",
    "AttemptSubmitted",
    "ExtensionRefused",
    "MarkRefused",
    "MarkerRefused",
    "RegradeRefused",
    "ReleaseRefused",
    "Saved",
    "Standing",
    "attempt_for",
    "attempts_of",
    "check_answer",
    "close_due_attempts",
    "go_on",
    "grant_extension",
    "has_passed",
    "mark_by_hand",
    "markable_by",
    "move_deadlines",
    "name_marker",
    "on_papers",
    "preview_regrade",
    "regrade",
    "release_results",
    "result_of",
    "results_in",
    "review_of",
    "save_answer",
    "save_answers",
    "standing_of",
    "start_attempt",
    "submit_attempt",
    "times_on_papers",
]


def attempt_for(user, attempt_id: UUID) -> Attempt | None:
    """The attempt if ``user`` may see it, with its quiz, activity, course and enrolment, and whether it
    ``was_regraded``.

    One query. One whose time is up is closed first.
    """
    regraded = RegradedAttempt.objects.filter(attempt=OuterRef("pk"))
    found = (
        Attempt.objects.visible_to(user)
        .select_related("quiz__activity__course", "quiz__pretest__activity", "enrolment")
        .annotate(was_regraded=Exists(regraded))
        .filter(pk=attempt_id)
    )
    attempt = found.first()
    if attempt is None or not attempt.is_due(timezone.now()):
        return attempt
    submit_attempt(attempt_id=attempt.pk)
    return found.first()


def standing_of(*, enrolment, quiz: Quiz, questions: int = 1) -> Standing:
    """Where an enrolment (or None) stands with a quiz of this many questions.

    At most two queries. An open attempt whose time is up is closed first.
    """
    if enrolment is None:
        return standing_with([], quiz, terms=terms_of(quiz), is_enrolled=False, questions=questions)
    terms = terms_of(quiz, extensions_of(enrolment_id=enrolment.pk, quiz=quiz))
    attempts = closed_in_time(attempts_of(enrolment_id=enrolment.pk, quiz_id=quiz.pk))
    return standing_with(attempts, quiz, terms=terms, is_enrolled=enrolment.is_active, questions=questions)


def closed_in_time(attempts: Iterable[Attempt]) -> list[Attempt]:
    """These attempts, those whose time is up handed in."""
    now = timezone.now()
    return [submit_attempt(attempt_id=item.pk) if item.is_due(now) else item for item in attempts]


def review_of(attempt: Attempt, standing: Standing) -> rules.Review:
    """What the learner may see of an attempt of hers, as she stands with its quiz."""
    quiz = attempt.quiz
    is_late = quiz.review_from == quizzes.ReviewFrom.CLOSING
    return rules.review_of(
        quiz.review_policy,
        is_submitted=not attempt.is_open,
        has_open_attempt=standing.open_attempt is not None,
        is_released=not quiz.is_awaiting_release,
        shown_from=standing.terms.closes_at if is_late else None,
        now=timezone.now(),
    )


def has_passed(*, enrolment_id: UUID, quiz: Quiz) -> bool:
    """Whether what counts of an enrolment's attempts at a quiz passes, as far as it may be known.

    One query, if the quiz has its activity and course.
    """
    if quiz.is_awaiting_release:
        return False
    result = result_of(attempts_of(enrolment_id=enrolment_id, quiz_id=quiz.pk), quiz)
    return bool(result and result.is_passed)


def results_in(*, enrolments: Iterable, quizzes_by_id: Mapping[int, Quiz]) -> dict[tuple, Standing]:
    """(Enrolment id, quiz id) → where each stands, for many at once. One query, whatever the number.

    Extensions are left out of the terms, so attempts left are those everybody has.
    """
    found: dict[tuple, list[Attempt]] = {}
    rows = Attempt.objects.filter(
        enrolment__in=[item.pk for item in enrolments], quiz__in=list(quizzes_by_id)
    )
    for attempt in rows.order_by("number").defer("paper"):
        found.setdefault((attempt.enrolment_id, attempt.quiz_id), []).append(attempt)
    return {
        key: standing_with(
            attempts, quizzes_by_id[key[1]], terms=terms_of(quizzes_by_id[key[1]]), is_enrolled=True
        )
        for key, attempts in found.items()
    }


def on_papers(questions: Iterable[str]) -> set[str]:
    """Of these questions, those that stand on the paper of an attempt. One query for each."""
    return {question for question in questions if _papers_with(question).exists()}


def times_on_papers(question: str) -> int:
    """How many attempts have this question on their paper. One query."""
    return _papers_with(question).count()


def _papers_with(question: str):
    return Attempt.objects.annotate(as_text=Cast("paper", TextField())).filter(as_text__contains=question)
