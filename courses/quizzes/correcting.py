"""A key that was corrected after it was asked: the answers given, marked by the key as it is now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .answering import Solution, mark_version
from .asking import AskedQuestion, asked_as
from .kinds import Parts, kind_of
from .models import Question, QuestionVersion
from .versions import choices_in, current_contents, digest_of, freeze
from .words import Words


@dataclass(frozen=True)
class Correction:
    """A question as it is now, beside the versions of it that were asked before.

    ``version`` is not stored yet where nobody was asked the question as it is now.
    """

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


@dataclass(frozen=True)
class KeyInWords:
    """What a version asks and what is right by it: a line for each right choice, or each part."""

    text: Words
    lines: tuple[Words, ...]
    is_partial: bool


def correction_of(question_id, *, freezes: bool = False) -> Correction | None:
    """The question as it is now and its earlier versions; None where there is no such question.

    With ``freezes`` its present content is stored as a version, so that what a re-grading marks by can
    never change; without, nothing is written. Four queries.
    """
    question = Question.objects.select_related("bank__course").filter(pk=question_id).first()
    if question is None:
        return None
    if freezes:
        freeze([question.pk])
    content, picture = current_contents([question.pk])[str(question.pk)]
    digest = digest_of(content, picture)
    versions = {item.digest: item for item in question.versions.select_related("question__bank__course")}
    current = versions.pop(digest, None) or QuestionVersion(
        question=question, digest=digest, content=content, picture_id=picture
    )
    return Correction(question=question, version=current, earlier=tuple(versions.values()))


def key_in_words(version: QuestionVersion, language: str) -> KeyInWords:
    """The key of a version as a person reads it, in a language or the course's source language.

    For who may read keys. No query, if the version has its question, bank and course.
    """
    asked, content = asked_as(version, language), version.content
    languages = [language, version.question.bank.course.source_language]
    right = asked.kind.key(choices_in(content), content["definition"], languages)
    if isinstance(asked.kind, Parts):
        lines = _parts_in_words(asked, right, content["definition"])
    else:
        lines = [words for pk, words in asked.choices.items() if pk in right]
    return KeyInWords(asked.words, tuple(lines), asked.is_partial)


def _parts_in_words(asked: AskedQuestion, right: Collection[str], definition: Mapping) -> list[Words]:
    """A line for each part: its label, and every value that is right there."""
    numbers = Solution(right, asked.words, None, "", asked.kind, definition).parts
    lines = []
    for part, values in asked.kind.solution(right).items():
        said = [numbers[part]] if asked.kind.is_number else [_said(value, asked) for value in values]
        text = " = ".join(filter(None, [_said(part, asked), " / ".join(said)]))
        lines.append(Words(text, asked.words.language))
    return lines


def _said(value: str, asked: AskedQuestion) -> str:
    """What is a choice's id in that choice's words, any other value as it is."""
    return asked.choices[value].text if value in asked.choices else value


def corrected_questions() -> list[Question]:
    """Questions that were changed since somebody was asked them, with bank and course. At most four queries.

    Only what was asked in one wording is compared with what it is now; two wordings are a change.
    """
    asked: dict[str, set[str]] = {}
    for question, digest in QuestionVersion.objects.order_by().values_list("question", "digest"):
        asked.setdefault(str(question), set()).add(digest)
    once = {pk: digests for pk, digests in asked.items() if len(digests) == 1}
    unchanged = {pk for pk, found in current_contents(once).items() if {digest_of(*found)} == once[pk]}
    changed = asked.keys() - unchanged
    found = Question.objects.filter(pk__in=changed).select_related("bank__course")
    return list(found.order_by("bank__course__code", "bank", "position"))


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
