"""What waits for a marker, across all her runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, QuerySet

from clikc.people.roles import Role

from .models import Marking
from .staff import is_manager

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


def next_after(user: User, marking: Marking | None = None) -> Marking | None:
    """What comes first in her queue, but for the one she looks at. One query."""
    waiting = queue_of(user)
    return (waiting.exclude(pk=marking.pk) if marking else waiting).first()


def moderations_for(user: User) -> QuerySet[Marking]:
    """Moderations that wait for any manager; none for others."""
    waiting = markings_seen_by(user).unfinished().filter(role=Marking.Role.MODERATION, tutor__isnull=True)
    return waiting if is_manager(user) else waiting.none()
