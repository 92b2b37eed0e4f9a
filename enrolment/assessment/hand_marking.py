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
from .scoring import rescore
from .signals import attempt_settled

if TYPE_CHECKING:
    from clikc.people.models import User


class MarkRefused(Exception):
    """No mark is kept: ``fraction`` is none, ``not_waiting`` (marked meanwhile, or not handed in)."""


def markable_by(user: User) -> QuerySet[Response]:
    """Answers handed in that wait for a person and that ``user`` may mark, the oldest first.

    Tutors mark in the courses they were named for, never answers from their own administration, and
    nobody marks her own.
    """
    waiting = Response.objects.waiting().exclude(attempt__enrolment__learner=user)
    return waiting.filter(_scope_of(user)).order_by("attempt__submitted_at", "pk")


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

    The attempt is scored anew; when nothing in it waits any more its result is settled and announced.
    Two tutors at once: the second gets MarkRefused, and the first mark stands.
    """
    if not Decimal(0) <= fraction <= Decimal(1):
        raise MarkRefused("fraction")
    attempt_id = Response.objects.values_list("attempt", flat=True).get(pk=response_id)
    attempt = _locked(attempt_id)
    response = Response.objects.get(pk=response_id)
    if attempt.is_open or response.fraction is not None:
        raise MarkRefused("not_waiting")
    response.fraction, response.comment = fraction, comment.strip()
    response.marked_at, response.marked_by = timezone.now(), by
    response.save()
    rescore(attempt)
    if not attempt.waiting and not attempt.quiz.is_awaiting_release:
        attempt_settled.send(Attempt, attempt=attempt)
    return response


def _locked(attempt_id: UUID) -> Attempt:
    return (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("quiz__activity__course")
        .get(pk=attempt_id)
    )
