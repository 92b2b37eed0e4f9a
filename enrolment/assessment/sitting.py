"""Sitting a quiz: start, keep answers, go on, hand in; and the deadline that does it by itself.

The clock is the server's. At the deadline an attempt closes with the answers that were acknowledged,
exactly once: whoever comes first, the worker or a late request.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from courses.quizzes import api as quizzes

from .models import Attempt, Response
from .rules import Refusal
from .scoring import announce_settled, settle_score
from .signals import attempt_submitted
from .terms import attempts_of, extensions_of, open_elsewhere, standing_with, terms_of
from .windows import as_in_run

if TYPE_CHECKING:
    from courses.quizzes.models import Quiz

logger = logging.getLogger(__name__)

LARGEST_SEQUENCE = 2**53 - 1  # what a browser can count to
# Who leaves the page and comes back has not worked on a question all that time.
LONGEST_LOOK = timedelta(minutes=30)


class AttemptRefused(Exception):
    """No attempt may be started; ``reasons`` says why, ``from_at`` when it may be."""

    def __init__(self, reasons: Iterable[Refusal], from_at: datetime | None = None):
        super().__init__(", ".join(reasons))
        self.reasons = tuple(reasons)
        self.from_at = from_at


class AttemptSubmitted(Exception):
    """The attempt was handed in, or its time is up: it takes no more answers."""


class AnswerRefused(Exception):
    """What came is no answer that this attempt takes now: ``question``, ``answer``, ``sequence``,
    ``not_now`` (sequential: another question is asked), ``checked`` (practice: its feedback was seen),
    ``open_elsewhere`` (practice: its feedback would help in a test that the learner has open)."""


@dataclass(frozen=True)
class Saved:
    """What the server has: when the answer was saved, how many questions are answered, of how many.

    ``sequence`` is that of the answer kept: a higher one than was sent says that another answer,
    given elsewhere, was newer and stays. ``seconds_left`` is None where there is no deadline.
    ``answers`` is what is kept now of the questions that were sent.
    """

    attempt: Attempt
    saved_at: datetime
    sequence: int
    answered: int
    total: int
    seconds_left: int | None = None
    answers: Mapping[str, list[str]] = field(default_factory=dict)


def start_attempt(*, enrolment_id: UUID, quiz: Quiz) -> Attempt:
    """The open attempt of an enrolment at a quiz; a new one, with a paper of its own, if there is none.

    Who starts twice at once gets one attempt: the loser of the race the winner's. An open attempt
    whose time is up is closed first. Who left the course starts nothing new, but may finish what is
    open. Raises AttemptRefused with the reasons where a rule says no.
    """
    attempt = _open_or_new(enrolment_id, quiz)
    if not attempt.is_due(timezone.now()):
        return attempt
    submit_attempt(attempt_id=attempt.pk)
    return _open_or_new(enrolment_id, quiz)


@transaction.atomic
def _open_or_new(enrolment_id: UUID, quiz: Quiz) -> Attempt:
    enrolment = (
        apps.get_model("admissions", "Enrolment").objects.select_for_update(no_key=True).get(pk=enrolment_id)
    )
    # Read again: the author may have changed the terms since the page was asked for.
    quiz = quizzes.Quiz.objects.select_related("activity__course").get(pk=quiz.pk)
    quiz = as_in_run(quiz, enrolment_id)
    attempts = list(attempts_of(enrolment_id=enrolment_id, quiz_id=quiz.pk))
    extensions = extensions_of(enrolment_id=enrolment_id, quiz=quiz)
    terms = terms_of(quiz, extensions).not_before(enrolment.opens_at)
    now = timezone.now()
    standing = standing_with(attempts, quiz, terms=terms, is_enrolled=enrolment.is_active, now=now)
    if standing.open_attempt:
        return standing.open_attempt
    if not standing.decision.is_allowed:
        raise AttemptRefused(standing.decision.reasons, standing.decision.from_at)
    paper = quizzes.draw_paper(quiz=quiz, seed=secrets.token_hex(16))
    if not paper:
        raise AttemptRefused([Refusal.NO_QUESTIONS])
    # The database allows one open attempt: get_or_create returns the winner's to who comes second.
    attempt, is_new = Attempt.objects.get_or_create(
        enrolment_id=enrolment_id,
        quiz=quiz,
        submitted_at=None,
        defaults={
            "number": len(attempts) + 1,
            "paper": paper,
            "started_at": now,
            "deadline_at": terms.deadline(now),
            "pass_mark": quiz.pass_mark,
        },
    )
    if is_new:
        close_later(attempt)
    return attempt


def close_later(attempt: Attempt) -> None:
    """Have the worker close the attempt at its deadline, if nobody does before."""
    from .tasks import close_attempt_at

    if attempt.deadline_at is not None:
        transaction.on_commit(lambda: close_attempt_at(attempt.pk, attempt.deadline_at))


@dataclass(frozen=True)
class Swept:
    """What a sweep closed, and how many attempts it could not close: the log says which, and why."""

    closed: int
    failed: int


def close_due_attempts(*, quiz_id: int | None = None) -> Swept:
    """Close every open attempt, or those at one quiz, whose deadline has come, each for itself: one that
    cannot be closed does not keep the others open."""
    due = Attempt.objects.due(timezone.now())
    if quiz_id is not None:
        due = due.filter(quiz=quiz_id)
    closed = [_is_closed(attempt_id) for attempt_id in list(due.values_list("pk", flat=True))]
    return Swept(closed=sum(closed), failed=len(closed) - sum(closed))


def _is_closed(attempt_id: UUID) -> bool:
    try:
        submit_attempt(attempt_id=attempt_id)
    except Exception:
        logger.exception("Attempt %s is due and cannot be closed", attempt_id)
        return False
    return True


def save_answer(*, attempt_id: UUID, question_id: str, answer: object, sequence: int) -> Saved:
    """Keep one answer. Five queries with the transaction's own, six the first time.

    Safe to call twice and in any order: an answer with an older ``sequence`` (the browser's count)
    never overwrites a newer. Raises AttemptSubmitted once it was handed in or its time is up, and
    AnswerRefused for what the attempt does not take.
    """
    return _saved_in_time(attempt_id, {question_id: answer}, {question_id: sequence}, leaves_out_gone=False)


def save_answers(
    *, attempt_id: UUID, answers: Mapping[str, object], sequences: Mapping[str, int] | None = None
) -> Saved:
    """Keep the answers of a form, all or none; without a sequence an answer is the newest there is.

    As many queries as for one. Raises like ``save_answer``; but an answer to a question that was
    deleted meanwhile is left out, so that the others are kept; and of an answer that stands because its
    feedback was seen is told, as ``checked``, after the others are kept.
    """
    return _saved_in_time(attempt_id, answers, sequences or {}, leaves_out_gone=True)


def _saved_in_time(attempt_id, answers, sequences, *, leaves_out_gone: bool) -> Saved:
    if not all(map(_is_count, sequences.values())):
        raise AnswerRefused("sequence")
    try:
        saved, standing = _save_answers(attempt_id, answers, sequences, leaves_out_gone)
    except _TimeIsUp:
        submit_attempt(attempt_id=attempt_id)
        raise AttemptSubmitted from None
    if standing:
        raise AnswerRefused("checked")
    return saved


class _TimeIsUp(Exception):
    """Found under the lock; the attempt is closed after that transaction."""


@transaction.atomic
def _save_answers(
    attempt_id: UUID, answers: Mapping[str, object], sequences: Mapping[str, int], leaves_out_gone: bool
) -> tuple[Saved, set[str]]:
    """What the server has now, and the questions whose answers stand because their feedback was seen."""
    attempt, now = _open_attempt(attempt_id)
    readable = _readable(attempt, answers)
    responses = {str(item.question_id): item for item in attempt.responses.all()}
    gone = _gone(readable.keys() - responses.keys())
    if gone and not leaves_out_gone:
        raise AnswerRefused("question")
    readable = {question: answer for question, answer in readable.items() if question not in gone}
    standing = _changed_after_checking(readable, responses)
    readable = {question: answer for question, answer in readable.items() if question not in standing}
    looked = _seconds_since_last(attempt, responses.values(), now) if len(readable) == 1 else None
    newer = []
    for question_id, answer in readable.items():
        response = responses.setdefault(
            question_id, Response(attempt=attempt, question_id=question_id, sequence=-1)
        )
        count = sequences[question_id] if question_id in sequences else _next_count(response, now)
        if count > response.sequence:
            response.answer, response.sequence, response.saved_at = answer, count, now
            if looked is not None:
                response.seconds = (response.seconds or 0) + looked
            newer.append(response)
    _write(newer)
    saved = Saved(
        attempt=attempt,
        saved_at=max((responses[question].saved_at for question in readable), default=now),
        sequence=max((responses[question].sequence for question in readable), default=0),
        answered=sum(bool(item.answer) for item in responses.values()),
        total=len(attempt.paper),
        seconds_left=attempt.seconds_left(now),
        answers={question: responses[question].answer for question in readable},
    )
    return saved, standing


def _open_attempt(attempt_id: UUID) -> tuple[Attempt, datetime]:
    """The attempt, locked, and the time. Raises AttemptSubmitted, or _TimeIsUp at its deadline."""
    attempt = (
        Attempt.objects.select_for_update(of=("self",), no_key=True).select_related("quiz").get(pk=attempt_id)
    )
    if not attempt.is_open:
        raise AttemptSubmitted
    now = timezone.now()
    if attempt.is_due(now):
        raise _TimeIsUp
    return attempt, now


def _readable(attempt: Attempt, answers: Mapping[str, object]) -> dict[str, list[str]]:
    asked = {item["question"]: item for item in attempt.paper}
    readable = {}
    for question_id, raw in answers.items():
        if question_id not in asked:
            raise AnswerRefused("question")
        if attempt.quiz.is_sequential and attempt.asked_now != question_id:
            raise AnswerRefused("not_now")
        item = asked[question_id]
        answer = quizzes.kind_of(item["kind"]).read(raw, item["choices"], item.get("pairs", ()))
        if answer is None:
            raise AnswerRefused("answer")
        readable[question_id] = answer
    return readable


def _changed_after_checking(readable: Mapping[str, list[str]], responses: Mapping[str, Response]) -> set[str]:
    """Of these answers, those that differ from one whose feedback was seen, and which therefore stands."""
    checked = {question: item.answer for question, item in responses.items() if item.checked_at}
    return {question for question, answer in readable.items() if checked.get(question, answer) != answer}


def _gone(questions: Set[str]) -> set[str]:
    """Of questions that have no answer yet, those that were deleted; one that has an answer cannot be."""
    return set(questions) - quizzes.existing_questions(questions) if questions else set()


def _seconds_since_last(attempt: Attempt, responses: Iterable[Response], now: datetime) -> int | None:
    """How long the reader looked before this save; None where she was away."""
    last = max((item.saved_at for item in responses), default=attempt.started_at)
    looked = now - max(last, attempt.started_at)
    return int(looked.total_seconds()) if timedelta(0) <= looked <= LONGEST_LOOK else None


def _next_count(response: Response, now: datetime) -> int:
    """A count after every one so far, on the clock that browsers count by (milliseconds)."""
    return max(response.sequence + 1, int(now.timestamp() * 1000))


def _write(responses: list[Response]) -> None:
    """Under the lock on the attempt, so nobody else writes a response to it meanwhile."""
    known = [item for item in responses if item.pk is not None]
    fields = ["answer", "sequence", "saved_at", "seconds"]
    Response.objects.bulk_create([item for item in responses if item.pk is None])
    if len(known) == 1:
        # One answer is the rule, and a third of the cost of a bulk update.
        known[0].save(update_fields=fields)
    else:
        Response.objects.bulk_update(known, fields)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_SEQUENCE


def go_on(*, attempt_id: UUID, place: int) -> Attempt:
    """In a sequential quiz, leave the question at ``place`` for good. Safe to call twice.

    Raises AttemptSubmitted like ``save_answers``.
    """
    try:
        return _go_on(attempt_id, place)
    except _TimeIsUp:
        submit_attempt(attempt_id=attempt_id)
        raise AttemptSubmitted from None


@transaction.atomic
def _go_on(attempt_id: UUID, place: int) -> Attempt:
    attempt, _now = _open_attempt(attempt_id)
    if attempt.quiz.is_sequential and attempt.place == place and place < len(attempt.paper):
        attempt.place += 1
        attempt.save(update_fields=["place"])
    return attempt


def check_answer(*, attempt_id: UUID, question_id: str) -> Response:
    """In practice, mark the answer to one question so that its feedback may be shown. Safe to call twice.

    The answer stands from then on, a blank one too. Raises AttemptSubmitted like ``save_answers``, and
    AnswerRefused where the quiz is no practice, the question is not on the paper, or it stands on
    another test that the learner has open.
    """
    try:
        return _check_answer(attempt_id, question_id)
    except _TimeIsUp:
        submit_attempt(attempt_id=attempt_id)
        raise AttemptSubmitted from None


@transaction.atomic
def _check_answer(attempt_id: UUID, question_id: str) -> Response:
    attempt, now = _open_attempt(attempt_id)
    item = next((item for item in attempt.paper if item["question"] == question_id), None)
    if item is None or not attempt.quiz.is_practice or _gone({question_id}):
        raise AnswerRefused("question")
    if attempt.quiz.is_sequential and attempt.asked_now != question_id:
        raise AnswerRefused("not_now")
    if question_id in open_elsewhere(attempt):
        raise AnswerRefused("open_elsewhere")
    response = attempt.responses.filter(question=question_id).first() or Response(
        attempt=attempt, question_id=question_id, sequence=0, saved_at=now
    )
    if response.checked_at is None:
        marked = quizzes.mark_answers(paper=[item], answers={question_id: response.answer})
        response.fraction, response.checked_at = marked.get(question_id), now
        response.marked_version_id = item["version"]
        response.save()
    return response


@transaction.atomic
def submit_attempt(*, attempt_id: UUID) -> Attempt:
    """Hand in an attempt: mark every question of its paper, score it, announce it. Exactly once.

    Handing in again, or twice at once, returns the same result and announces nothing. A question that
    was left blank earns nothing; one that a person marks earns nothing yet. After its deadline an
    attempt counts as handed in at its deadline.
    """
    attempt = (
        Attempt.objects.select_for_update(of=("self",), no_key=True)
        .select_related("quiz__activity__course")
        .get(pk=attempt_id)
    )
    if not attempt.is_open:
        return attempt
    now = timezone.now()
    attempt.is_timed_out = attempt.is_due(now)
    attempt.submitted_at = attempt.deadline_at if attempt.is_timed_out else now
    responses = {str(item.question_id): item for item in attempt.responses.all()}
    fractions = quizzes.mark_answers(
        paper=attempt.paper, answers={question: item.answer for question, item in responses.items()}
    )
    versions = {item["question"]: item["version"] for item in attempt.paper}
    for question_id, response in responses.items():
        response.fraction, response.marked_version_id = fractions.get(question_id), versions[question_id]
    Response.objects.bulk_update(responses.values(), ["fraction", "marked_version"])
    settle_score(attempt, fractions.values())
    attempt.save()
    attempt_submitted.send(Attempt, attempt=attempt)
    announce_settled(attempt)
    return attempt
