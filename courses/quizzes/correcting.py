"""A key that was corrected after it was asked: the answers given, marked by the key as it is now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .answering import mark_version
from .kinds import kind_of
from .models import Question, QuestionVersion
from .versions import choices_in, freeze


@dataclass(frozen=True)
class Correction:
    """A question as it is now, beside the versions of it that were asked before."""

    question: Question
    version: QuestionVersion
    earlier: tuple[QuestionVersion, ...]

    @property
    def remarkable(self) -> tuple[int, ...]:
        """Ids of the earlier versions whose answers the present key can mark: those of the same kind
        that let one answer no more than the present one does."""
        return tuple(item.pk for item in self.earlier if _takes_answers_of(self.version, item))

    def mark(self, answer: Sequence[str]) -> Decimal | None:
        """The fraction an answer earns by the key as it is now; None where a person must mark it."""
        return mark_version(self.version, answer)


def correction_of(question_id) -> Correction | None:
    """The question as it is now and its earlier versions; None where there is no such question.

    Freezes its present content, so that what a re-grading marks by can never change.
    """
    question = Question.objects.select_related("bank__course").filter(pk=question_id).first()
    if question is None:
        return None
    current = freeze([question.pk])[str(question.pk)]
    versions = {item.pk: item for item in question.versions.all()}
    version = versions.pop(current)
    return Correction(question=question, version=version, earlier=tuple(versions.values()))


def _takes_answers_of(version: QuestionVersion, earlier: QuestionVersion) -> bool:
    now, before = version.content, earlier.content
    if now["kind"] != before["kind"]:
        return False
    kind = kind_of(now["kind"])
    layouts = [kind.layout(choices_in(content), content["definition"]) for content in (now, before)]
    if None in layouts:
        return False
    return all(
        set(there) >= set(asked)
        for there, asked in zip(
            (layouts[0].choices, layouts[0].pairs), (layouts[1].choices, layouts[1].pairs), strict=True
        )
    )
