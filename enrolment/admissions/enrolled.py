"""Who is enrolled in what."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from .models import Enrolment


def enrolments_seen_by(user, *, course_id: int) -> QuerySet[Enrolment]:
    """The enrolments in a course that ``user`` may see, with learner and administration."""
    found = Enrolment.objects.visible_to(user).filter(course=course_id)
    return found.select_related("learner__administration")


def enrolments_followed_by(user, administration_id: int) -> QuerySet[Enrolment]:
    """The enrolments, active or not, of an administration's people, as far as ``user`` may see them."""
    here = Enrolment.objects.visible_to(user).filter(learner__administration=administration_id)
    return here.filter(learner__merged_into=None)


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


def enrolments_in(*, course_ids, person_ids) -> dict[tuple[int, int], Enrolment]:
    """(Person id, course id) → enrolment, active or not. One query; for a page of people."""
    found = Enrolment.objects.filter(course__in=list(course_ids), learner__in=list(person_ids))
    return {(item.learner_id, item.course_id): item for item in found}


def lock_enrolment(enrolment_id: UUID) -> Enrolment:
    """The enrolment, locked until the end of the transaction. Locked last: after attempts and quizzes."""
    return Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment_id)
