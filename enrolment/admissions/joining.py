"""Officers who join an open course by themselves, and leave one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from .models import Enrolment, EnrolmentChange
from .places import leave_course_places
from .signals import learner_enrolled, learner_left

if TYPE_CHECKING:
    from clikc.people.models import User
    from courses.catalogue.models import Course


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
    enrolment, is_new = Enrolment.objects.select_for_update(no_key=True).get_or_create(
        learner=learner, course=course, defaults={"enrolled_at": now}
    )
    if not is_new and enrolment.is_active:
        return _own(enrolment)
    kind = EnrolmentChange.Kind.JOINED if is_new else EnrolmentChange.Kind.RETURNED
    enrolment.is_active = True
    enrolment.save(update_fields=["is_active"])
    _own(enrolment)
    EnrolmentChange.objects.create(enrolment=enrolment, kind=kind, by=learner, at=now)
    learner_enrolled.send(Enrolment, enrolment=enrolment)
    return enrolment


def _own(enrolment: Enrolment) -> Enrolment:
    """From now on it is hers, whatever becomes of a cohort, and no cohort keeps it closed."""
    if not enrolment.is_own or enrolment.opens_on:
        enrolment.is_own, enrolment.opens_on = True, None
        enrolment.save(update_fields=["is_own", "opens_on"])
    return enrolment


@transaction.atomic
def leave_course(*, enrolment: Enrolment, by: User) -> Enrolment:
    """Make an enrolment inactive and give its seat to who waits. Progress, attempts and certificates stay.
    Safe to call twice."""
    # Runs are locked before enrolments.
    leave_course_places(learner_id=enrolment.learner_id, course_id=enrolment.course_id)
    enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    if enrolment.is_active:
        enrolment.is_active = False
        enrolment.save(update_fields=["is_active"])
        EnrolmentChange.objects.create(
            enrolment=enrolment, kind=EnrolmentChange.Kind.LEFT, by=by, at=timezone.now()
        )
        learner_left.send(Enrolment, enrolment=enrolment)
    return enrolment
