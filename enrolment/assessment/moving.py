"""Two records of one course made one: attempts and what was granted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import F

from courses.quizzes import api as quizzes

from .models import Attempt, Extension
from .sitting import submit_attempt

if TYPE_CHECKING:
    from clikc.people.models import User
    from courses.quizzes.models import Quiz

# Out of the way of every number that an attempt can have.
ASIDE = 10_000


def lock_attempts_of(*, people: Iterable[User]) -> None:
    """Lock every attempt of people until the end of the transaction: before their enrolments are."""
    found = Attempt.objects.select_for_update(of=("self",), no_key=True).filter(
        enrolment__learner__in=list(people)
    )
    list(found.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def unite_attempts(*, into: UUID, other: UUID) -> list[Quiz]:
    """The attempts of the enrolment ``other``, and what was granted to it, become those of ``into``.

    They are numbered anew in the order in which they were begun. Where both have one open at the same quiz,
    that of ``other`` is handed in first. The quizzes concerned. Safe to call twice.
    """
    quiz_ids = sorted(set(_of(other).values_list("quiz", flat=True)))
    for quiz_id in quiz_ids:
        _hand_in_second(into, other, quiz_id)
        _of(other).filter(quiz=quiz_id).update(enrolment=into, number=F("number") + ASIDE)
        _number_anew(into, quiz_id)
    Extension.objects.filter(enrolment=other).update(enrolment=into)
    return list(quizzes.Quiz.objects.select_related("activity__course").filter(pk__in=quiz_ids))


def would_move(*, kept: User, dropped: User) -> dict:
    """How many attempts of ``dropped`` would come to ``kept``, and how many would be handed in because both
    have one open. Two queries."""
    theirs = Attempt.objects.filter(enrolment__learner=dropped).order_by()
    opened = theirs.open().values_list("quiz", flat=True)
    both = Attempt.objects.open().filter(enrolment__learner=kept, quiz__in=list(opened))
    return {"attempts": theirs.count(), "handed_in": both.count()}


def _of(enrolment_id: UUID):
    return Attempt.objects.filter(enrolment=enrolment_id).order_by()


def _hand_in_second(into: UUID, other: UUID, quiz_id: int) -> None:
    if _of(into).open().filter(quiz=quiz_id).exists():
        for attempt in _of(other).open().filter(quiz=quiz_id):
            submit_attempt(attempt_id=attempt.pk)


def _number_anew(enrolment_id: UUID, quiz_id: int) -> None:
    """In two steps, because no number may stand twice at any moment."""
    mine = _of(enrolment_id).filter(quiz=quiz_id)
    mine.filter(number__lt=ASIDE).update(number=F("number") + 2 * ASIDE)
    attempts = list(mine.order_by("started_at", "number").only("pk", "number"))
    for number, attempt in enumerate(attempts, start=1):
        attempt.number = number
    Attempt.objects.bulk_update(attempts, ["number"], batch_size=100)
