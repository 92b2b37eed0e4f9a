"""On which terms a learner sits a quiz, and where she stands with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils import timezone

from courses.quizzes import api as quizzes

from . import rules
from .models import Attempt, Extension
from .rules import Decision, Result, Terms

if TYPE_CHECKING:
    from courses.quizzes.models import Quiz


EVERYBODYS = Terms()


@dataclass(frozen=True)
class Standing:
    """Where a learner stands with a quiz: attempts made, the open one, whether a new one may start.

    ``result`` is what counts of the attempts handed in; None before, and in an exam until its results
    are released. ``quiz`` is the quiz as it is for her, in the run she is in; ``usual`` are its terms
    without what was granted to her alone.
    """

    attempts: tuple[Attempt, ...]
    decision: Decision
    attempts_left: int | None
    terms: Terms = EVERYBODYS
    result: Result | None = None
    usual: Terms = EVERYBODYS
    quiz: Quiz | None = None

    @property
    def open_attempt(self) -> Attempt | None:
        return next((item for item in self.attempts if item.is_open), None)

    @property
    def submitted(self) -> tuple[Attempt, ...]:
        return tuple(item for item in self.attempts if not item.is_open)

    @property
    def has_passed(self) -> bool:
        return bool(self.result and self.result.is_passed)

    @property
    def is_awaited(self) -> bool:
        """Whether something was handed in of which it is not known yet whether it passes."""
        return bool(self.submitted) and (self.result is None or self.result.is_passed is None)


def terms_of(quiz: Quiz, extensions: Sequence[Extension] = ()) -> Terms:
    """The quiz's terms with what was granted to one learner beside."""
    terms = Terms(
        opens_at=quiz.opens_at,
        closes_at=quiz.closes_at,
        minutes=quiz.time_limit,
        attempts=quiz.attempts_allowed,
        cool_down=quiz.cool_down,
        can_repeat=quiz.is_practice or quiz.pass_mark == 0,
        is_sequential=quiz.is_sequential,
    )
    return terms.extended(
        minutes=sum(item.minutes for item in extensions),
        attempts=sum(item.attempts for item in extensions),
        closes_at=max((item.closes_at for item in extensions if item.closes_at), default=None),
    )


def shows_score(quiz: Quiz) -> bool:
    """Whether its learners may see what they scored, as things are now."""
    return quiz.review_policy != quizzes.ReviewPolicy.NOTHING and not quiz.is_awaiting_release


def can_be_extended(quiz: Quiz) -> bool:
    """Whether it has any limit of which somebody could be granted more."""
    return bool(quiz.time_limit or quiz.closes_at or quiz.attempts_allowed)


def extensions_of(*, enrolment_id: UUID, quiz: Quiz) -> list[Extension]:
    """What was granted to an enrolment at a quiz. One query, none where nothing can be extended."""
    if not can_be_extended(quiz):
        return []
    return list(Extension.objects.filter(enrolment=enrolment_id, quiz=quiz.pk))


def last_closing(quiz: Quiz) -> datetime | None:
    """When a quiz has closed for everybody, extensions included; None where it never does. One query,
    none where it never does."""
    if quiz.closes_at is None:
        return None
    usual = getattr(quiz, "closes_everywhere_at", None) or quiz.closes_at
    extended = Extension.objects.filter(quiz=quiz.pk).aggregate(last=Max("closes_at"))["last"]
    return max(usual, extended or usual)


def open_elsewhere(attempt: Attempt) -> frozenset[str]:
    """The questions of an attempt that stand on another open test of its learner, in whatever course.

    What tells their keys would help there. Practice tells its keys anyway, so an open practice keeps
    nothing back; nor does a test whose time is up. One query, if the attempt has its enrolment.
    """
    papers = (
        Attempt.objects.open()
        .filter(enrolment__learner=attempt.enrolment.learner_id)
        .exclude(pk=attempt.pk)
        .exclude(quiz__mode=quizzes.QuizMode.PRACTICE)
        .exclude(deadline_at__lte=timezone.now())
        .values_list("paper", flat=True)
    )
    asked = {item["question"] for paper in papers for item in paper}
    return frozenset(item["question"] for item in attempt.paper if item["question"] in asked)


def attempts_of(*, enrolment_id: UUID, quiz_id: int) -> QuerySet[Attempt]:
    """The attempts of an enrolment at a quiz, in order."""
    return Attempt.objects.filter(enrolment=enrolment_id, quiz=quiz_id).order_by("number")


def result_of(attempts: Sequence[Attempt], quiz: Quiz) -> Result | None:
    """What counts of these attempts at a quiz; None where nothing was handed in."""
    sat = [
        rules.Sat(item.number, rules.Score(item.score, item.score_possible), item.is_passed)
        for item in attempts
        if not item.is_open
    ]
    return rules.result_of(quiz.counts, sat, quiz.pass_mark)


def standing_with(
    attempts: Sequence[Attempt],
    quiz: Quiz,
    *,
    terms: Terms,
    is_enrolled: bool,
    questions: int = 1,
    now: datetime | None = None,
) -> Standing:
    """Where one stands with these attempts, on these terms. No query, if the quiz has its course."""
    submitted = [item for item in attempts if not item.is_open]
    result = None if quiz.is_awaiting_release else result_of(submitted, quiz)
    decision = rules.may_start(
        terms,
        now=now or timezone.now(),
        is_enrolled=is_enrolled,
        questions=questions,
        has_passed=bool(result and result.is_passed),
        attempts_made=len(submitted),
        last_submitted_at=max((item.submitted_at for item in submitted), default=None),
    )
    return Standing(
        attempts=tuple(attempts),
        decision=decision,
        attempts_left=rules.attempts_left(made=len(submitted), allowed=terms.attempts),
        terms=terms,
        result=result,
        usual=terms_of(quiz),
        quiz=quiz,
    )
