"""What waits for a marker, across all her runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, QuerySet

from clikc.people.roles import Role

from .models import Marking

if TYPE_CHECKING:
    from clikc.people.models import User


def markings_seen_by(user: User) -> QuerySet[Marking]:
    """The markings that ``user`` may see, with work, run, scheme and assignment."""
    return Marking.objects.visible_to(user).select_related(
        "hand_in",
        "submission__run_assignment__run__scheme",
        "submission__run_assignment__assignment__activity",
    )


def queue_of(user: User) -> QuerySet[Marking]:
    """What is hers to mark and not finished, whichever is promised first first. One query."""
    mine = markings_seen_by(user).unfinished().filter(tutor=user)
    return mine.order_by(F("due_at").asc(nulls_last=True), "made_at", "pk")


def number_to_mark(user: User) -> int | None:
    """How much waits for her to be marked; None for who is no tutor. One query, for others none."""
    return queue_of(user).order_by().count() if user.has_role(Role.TUTOR) else None
