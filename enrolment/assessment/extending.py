"""More time, a later closing or more attempts for one learner."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from .models import Attempt, Extension
from .sitting import close_later
from .terms import extensions_of, terms_of

if TYPE_CHECKING:
    from clikc.people.models import User
    from courses.quizzes.models import Quiz


class ExtensionRefused(Exception):
    """Nothing is granted: ``nothing`` was asked for, no ``reason`` was given, or what is asked for is
    ``unlimited`` anyway."""


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
) -> Extension:
    """Grant a learner more than the quiz's terms; an attempt that is open has its deadline moved at once.

    Extensions add up and are never taken back. Raises ExtensionRefused.
    """
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
    # Under the same lock as starting an attempt, so that none starts on the old terms meanwhile.
    apps.get_model("admissions", "Enrolment").objects.select_for_update().get(pk=enrolment_id)
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
    open_attempts = Attempt.objects.open().select_for_update().filter(enrolment=enrolment_id, quiz=quiz)
    for attempt in open_attempts:
        _move_deadline(attempt, quiz)
    return extension


@transaction.atomic
def move_deadlines(*, quiz: Quiz) -> int:
    """After the terms of a quiz were changed: give open attempts what they gained; how many were moved.

    A deadline that was promised never comes nearer, and an attempt whose time is up stays so.
    """
    moved = 0
    for attempt in Attempt.objects.open().select_for_update().filter(quiz=quiz):
        moved += _move_deadline(attempt, quiz)
    return moved


def _move_deadline(attempt: Attempt, quiz: Quiz) -> bool:
    if attempt.deadline_at is None or attempt.is_due(timezone.now()):
        return False
    terms = terms_of(quiz, extensions_of(enrolment_id=attempt.enrolment_id, quiz=quiz))
    deadline = terms.deadline(attempt.started_at)
    if deadline is not None and deadline <= attempt.deadline_at:
        return False
    attempt.deadline_at = deadline
    attempt.save(update_fields=["deadline_at"])
    close_later(attempt)
    return True
