"""Which quizzes ask a question, by name or by drawing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from .drawing import Candidate, candidates_among, candidates_for
from .models import Question, QuestionStatus, Quiz, QuizSlot


@dataclass(frozen=True)
class Use:
    """A quiz that asks a question: because it is ``is_fixed`` there, or because a pool holds it.

    A pool draws it only once it is reviewed: until then ``is_waiting``.
    """

    quiz: Quiz
    is_fixed: bool
    is_waiting: bool


def uses_of(questions: Iterable[Question]) -> dict[UUID, list[Use]]:
    """Question id → the quizzes that ask it, a quiz once, with activity and course. Retired questions are
    in no pool. Four queries."""
    by_id = {str(item.pk): item for item in questions}
    banks = {item.bank_id for item in by_id.values()}
    slots = QuizSlot.objects.filter(Q(question__in=by_id) | Q(bank__in=banks))
    slots = list(slots.select_related("quiz__activity__course").order_by("quiz__activity", "position"))
    candidates = candidates_among(Question.objects.filter(pk__in=by_id))
    return {by_id[item.pk].pk: _uses(by_id[item.pk], item, slots) for item in candidates}


def _uses(question: Question, candidate: Candidate, slots: list[QuizSlot]) -> list[Use]:
    found: dict[int, Use] = {}
    for slot in slots:
        is_fixed = slot.question_id is not None
        if not candidate.fits(slot) or (question.is_retired and not is_fixed):
            continue
        if slot.quiz_id not in found or is_fixed:
            is_waiting = question.status != QuestionStatus.REVIEWED
            found[slot.quiz_id] = Use(quiz=slot.quiz, is_fixed=is_fixed, is_waiting=is_waiting)
    return list(found.values())


def asked_in(quiz: Quiz) -> set[str]:
    """Ids of the questions that a quiz asks or may draw. Four queries at most."""
    slots = list(quiz.slots.all())
    fixed = {str(slot.question_id) for slot in slots if slot.question_id}
    drawn = candidates_for(slots, is_only_counted=True)
    return fixed | {item.pk for item in drawn if any(item.fits(slot) for slot in slots)}
