"""Answers that a person marks: who may, what waits, the mark, and its correction."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from clikc.people import api as people

from .models import Attempt, HandMark, Marker, Response
from .scoring import announce_settled, is_withheld, rescore
from .signals import result_known

if TYPE_CHECKING:
    from clikc.people.models import User


class MarkRefused(Exception):
    """No mark is kept: ``fraction`` is none, ``not_waiting`` (marked meanwhile, or not handed in).

    No mark is changed: no ``reason`` where one is needed, ``not_hers`` to change (any more),
    ``changed_meanwhile``.
    """


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


def marked_seen_by(user: User) -> QuerySet[Response]:
    """Answers that a person marked, the latest first: a tutor sees those whose mark is hers."""
    marked = seen_for_marking(user).filter(marked_at__isnull=False).order_by("-marked_at", "-pk")
    return marked if may_reopen(user) else marked.filter(marked_by=user)


def may_reopen(user: User) -> bool:
    """Whether this person may change any mark at any time, for a reason."""
    return people.may(user, "grade", "P", "*")


def may_change(user: User, response: Response) -> bool:
    """Whether ``user``, who may mark this answer (with its attempt and quiz), may change its mark: her own
    as long as the result of the attempt is not known. No query."""
    if response.marked_at is None:
        return False
    return may_reopen(user) or (response.marked_by_id == user.pk and not _is_known(response.attempt))


def _is_known(attempt: Attempt) -> bool:
    return not attempt.waiting and not attempt.quiz.is_awaiting_release


def _of_others(user: User, responses: QuerySet[Response]) -> QuerySet[Response]:
    return responses.filter(_scope_of(user)).exclude(attempt__enrolment__learner=user)


def _scope_of(user: User) -> Q:
    if may_reopen(user):
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
    response = _locked_answer(response_id, fraction)
    attempt = response.attempt
    if attempt.is_open or response.fraction is not None:
        raise MarkRefused("not_waiting")
    _record(HandMark(response=response, fraction=fraction, comment=comment.strip(), by=by))
    rescore(attempt)
    if announce_settled(attempt) and not attempt.waiting:
        result_known.send(Attempt, attempt=attempt)
    return response


@transaction.atomic
def change_mark(
    *, response_id: int, fraction: Decimal, comment: str, reason: str, by: User, seen: int
) -> Response:
    """Give a marked answer another mark; the one before stays on record. ``by`` may mark the answer.

    A tutor changes her own as long as the result is not known, others any, but for a ``reason``. ``seen``
    is the mark that was looked at: two at once, and the second gets MarkRefused. The attempt is scored
    anew and announced; what was awarded is never taken back.
    """
    response = _locked_answer(response_id, fraction)
    is_withheld(response.attempt.quiz)
    if not may_change(by, response):
        raise MarkRefused("not_hers")
    if may_reopen(by) and not reason.strip():
        raise MarkRefused("reason")
    if response.hand_marks.last().pk != seen:
        raise MarkRefused("changed_meanwhile")
    is_other = response.fraction != fraction
    _record(
        HandMark(response=response, fraction=fraction, comment=comment.strip(), reason=reason.strip(), by=by)
    )
    if is_other:
        rescore(response.attempt)
        announce_settled(response.attempt)
    return response


def _locked_answer(response_id: int, fraction: Decimal) -> Response:
    """The answer, its attempt locked; refuses what is no share of a point."""
    if not Decimal(0) <= fraction <= Decimal(1):
        raise MarkRefused("fraction")
    attempt = _locked(Response.objects.values_list("attempt", flat=True).get(pk=response_id))
    response = Response.objects.get(pk=response_id)
    response.attempt = attempt
    return response


def _record(mark: HandMark) -> None:
    """Keep a mark, and make it the one the answer has."""
    response, mark.at = mark.response, timezone.now()
    mark.save()
    response.fraction, response.comment = mark.fraction, mark.comment
    response.marked_at, response.marked_by = mark.at, mark.by
    response.save(update_fields=["fraction", "comment", "marked_at", "marked_by"])


def _locked(attempt_id: UUID) -> Attempt:
    return (
        Attempt.objects.select_for_update(of=("self",), no_key=True)
        .select_related("quiz__activity__course")
        .get(pk=attempt_id)
    )
