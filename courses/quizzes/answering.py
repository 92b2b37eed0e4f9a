"""What is right and why: marking on the server, and solutions for after the attempt.

Everything here goes by the version that stands on the paper, whatever became of the question since.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.formats import localize

from .asking import versions_on
from .kinds import Kind, Parts, kind_of
from .marking import mark
from .models import Question, QuestionVersion
from .versions import choices_in
from .words import Words, words_in


@dataclass(frozen=True)
class Solution:
    """What is right, why, and the activity that teaches it.

    ``right`` is the key: ids of choices, or a text for each part of the answer; ``model`` an essay as
    its author would write it. Only for pages of an
    attempt that was handed in, or of a practice question that was checked, and only where the review
    policy allows it.
    """

    right: Collection[str]
    explanation: Words
    taught_in: UUID | None
    source: str
    kind: Kind
    definition: Mapping
    model: Words | None = None

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


def mark_answers(*, paper: Iterable[Mapping], answers: Mapping[str, list[str]]) -> dict[str, Decimal | None]:
    """Question id → the fraction its answer earns, 0 to 1; None where a person must mark it. One query.

    A question of the paper without an answer earns nothing. One that exists no more is left out, so
    that it counts for nobody.
    """
    versions = versions_on(paper)
    return {pk: mark_version(version, answers.get(pk, [])) for pk, version in versions.items()}


def mark_version(version: QuestionVersion, answer: Sequence[str]) -> Decimal | None:
    """The fraction an answer to this version earns, 0 to 1; None where a person must mark it."""
    content = version.content
    kind, definition = kind_of(content["kind"]), content["definition"]
    if kind.is_marked_by_hand and answer:
        return None
    return mark(content["kind"], list(answer), kind.key(choices_in(content), definition), definition)


def best_answers(paper: Iterable[Mapping]) -> dict[str, list[str]]:
    """Question id → an answer that earns the full point. Never for a page. One query."""
    found = {}
    for pk, version in versions_on(paper).items():
        kind = kind_of(version.content["kind"])
        found[pk] = kind.best(kind.key(choices_in(version.content), version.content["definition"]))
    return found


def solutions_on(paper: Iterable[Mapping], language: str) -> dict[str, Solution]:
    """Question id → its solution, the explanation in ``language`` or the source language. One query."""
    return {pk: _solution(version, language) for pk, version in versions_on(paper).items()}


def _solution(version: QuestionVersion, language: str) -> Solution:
    content, question = version.content, version.question
    kind, languages = kind_of(content["kind"]), [language, question.bank.course.source_language]
    return Solution(
        right=kind.key(choices_in(content), content["definition"], languages),
        explanation=words_in(content["explanation"], languages),
        taught_in=question.taught_in_id,
        source=question.source,
        kind=kind,
        definition=content["definition"],
        model=Words(*kind.model(content["definition"], languages)),
    )


def lessons_for(ids: Iterable[str]) -> set[UUID]:
    """The activities that teach these questions. One query."""
    return set(lessons_of(ids).values())


def lessons_of(ids: Iterable[str]) -> dict[str, UUID]:
    """Question id → the activity that teaches it, where one does. One query."""
    found = Question.objects.filter(pk__in=list(ids), taught_in__isnull=False)
    return {str(pk): activity for pk, activity in found.values_list("pk", "taught_in")}
