"""Results of quizzes as grades: entered when they count, never over what a person decided."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from enrolment.admissions import api as admissions
from enrolment.assessment import api as assessment

from ..entries import current_entries, enter_grade
from ..models import GradeEntry, GradeItem
from ..rules.rounding import round_half_up

if TYPE_CHECKING:
    from courses.quizzes.models import Quiz
    from enrolment.admissions.models import Enrolment

DECIMALS = 2
Kind, State = GradeEntry.Kind, GradeEntry.State


def enter_quiz_results(*, enrolment_id: UUID, quiz: Quiz) -> list[GradeEntry]:
    """Bring the gradebooks that have this quiz, of the runs an enrolment takes part in, up to its result.

    Safe to call as often as one likes. One query where no gradebook has the quiz.
    """
    items = list(GradeItem.objects.filter(quiz=quiz.pk).select_related("category", "quiz__activity__course"))
    if not items:
        return []
    with transaction.atomic():
        enrolment = admissions.lock_enrolment(enrolment_id)
        runs = set(admissions.runs_of_learner(enrolment.learner_id))
        entered = [_kept_up(item, enrolment) for item in items if item.category.run_id in runs]
    return [entry for entry in entered if entry is not None]


def _kept_up(item: GradeItem, enrolment: Enrolment) -> GradeEntry | None:
    """What a person decided stands; what she took back stays so until there is another result."""
    place = (item.pk, enrolment.pk)
    last = current_entries(item_ids=[item.pk], enrolment_ids=[enrolment.pk]).get(place)
    if last is not None and last.kind != Kind.QUIZ and last.state != State.WITHDRAWN:
        return None
    before = GradeEntry.objects.filter(item=item, enrolment=enrolment, kind=Kind.QUIZ)
    known = before.order_by("-number").values_list("points", flat=True).first()
    return enter_quiz_result(item=item, enrolment=enrolment, known=known)


def enter_quiz_result(
    *, item: GradeItem, enrolment: Enrolment, known: Decimal | None = None
) -> GradeEntry | None:
    """Enter the result as it is now, unless it is the ``known`` one; None where there is nothing to enter."""
    points = results_of(item.quiz, item.most, [enrolment]).get(enrolment.pk)
    if points is None or points == known:
        return None
    return enter_grade(item=item, enrolment_id=enrolment.pk, kind=Kind.QUIZ, by=None, points=points)


def results_of(quiz: Quiz, most: Decimal, enrolments: Sequence[Enrolment]) -> dict[UUID, Decimal]:
    """Enrolment id → points out of ``most`` of everybody whose result at a quiz is known and will not grow by
    an answer that still waits for a person. Two queries."""
    found = {}
    standings = assessment.results_in(enrolments=enrolments, quizzes_by_id={quiz.pk: quiz})
    for (enrolment_id, _quiz), standing in standings.items():
        is_waiting = any(attempt.waiting for attempt in standing.submitted)
        if standing.result is not None and not is_waiting:
            share = Fraction(standing.result.percent, 100)
            found[enrolment_id] = round_half_up(share * Fraction(most), DECIMALS)
    return found
