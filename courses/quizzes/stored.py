"""Questions of the database as files say them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from .exchange.model import ChoiceSource, QuestionSource
from .models import Choice, Question, QuestionBank, TaggedQuestion
from .versions import by_language


@dataclass(frozen=True)
class Stored:
    """A question with its choices, and what a file would say of it but for its picture."""

    question: Question
    choices: tuple[Choice, ...]
    source: QuestionSource

    @property
    def picture_hash(self) -> str:
        """SHA-1 of the picture; empty without one."""
        return self.question.picture.file_hash if self.question.picture else ""

    @property
    def picture_alt(self) -> dict[str, str]:
        """Language → what the picture shows."""
        return by_language(self.question, "picture_alt")


def stored_questions(questions: Iterable[Question]) -> list[Stored]:
    """These questions in the order of banks and places. Four queries."""
    records = list(questions.select_related("picture").order_by("bank__code", "position", "code"))
    ids = [record.pk for record in records]
    choices: dict = defaultdict(list)
    for choice in Choice.objects.filter(question__in=ids).order_by("position", "code"):
        choices[choice.question_id].append(choice)
    tags: dict = defaultdict(list)
    rows = TaggedQuestion.objects.filter(content_object__in=ids).order_by("tag__name")
    for pk, name in rows.values_list("content_object_id", "tag__name"):
        tags[pk].append(name)
    subjects: dict = defaultdict(list)
    rows = Question.subjects.through.objects.filter(question__in=ids).order_by("subject__code")
    for pk, code in rows.values_list("question_id", "subject__code"):
        subjects[pk].append(code)
    return [
        Stored(item, tuple(own), _source(item, own, tags[item.pk], subjects[item.pk]))
        for item in records
        for own in [choices[item.pk]]
    ]


def _source(
    question: Question, choices: list[Choice], tags: list[str], subjects: list[str]
) -> QuestionSource:
    return QuestionSource(
        code=question.code,
        kind=question.kind,
        text=by_language(question, "text"),
        choices=tuple(
            ChoiceSource(choice.code, by_language(choice, "text"), choice.is_right) for choice in choices
        ),
        definition=question.definition,
        explanation=by_language(question, "explanation"),
        difficulty=question.difficulty,
        tags=tuple(tags),
        subjects=tuple(subjects),
        source=question.source,
    )


def state_of(bank: QuestionBank | None, stored: Iterable[Stored]) -> str:
    """A digest that changes with anything of a bank that an import looks at."""
    said = [
        [
            repr(item.source),
            item.picture_hash,
            item.picture_alt,
            item.question.status,
            str(item.question.pk),
        ]
        for item in stored
    ]
    return sha256(json.dumps([bank.pk if bank else None, said]).encode()).hexdigest()
