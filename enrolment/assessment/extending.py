"""More time, a later closing or more attempts for one learner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from enrolment.admissions import api as admissions

from .models import Attempt, Extension
from .sitting import close_later
from .terms import extensions_of, terms_of
from .windows import as_in_run, as_in_runs

if TYPE_CHECKING:
    from clikc.people.models import User
    from courses.quizzes.models import Quiz


class ExtensionRefused(Exception):
    """Nothing is granted: ``nothing`` was asked for, no ``reason`` was given, what is asked for is
    ``unlimited`` anyway, the closing asked for is ``not_later`` than hers is, or another extension was
    granted meanwhile (``changed``)."""


@transaction.atomic
def grant_extension(
    *,
    enrolment_id: UUID,
    quiz: Quiz,
    by: User,
    reason: str,
    minutes: int = 0,
    attempts: int = 0,
    closes_at: datetime | None = None,
    seen: int | None = None,
) -> Extension:
    """Grant a learner more than the quiz's terms; an attempt that is open has its deadline moved at once.

    Extensions add up and are never taken back. ``seen`` is how many she had when this one was decided
    on: sent twice, it is granted once. Raises ExtensionRefused.
    """
    quiz = as_in_run(quiz, enrolment_id)
    _check(quiz, minutes, attempts, closes_at, reason)
    # An attempt before its enrolment, as handing in locks them; then nothing starts on the old terms.
    open_attempts = (
        Attempt.objects.open().select_for_update(no_key=True).filter(enrolment=enrolment_id, quiz=quiz)
    )
    list(open_attempts.values_list("pk"))
    admissions.lock_enrolment(enrolment_id)
    granted = extensions_of(enrolment_id=enrolment_id, quiz=quiz)
    if seen is not None and len(granted) != seen:
        raise ExtensionRefused("changed")
    if closes_at and closes_at <= terms_of(quiz, granted).closes_at:
        raise ExtensionRefused("not_later")
    extension = Extension.objects.create(
        enrolment_id=enrolment_id,
        quiz=quiz,
        minutes=minutes,
        attempts=attempts,
        closes_at=closes_at,
        reason=reason.strip(),
        granted_at=timezone.now(),
        granted_by=by,
    )
    for attempt in open_attempts.all():
        _move_one(attempt, quiz, [*granted, extension])
    return extension


def _check(quiz: Quiz, minutes: int, attempts: int, closes_at: datetime | None, reason: str) -> None:
    if not (minutes or attempts or closes_at):
        raise ExtensionRefused("nothing")
    if not reason.strip():
        raise ExtensionRefused("reason")
    is_unlimited = (
        (minutes and not quiz.time_limit)
        or (attempts and not quiz.attempts_allowed)
        or (closes_at and not quiz.closes_at)
    )
    if is_unlimited:
        raise ExtensionRefused("unlimited")


@transaction.atomic
def move_deadlines(*, quiz: Quiz) -> int:
    """After the terms of a quiz were changed: give open attempts what they gained; how many were moved.

    Called when the new terms are committed, not in the transaction that wrote them: it locks attempts,
    and handing in locks the attempt first and then its quiz. A deadline that was promised never comes
    nearer, and an attempt whose time is up stays so. Three queries, and one for each deadline that moves.
    """
    attempts = list(Attempt.objects.open().select_for_update(no_key=True).filter(quiz=quiz).order_by("pk"))
    granted: dict[UUID, list[Extension]] = defaultdict(list)
    theirs = [item.enrolment_id for item in attempts]
    for item in Extension.objects.filter(quiz=quiz, enrolment__in=theirs):
        granted[item.enrolment_id].append(item)
    in_runs = as_in_runs({quiz.pk: quiz}, theirs)
    return sum(
        _move_one(item, in_runs.get((item.enrolment_id, quiz.pk), quiz), granted.get(item.enrolment_id, ()))
        for item in attempts
    )


def _move_one(attempt: Attempt, quiz: Quiz, granted: Sequence[Extension]) -> bool:
    if attempt.deadline_at is None or attempt.is_due(timezone.now()):
        return False
    deadline = terms_of(quiz, granted).deadline(attempt.started_at)
    if deadline is not None and deadline <= attempt.deadline_at:
        return False
    attempt.deadline_at = deadline
    attempt.save(update_fields=["deadline_at"])
    close_later(attempt)
    return True
