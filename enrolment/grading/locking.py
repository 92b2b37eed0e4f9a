"""Locks of marking, until the end of the transaction: runs, works, their markings, and enrolments last."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError

from .models import Marking
from .refusals import MarkingRefused, MarkingUnknown

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.assessment.models import Submission

WAY = (
    "hand_in",
    "rubric",
    "submission__enrolment__learner",
    "submission__team",
    "submission__run_assignment__run__scheme",
    "submission__run_assignment__assignment__activity",
)


def lock_work(submission_id: UUID) -> Submission:
    """A work, locked, with what decides about its marking."""
    works = apps.get_model("assessment", "Submission").objects.select_for_update(of=("self",), no_key=True)
    return works.select_related(
        "enrolment__learner", "team", "run_assignment__run__scheme", "run_assignment__assignment__activity"
    ).get(pk=submission_id)


def lock_seen(marking_id: UUID, by: User) -> Marking:
    """A marking that ``by`` may see, read again once it and its work are locked. Raises MarkingUnknown."""
    try:
        found = Marking.objects.visible_to(by).filter(pk=marking_id).values_list("submission", flat=True)
        submission_id = found.first()
    except (ValidationError, ValueError):
        submission_id = None
    if submission_id is None:
        raise MarkingUnknown
    lock_work(submission_id)
    locked = Marking.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    marking = locked.select_related(*WAY).filter(pk=marking_id).first()
    if marking is None or marking.ended_at is not None:
        raise MarkingUnknown
    return marking


def lock_own(marking_id: UUID, by: User) -> Marking:
    """The same, where it is hers to mark. Raises MarkingUnknown; MarkingRefused ``not_yours`` where she may
    only see it."""
    marking = lock_seen(marking_id, by)
    if marking.tutor_id != by.pk:
        raise MarkingRefused("not_yours")
    return marking


def lock_current(submission_id: UUID, attempt: int) -> dict[str, Marking]:
    """Role → the markings of an attempt as they are now. The work is locked already."""
    locked = Marking.objects.current().select_for_update(of=("self",), no_key=True)
    found = locked.select_related(*WAY).filter(submission=submission_id, attempt=attempt)
    return {marking.role: marking for marking in found.order_by("pk")}
