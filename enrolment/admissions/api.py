"""The door of admissions."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from .cohorts import Added, add_to_cohort, enrol_many, set_dates
from .models import Enrolment, EnrolmentChange
from .places import leave_places, review_seats, take_places
from .signals import learner_enrolled, learner_left

if TYPE_CHECKING:
    from clikc.people.models import User
    from courses.catalogue.models import Course

__all__ = [
    "Added",
    "CourseIsClosed",
    "add_to_cohort",
    "enrol_many",
    "enrolment_of",
    "enrolments_of",
    "enrolments_seen_by",
    "incomplete_enrolments",
    "join_course",
    "leave_course",
    "leave_places",
    "lock_enrolment",
    "review_seats",
    "set_dates",
    "take_places",
]


class CourseIsClosed(Exception):
    """The course cannot be joined without being asked."""


@transaction.atomic
def join_course(*, learner: User, course: Course) -> Enrolment:
    """Enrol ``learner`` in an open course; coming back revives the old record.

    Safe to call twice: who is in already stays in, and nothing is announced.
    Raises CourseIsClosed where officers may not join by themselves.
    """
    if not course.is_open:
        raise CourseIsClosed
    now = timezone.now()
    enrolment, is_new = Enrolment.objects.select_for_update().get_or_create(
        learner=learner, course=course, defaults={"enrolled_at": now}
    )
    if not is_new and enrolment.is_active:
        return enrolment
    kind = EnrolmentChange.Kind.JOINED if is_new else EnrolmentChange.Kind.RETURNED
    enrolment.is_active = True
    enrolment.save(update_fields=["is_active"])
    EnrolmentChange.objects.create(enrolment=enrolment, kind=kind, by=learner, at=now)
    learner_enrolled.send(Enrolment, enrolment=enrolment)
    return enrolment


@transaction.atomic
def leave_course(*, enrolment: Enrolment, by: User) -> Enrolment:
    """Make an enrolment inactive. Progress, attempts and certificates stay. Safe to call twice."""
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if enrolment.is_active:
        enrolment.is_active = False
        enrolment.save(update_fields=["is_active"])
        EnrolmentChange.objects.create(
            enrolment=enrolment, kind=EnrolmentChange.Kind.LEFT, by=by, at=timezone.now()
        )
        learner_left.send(Enrolment, enrolment=enrolment)
    return enrolment


def lock_enrolment(enrolment_id: UUID) -> Enrolment:
    """The enrolment, locked until the end of the transaction. Locked last: after attempts and quizzes."""
    return Enrolment.objects.select_for_update().get(pk=enrolment_id)


def enrolments_seen_by(user, *, course_id: int) -> QuerySet[Enrolment]:
    """The enrolments in a course that ``user`` may see, with learner and administration."""
    found = Enrolment.objects.visible_to(user).filter(course=course_id)
    return found.select_related("learner__administration")


def enrolment_of(*, learner, course_id: int) -> Enrolment | None:
    """The enrolment of a person in a course, active or not; None for nobody signed in."""
    if not learner.is_authenticated:
        return None
    return Enrolment.objects.of(learner).filter(course_id=course_id).first()


def incomplete_enrolments(*, course_id: int) -> list[UUID]:
    """Ids of the active enrolments in a course that is not completed yet."""
    waiting = Enrolment.objects.active().filter(course_id=course_id, completion__isnull=True)
    return list(waiting.values_list("pk", flat=True))


def enrolments_of(*, learner):
    """All enrolments of a person with their courses, newest first: a QuerySet."""
    return Enrolment.objects.of(learner).select_related("course")
