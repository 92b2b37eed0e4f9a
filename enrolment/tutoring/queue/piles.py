"""The markings of one person, in piles, and in the order in which they should be done."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from clikc.people import api as people
from enrolment.grading import api as grading

from .asked import Asked, State

if TYPE_CHECKING:
    from clikc.people.models import User

ORDERS = {
    "": ("due_at", "made_at", "pk"),
    "waits": ("hand_in__at", "pk"),
    "newest": ("-hand_in__at", "pk"),
    "work": ("submission__run_assignment", "due_at", "pk"),
    "code": ("submission__code", "pk"),
}


def own_markings(user: User) -> QuerySet[grading.Marking]:
    """What is this person's to mark, or was; a moderation that is nobody's is every manager's."""
    own = Q(tutor=user)
    if people.may(user, "grade", "P", "*"):
        own |= Q(tutor=None, role=grading.Marking.Role.MODERATION)
    return with_standing(grading.markings_seen_by(user).filter(own, ended_at=None))


def with_standing(markings: QuerySet[grading.Marking]) -> QuerySet[grading.Marking]:
    """Each with ``is_released`` and ``is_disputed``."""
    everything = grading.Marking.objects
    released = everything.filter(
        pk=OuterRef("pk"),
        submission__grade_entries__kind="marked",
        submission__grade_entries__attempt=F("attempt"),
    )
    moderated = everything.filter(
        submission=OuterRef("submission"),
        attempt=OuterRef("attempt"),
        role=grading.Marking.Role.MODERATION,
        ended_at=None,
        finished_at=None,
    )
    return markings.annotate(is_released=Exists(released), is_disputed=Exists(moderated))


def in_pile(state: State) -> Q:
    unfinished = Q(finished_at=None)
    return {
        State.TO_DO: unfinished,
        State.WAITING: unfinished & Q(begun_at=None),
        State.BEGUN: unfinished & Q(begun_at__isnull=False),
        State.SECOND: unfinished & Q(role=grading.Marking.Role.SECOND),
        State.DISPUTED: Q(is_disputed=True),
        State.FINISHED: Q(finished_at__isnull=False, is_released=False),
        State.RELEASED: Q(finished_at__isnull=False, is_released=True),
    }[state]


def looked_at(markings: QuerySet[grading.Marking], asked: Asked) -> QuerySet[grading.Marking]:
    """What the filters leave, whatever pile it lies in."""
    if asked.run:
        markings = markings.filter(submission__run_assignment__run=asked.run)
    if asked.work:
        markings = markings.filter(submission__run_assignment=asked.work)
    return markings.filter(submission__code__icontains=asked.code) if asked.code else markings


def sorted_by(markings: QuerySet[grading.Marking], sort: str) -> QuerySet[grading.Marking]:
    """What has no promised time comes after what has one, on every database."""
    first, *others = ORDERS[sort]
    order = F(first).asc(nulls_last=True) if first == "due_at" else first
    return markings.order_by(order, *others)


def counts(markings: QuerySet[grading.Marking]) -> dict[State, int]:
    """How many lie in each pile. One query."""
    asked = {state.name: Count("pk", filter=in_pile(state)) for state in State}
    found = markings.order_by().aggregate(**asked)
    return {state: found[state.name] for state in State}


def most_urgent(user: User, asked: Asked, *, after: UUID | None = None) -> UUID | None:
    """The id of what should be marked next: what was promised first; or what comes ``after`` one of hers in
    that order, and behind the last again the first. At most three queries."""
    mine = own_markings(user)
    rows = sorted_by(looked_at(mine, asked).filter(in_pile(State.TO_DO)), "").values_list("pk", flat=True)
    here = mine.filter(pk=after).values("due_at", "made_at", "pk").first() if after else None
    if here is None:
        return rows.first()
    return rows.filter(_behind(**here)).first() or rows.exclude(pk=after).first()


def _behind(due_at: datetime | None, made_at: datetime, pk: UUID) -> Q:
    """What comes later in the order of promises; what has no promised time comes last."""
    same_due = Q(due_at=due_at) if due_at else Q(due_at=None)
    later = same_due & (Q(made_at__gt=made_at) | Q(made_at=made_at, pk__gt=pk))
    return later | Q(due_at__gt=due_at) | Q(due_at=None) if due_at else later
