"""The door of assessment."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from courses.quizzes import api as quizzes

from . import rules
from .models import Attempt, Response
from .rules import Decision, Refusal
from .signals import attempt_submitted

if TYPE_CHECKING:
    from courses.quizzes.models import Quiz

LARGEST_SEQUENCE = 2**53 - 1  # what a browser can count to


class AttemptRefused(Exception):
    """No attempt may be started; ``reasons`` says why."""

    def __init__(self, reasons: Iterable[Refusal]):
        super().__init__(", ".join(reasons))
        self.reasons = tuple(reasons)


class AttemptSubmitted(Exception):
    """The attempt was handed in: it takes no more answers."""


class AnswerRefused(Exception):
    """What came is no answer to a question of this paper."""


@dataclass(frozen=True)
class Saved:
    """What the server has: when the answer was saved, how many questions are answered, of how many.

    ``sequence`` is that of the answer kept: a higher one than was sent says that another answer,
    given elsewhere, was newer and stays.
    """

    saved_at: datetime
    sequence: int
    answered: int
    total: int


@dataclass(frozen=True)
class Standing:
    """Where a learner stands with a quiz: attempts made, the open one, whether a new one may start."""

    attempts: tuple[Attempt, ...]
    decision: Decision
    attempts_left: int | None

    @property
    def open_attempt(self) -> Attempt | None:
        return next((item for item in self.attempts if item.is_open), None)

    @property
    def submitted(self) -> tuple[Attempt, ...]:
        return tuple(item for item in self.attempts if not item.is_open)

    @property
    def has_passed(self) -> bool:
        return any(item.is_passed for item in self.attempts)


@transaction.atomic
def start_attempt(*, enrolment_id: UUID, quiz: Quiz) -> Attempt:
    """The open attempt of an enrolment at a quiz; a new one, with a paper of its own, if there is none.

    Who starts twice at once gets one attempt: the loser of the race the winner's. Raises
    AttemptRefused with the reasons where a rule says no.
    """
    enrolment = apps.get_model("admissions", "Enrolment").objects.select_for_update().get(pk=enrolment_id)
    attempts = list(attempts_of(enrolment_id=enrolment_id, quiz_id=quiz.pk))
    standing = _standing(attempts, quiz, is_enrolled=enrolment.is_active, questions=1)
    if standing.open_attempt:
        return standing.open_attempt
    if not standing.decision.is_allowed:
        raise AttemptRefused(standing.decision.reasons)
    paper = quizzes.draw_paper(quiz=quiz, seed=secrets.token_hex(16))
    if not paper:
        raise AttemptRefused([Refusal.NO_QUESTIONS])
    # The database allows one open attempt: get_or_create returns the winner's to who comes second.
    attempt, _is_new = Attempt.objects.get_or_create(
        enrolment_id=enrolment_id,
        quiz=quiz,
        submitted_at=None,
        defaults={"number": len(attempts) + 1, "paper": paper, "started_at": timezone.now()},
    )
    return attempt


def save_answer(*, attempt_id: UUID, question_id: str, answer: object, sequence: int) -> Saved:
    """Keep one answer. Five queries with the transaction's own, six the first time.

    Safe to call twice and in any order: an answer with an older ``sequence`` (the browser's count)
    never overwrites a newer. Raises AttemptSubmitted once it was handed in, and AnswerRefused for a
    question that is not on the paper, an answer it cannot have, or a sequence that is no count.
    """
    if not _is_count(sequence):
        raise AnswerRefused("sequence")
    return save_answers(attempt_id=attempt_id, answers={question_id: answer}, sequence=sequence)


@transaction.atomic
def save_answers(*, attempt_id: UUID, answers: Mapping[str, object], sequence: int | None = None) -> Saved:
    """Keep several answers, all or none; without a ``sequence`` they are the newest there are.

    As many queries as for one. Raises like ``save_answer``; but of a form (without ``sequence``) an
    answer to a question that was deleted meanwhile is left out, so that the others are kept.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
    if not attempt.is_open:
        raise AttemptSubmitted
    readable = _readable(attempt, answers)
    responses = {str(item.question_id): item for item in attempt.responses.all()}
    gone = _gone(readable.keys() - responses.keys())
    if gone and sequence is not None:
        raise AnswerRefused("question")
    readable = {question: answer for question, answer in readable.items() if question not in gone}
    now = timezone.now()
    newer = []
    for question_id, answer in readable.items():
        response = responses.setdefault(
            question_id, Response(attempt=attempt, question_id=question_id, sequence=-1)
        )
        count = _next_count(response, now) if sequence is None else sequence
        if count > response.sequence:
            response.answer, response.sequence, response.saved_at = answer, count, now
            newer.append(response)
    _write(newer)
    return Saved(
        saved_at=max((responses[question].saved_at for question in readable), default=now),
        sequence=max((responses[question].sequence for question in readable), default=0),
        answered=sum(bool(item.answer) for item in responses.values()),
        total=len(attempt.paper),
    )


def _readable(attempt: Attempt, answers: Mapping[str, object]) -> dict[str, list[str]]:
    asked = {item["question"]: item for item in attempt.paper}
    readable = {}
    for question_id, raw in answers.items():
        if question_id not in asked:
            raise AnswerRefused("question")
        item = asked[question_id]
        answer = quizzes.kind_of(item["kind"]).read(raw, item["choices"], item.get("pairs", ()))
        if answer is None:
            raise AnswerRefused("answer")
        readable[question_id] = answer
    return readable


def _gone(questions: Set[str]) -> set[str]:
    """Of questions that have no answer yet, those that were deleted; one that has an answer cannot be."""
    return set(questions) - quizzes.existing_questions(questions) if questions else set()


def on_papers(questions: Iterable[str]) -> set[str]:
    """Of these questions, those that stand on the paper of an attempt. One query for each."""
    papers = Attempt.objects.annotate(as_text=Cast("paper", TextField()))
    return {question for question in questions if papers.filter(as_text__contains=question).exists()}


def _next_count(response: Response, now: datetime) -> int:
    """A count after every one so far, on the clock that browsers count by (milliseconds)."""
    return max(response.sequence + 1, int(now.timestamp() * 1000))


def _write(responses: list[Response]) -> None:
    """Under the lock on the attempt, so nobody else writes a response to it meanwhile."""
    known = [item for item in responses if item.pk is not None]
    Response.objects.bulk_create([item for item in responses if item.pk is None])
    Response.objects.bulk_update(known, ["answer", "sequence", "saved_at"])


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_SEQUENCE


@transaction.atomic
def submit_attempt(*, attempt_id: UUID) -> Attempt:
    """Hand in an attempt: mark every question of its paper, score it, announce it. Exactly once.

    Handing in again, or twice at once, returns the same result and announces nothing. A question
    that was left blank earns nothing.
    """
    attempt = Attempt.objects.select_for_update(of=("self",)).select_related("quiz").get(pk=attempt_id)
    if not attempt.is_open:
        return attempt
    responses = {str(item.question_id): item for item in attempt.responses.all()}
    given = {
        item["question"]: responses[item["question"]].answer if item["question"] in responses else []
        for item in attempt.paper
    }
    fractions = quizzes.mark_answers(answers=given)
    for question_id, response in responses.items():
        response.fraction = fractions.get(question_id)
    Response.objects.bulk_update(responses.values(), ["fraction"])
    result = rules.score(fractions.values())
    attempt.score, attempt.score_possible = result.points, result.possible
    attempt.is_passed = rules.is_passed(result.percent, attempt.quiz.pass_mark)
    attempt.submitted_at = timezone.now()
    attempt.save(update_fields=["score", "score_possible", "is_passed", "submitted_at"])
    attempt_submitted.send(Attempt, attempt=attempt)
    return attempt


def attempts_of(*, enrolment_id: UUID, quiz_id: int) -> QuerySet[Attempt]:
    """The attempts of an enrolment at a quiz, in order."""
    return Attempt.objects.filter(enrolment=enrolment_id, quiz=quiz_id).order_by("number")


def attempt_for(user, attempt_id: UUID) -> Attempt | None:
    """The attempt if ``user`` may see it, with its quiz, activity, course and enrolment. One query."""
    return (
        Attempt.objects.visible_to(user)
        .select_related("quiz__activity__course", "enrolment")
        .filter(pk=attempt_id)
        .first()
    )


def standing_of(*, enrolment, quiz: Quiz, questions: int = 1) -> Standing:
    """Where an enrolment (or None) stands with a quiz of this many questions. At most one query."""
    if enrolment is None:
        return _standing([], quiz, is_enrolled=False, questions=questions)
    attempts = list(attempts_of(enrolment_id=enrolment.pk, quiz_id=quiz.pk))
    return _standing(attempts, quiz, is_enrolled=enrolment.is_active, questions=questions)


def _standing(attempts: list[Attempt], quiz: Quiz, *, is_enrolled: bool, questions: int) -> Standing:
    made = sum(not item.is_open for item in attempts)
    decision = rules.may_start(
        is_enrolled=is_enrolled,
        questions=questions,
        has_passed=any(item.is_passed for item in attempts),
        attempts_made=made,
        attempts_allowed=quiz.attempts_allowed,
    )
    return Standing(
        attempts=tuple(attempts),
        decision=decision,
        attempts_left=rules.attempts_left(made=made, allowed=quiz.attempts_allowed),
    )
