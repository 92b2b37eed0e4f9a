"""Who may look after other people's sittings; the matrix is clikc/people/roles.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clikc.people import api as people

from .hand_marking import markable_by

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


__all__ = ["can_mark", "can_see_attempts", "can_settle", "markable_by"]
