"""Who may look after other people's sittings; the matrix is clikc/people/roles.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from clikc.people import api as people

from .hand_marking import markable_by, marked_seen_by, may_change, may_reopen, seen_for_marking
from .models import Attempt, Extension, RegradedAttempt

if TYPE_CHECKING:
    from clikc.people.models import User


def can_see_attempts(user: User) -> bool:
    """Everybody's attempts, with names and answers."""
    return people.may(user, "attempt", "R", "*")


def can_mark(user: User) -> bool:
    """Mark answers that wait for a person: whose they are is ``markable_by``."""
    return people.may(user, "grade", "C", "c") or people.may(user, "grade", "P", "*")


def can_settle(user: User) -> bool:
    """Grant extensions, release exams, re-grade, name markers."""
    return people.may(user, "grade", "P", "*")


def knows_questions(user: User) -> bool:
    """Knows what a question and its key are: reads some of them, or settles what came of them."""
    return can_settle(user) or any(people.may(user, "question", "R", scope) for scope in "lc")


def can_see_statistics(user: User) -> bool:
    """What the answers to questions say, of five people and more: authors and administrators."""
    return people.may(user, "item_statistics", "R", "l") and user.has_perm("quizzes.view_question")


def works_here(user: User) -> bool:
    """Whether anything in this room waits for this person."""
    return can_mark(user) or can_settle(user)


def attempts_seen_by(user: User) -> QuerySet[Attempt]:
    """Other people's attempts too, for those who may see everybody's; else the own."""
    return Attempt.objects.all() if can_see_attempts(user) else Attempt.objects.visible_to(user)


def extensions_seen_by(user: User) -> QuerySet[Extension]:
    """What was granted, to whomever ``user`` may see the attempts of."""
    return Extension.objects.all() if can_see_attempts(user) else Extension.objects.visible_to(user)


def changes_seen_by(user: User) -> QuerySet[RegradedAttempt]:
    """What re-gradings changed, in the attempts ``user`` may see."""
    changes = RegradedAttempt.objects
    return changes.all() if can_see_attempts(user) else changes.visible_to(user)


__all__ = [
    "attempts_seen_by",
    "can_mark",
    "can_see_attempts",
    "can_see_statistics",
    "can_settle",
    "changes_seen_by",
    "extensions_seen_by",
    "knows_questions",
    "markable_by",
    "marked_seen_by",
    "may_change",
    "may_reopen",
    "seen_for_marking",
    "works_here",
]
