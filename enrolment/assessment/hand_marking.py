"""Answers that a person marks: who may, what waits, and the mark."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from clikc.people import api as people

from .models import Attempt, Marker, Response
from .scoring import announce_settled, rescore
from .signals import result_known

if TYPE_CHECKING:
    from clikc.people.models import User


class MarkRefused(Exception):
    """No mark is kept: ``fraction`` is none, ``not_waiting`` (marked meanwhile, or not handed in)."""


def markable_by(user: User) -> QuerySet[Response]:
    """Answers handed in that wait for a person and that ``user`` may mark, the oldest first.

    Tutors mark in the courses they were named for, never answers from their own administration, and
    nobody marks her own.
    """
    return _of_others(user, Response.objects.waiting()).order_by("attempt__submitted_at", "pk")


def seen_for_marking(user: User) -> QuerySet[Response]:
    """Answers that ``user`` may mark, and those like them that a person marked meanwhile."""
    is_for_people = Q(fraction__isnull=True) | Q(marked_at__isnull=False)
    return _of_others(user, Response.objects.filter(is_for_people, attempt__submitted_at__isnull=False))


def _of_others(user: User, responses: QuerySet[Response]) -> QuerySet[Response]:
    return responses.filter(_scope_of(user)).exclude(attempt__enrolment__learner=user)


def _scope_of(user: User) -> Q:
    if people.may(user, "grade", "P", "*"):
        return Q()
    if not people.may(user, "grade", "C", "c"):
        return Q(pk__in=[])
    courses = Marker.objects.current().filter(tutor=user).values("course")
    scope = Q(attempt__enrolment__course__in=courses)
    if user.administration_id is None:
        return scope
    return scope & ~Q(attempt__enrolment__learner__administration=user.administration_id)


@transaction.atomic
def mark_by_hand(*, response_id: int, fraction: Decimal, comment: str, by: User) -> Response:
    """Give an answer its share of the point, 0 to 1, with a comment for the learner.

    The attempt is scored anew, and announced; when nothing in it waits any more, also that its result
    is known. Two tutors at once: the second gets MarkRefused, and the first mark stands.
    """
    if not Decimal(0) <= fraction <= Decimal(1):
        raise MarkRefused("fraction")
    attempt = _locked(Response.objects.values_list("attempt", flat=True).get(pk=response_id))
    response = Response.objects.get(pk=response_id)
    if attempt.is_open or response.fraction is not None:
        raise MarkRefused("not_waiting")
    response.fraction, response.comment = fraction, comment.strip()
    response.marked_at, response.marked_by = timezone.now(), by
    response.save(update_fields=["fraction", "comment", "marked_at", "marked_by"])
    rescore(attempt)
    if announce_settled(attempt) and not attempt.waiting:
        result_known.send(Attempt, attempt=attempt)
    return response


def _locked(attempt_id: UUID) -> Attempt:
    return (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("quiz__activity__course")
        .get(pk=attempt_id)
    )
