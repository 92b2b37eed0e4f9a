"""What is right and why: marking on the server, and solutions for after the attempt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.formats import localize

from .asking import choice_facts
from .kinds import Kind, Parts, kind_of
from .marking import mark
from .models import Question
from .words import Words, words_of


@dataclass(frozen=True)
class Solution:
    """What is right, why, and the activity that teaches it.

    ``right`` is the key: ids of choices, or a text for each part of the answer. Only for pages of an
    attempt that was handed in, and only where the review policy allows it.
    """

    right: Collection[str]
    explanation: Words
    taught_in: UUID | None
    source: str
    kind: Kind
    definition: Mapping

    def right_parts(self, answer: Sequence[str]) -> frozenset[str]:
        """The parts of an answer that are right, of a question that is answered in parts."""
        return self.kind.right_parts(answer, self.right, self.definition)

    @property
    def parts(self) -> dict[str, str]:
        """Part → its right value, as people write it."""
        if not isinstance(self.kind, Parts):
            return {}
        values = {part: values[0] for part, values in self.kind.solution(self.right).items()}
        if not self.kind.is_number:
            return values
        return {part: _as_number(value, self.definition) for part, value in values.items()}


def _as_number(value: str, definition: Mapping) -> str:
    """A number as the reader's language writes it, with its unit, and how far off one may be."""
    said = " ".join(filter(None, [localize(Decimal(value)), str(definition.get("unit") or "")]))
    tolerance = Decimal(definition.get("tolerance") or 0)
    return f"{said} (± {localize(tolerance)})" if tolerance else said


def mark_answers(*, answers: Mapping[str, list[str]]) -> dict[str, Decimal]:
    """Question id → the fraction its answer earns, 0 to 1. Two queries.

    A question that exists no more is left out, so that it counts for nobody.
    """
    rows = list(Question.objects.filter(pk__in=list(answers)).values_list("pk", "kind", "definition"))
    choices = choice_facts(question__in=[pk for pk, _kind, _definition in rows])
    return {
        str(pk): mark(kind, answers[str(pk)], kind_of(kind).key(choices[str(pk)], definition), definition)
        for pk, kind, definition in rows
    }


def best_answers(ids: Iterable[str]) -> dict[str, list[str]]:
    """Question id → an answer that earns the full point. Never for a page. Two queries."""
    rows = list(Question.objects.filter(pk__in=list(ids)).values_list("pk", "kind", "definition"))
    choices = choice_facts(question__in=[pk for pk, _kind, _definition in rows])
    return {
        str(pk): kind_of(kind).best(kind_of(kind).key(choices[str(pk)], definition))
        for pk, kind, definition in rows
    }


def solutions_for(ids: Iterable[str], language: str) -> dict[str, Solution]:
    """Question id → its solution, the explanation in ``language`` or the source language. Two queries."""
    questions = list(Question.objects.filter(pk__in=list(ids)).select_related("bank__course"))
    choices = choice_facts(question__in=[item.pk for item in questions])
    return {str(item.pk): _solution(item, choices[str(item.pk)], language) for item in questions}


def _solution(question: Question, choices: list, language: str) -> Solution:
    kind, languages = kind_of(question.kind), [language, question.bank.course.source_language]
    return Solution(
        right=kind.key(choices, question.definition, languages),
        explanation=words_of(question, "explanation", languages),
        taught_in=question.taught_in_id,
        source=question.source,
        kind=kind,
        definition=question.definition,
    )


def lessons_for(ids: Iterable[str]) -> set[UUID]:
    """The activities that teach these questions. One query."""
    found = Question.objects.filter(pk__in=list(ids), taught_in__isnull=False)
    return set(found.values_list("taught_in", flat=True))
