"""Certificates of an account that is merged into another: they stay what they are and change hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .models import Certificate

if TYPE_CHECKING:
    from clikc.people.models import User


def move_certificates(*, kept: User, dropped: User) -> None:
    """The certificates of ``dropped`` are held by ``kept``: valid as before, in the name they were printed
    in, also where she has one of the same course."""
    Certificate.objects.filter(learner=dropped).update(learner=kept)


def would_move(*, kept: User, dropped: User) -> dict:
    """How many certificates would change hands, and how many of them are of courses of which ``kept`` has
    one too. Two queries."""
    own, theirs = set(_courses(kept)), list(_courses(dropped))
    return {
        "certificates": len(theirs),
        "certificates_twice": sum(course in own for course in theirs if course is not None),
    }


def _courses(learner: User):
    """The course of each of her certificates; None for one of a session."""
    found = Certificate.objects.of(learner).order_by()
    return found.values_list("completion__enrolment__course", flat=True)
