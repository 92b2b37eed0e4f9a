"""The markings of a run in piles, and in the order in which they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from enrolment.grading import api as grading

from ...queue.piles import sorted_by, with_standing
from .asked import NOBODY, Asked, Pile

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import CourseRun

FIRST, SECOND, MODERATION = (
    grading.Marking.Role.FIRST,
    grading.Marking.Role.SECOND,
    grading.Marking.Role.MODERATION,
)


def markings_of(user: User, run: CourseRun) -> QuerySet[grading.Marking]:
    """Those of a run that somebody who manages it may see, which are all but of her own work; each with
    ``is_released``, ``is_disputed`` and ``waits_for_second``."""
    seconds = grading.Marking.objects.unfinished().filter(
        submission=OuterRef("submission"), attempt=OuterRef("attempt"), role=SECOND
    )
    there = grading.markings_seen_by(user).filter(submission__run_assignment__run=run, ended_at=None)
    return with_standing(there).annotate(waits_for_second=Exists(seconds))


def in_pile(pile: Pile) -> Q:
    unfinished = Q(finished_at=None)
    # A moderation that is nobody's is every manager's.
    is_somebodys = Q(tutor__isnull=False) | Q(role=MODERATION)
    is_hindered = Q(is_disputed=True) | Q(waits_for_second=True)
    return {
        Pile.OPEN: Q(is_released=False),
        Pile.NOBODY: unfinished & ~is_somebodys,
        Pile.TO_DO: unfinished & is_somebodys & Q(begun_at=None),
        Pile.BEGUN: unfinished & is_somebodys & Q(begun_at__isnull=False),
        Pile.SECOND: unfinished & Q(role=SECOND),
        Pile.DISPUTED: unfinished & Q(role=MODERATION),
        Pile.READY: Q(finished_at__isnull=False, role=FIRST, is_released=False) & ~is_hindered,
        Pile.RELEASED: Q(role=FIRST, is_released=True),
    }[pile]


def looked_at(markings: QuerySet[grading.Marking], asked: Asked) -> QuerySet[grading.Marking]:
    """What the filters leave, whatever pile it lies in."""
    if asked.work:
        markings = markings.filter(submission__run_assignment=asked.work)
    if asked.tutor is not None:
        markings = markings.filter(tutor=None if asked.tutor == NOBODY else asked.tutor)
    return markings.filter(submission__code__icontains=asked.code) if asked.code else markings


def in_order(markings: QuerySet[grading.Marking], sort: str) -> QuerySet[grading.Marking]:
    """What nobody has comes first among tutors."""
    if sort == "tutor":
        return markings.order_by(F("tutor__search_name").asc(nulls_first=True), "tutor", "due_at", "pk")
    return sorted_by(markings, sort)


def counts(markings: QuerySet[grading.Marking]) -> dict[Pile, int]:
    """How many lie in each pile. One query."""
    asked = {pile.name: Count("pk", filter=in_pile(pile)) for pile in Pile}
    found = markings.order_by().aggregate(**asked)
    return {pile: found[pile.name] for pile in Pile}
