"""What is right and why: marking on the server, and solutions for after the attempt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from .marking import mark
from .models import Choice, Question
from .words import Words, words_of


@dataclass(frozen=True)
class Solution:
    """Which choices of a question are right, why, and the activity that teaches it.

    Only for pages of an attempt that was handed in, and only where the review policy allows it.
    """

    right: frozenset[str]
    explanation: Words
    taught_in: UUID | None
    source: str


def mark_answers(*, answers: Mapping[str, list[str]]) -> dict[str, Decimal]:
    """Question id → the fraction its answer earns, 0 to 1. Two queries.

    A question that exists no more is left out, so that it counts for nobody.
    """
    kinds = dict(Question.objects.filter(pk__in=list(answers)).values_list("pk", "kind"))
    keys = _keys(kinds)
    return {str(pk): mark(kind, answers[str(pk)], keys[str(pk)]) for pk, kind in kinds.items()}


def solutions_for(ids: Iterable[str], language: str) -> dict[str, Solution]:
    """Question id → its solution, the explanation in ``language`` or the source language. Two queries."""
    questions = list(Question.objects.filter(pk__in=list(ids)).select_related("bank__course"))
    keys = _keys([item.pk for item in questions])
    return {
        str(item.pk): Solution(
            right=keys[str(item.pk)],
            explanation=words_of(item, "explanation", [language, item.bank.course.source_language]),
            taught_in=item.taught_in_id,
            source=item.source,
        )
        for item in questions
    }


def lessons_for(ids: Iterable[str]) -> set[UUID]:
    """The activities that teach these questions. One query."""
    found = Question.objects.filter(pk__in=list(ids), taught_in__isnull=False)
    return set(found.values_list("taught_in", flat=True))


def _keys(questions: Iterable) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    rows = Choice.objects.filter(question__in=list(questions), is_right=True)
    for question, pk in rows.values_list("question_id", "pk"):
        found[str(question)].add(str(pk))
    return defaultdict(frozenset, {pk: frozenset(right) for pk, right in found.items()})
