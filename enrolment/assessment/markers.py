"""Who marks in which course: naming tutors, and ending it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from clikc.people.roles import Role

from .models import Marker

if TYPE_CHECKING:
    from clikc.people.models import User
    from courses.catalogue.models import Course


class MarkerRefused(Exception):
    """Nobody is named: the person is ``not_a_tutor`` now."""


def name_marker(*, course: Course, tutor: User, by: User) -> Marker:
    """Let a tutor mark what people must mark in the quizzes of a course.

    Naming her again, or twice at once, returns the record that stands. Raises MarkerRefused.
    """
    if not tutor.has_role(Role.TUTOR):
        raise MarkerRefused("not_a_tutor")
    marker, _is_new = Marker.objects.get_or_create(
        course=course, tutor=tutor, ended_at=None, defaults={"named_at": timezone.now(), "named_by": by}
    )
    return marker


@transaction.atomic
def end_marker(*, marker: Marker, by: User) -> Marker:
    """From now on the tutor marks no more in the course; what she marked stands. Safe to call twice."""
    marker = Marker.objects.select_for_update(of=("self",), no_key=True).get(pk=marker.pk)
    if marker.ended_at is None:
        marker.ended_at, marker.ended_by = timezone.now(), by
        marker.save(update_fields=["ended_at", "ended_by"])
    return marker
