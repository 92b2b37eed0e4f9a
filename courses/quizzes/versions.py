"""What was asked, frozen: the content of a question, and its versions."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256
from uuid import UUID

from django.conf import settings

from .kinds import ChoiceFacts
from .models import Choice, Question, QuestionVersion

LANGUAGES = settings.MODELTRANSLATION_LANGUAGES
WORDS = ("text", "explanation", "picture_alt")
# The columns that a content is made of.
QUESTION = (
    *("pk", "kind", "definition", "picture_id"),
    *(f"{word}_{language}" for word in WORDS for language in LANGUAGES),
)
CHOICE = ("pk", "question_id", "code", "is_right", *(f"text_{language}" for language in LANGUAGES))


def content_of(question: Question, choices: Iterable[Choice]) -> dict:
    """Everything an attempt needs of a question, in every language; its shape stands at QuestionVersion."""
    return {
        "kind": question.kind,
        "text": by_language(question, "text"),
        "explanation": by_language(question, "explanation"),
        "picture_alt": by_language(question, "picture_alt"),
        "definition": question.definition,
        "choices": [
            {
                "id": str(choice.pk),
                "code": choice.code,
                "right": choice.is_right,
                "text": by_language(choice, "text"),
            }
            for choice in choices
        ],
    }


def digest_of(content: Mapping, picture: int | None) -> str:
    """The same for the same content, whatever order a database keeps its keys in."""
    text = json.dumps([content, picture], sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def current_contents(ids: Iterable[str | UUID]) -> dict[str, tuple[dict, int | None]]:
    """Question id → its content and the id of its picture, as they are now. Two queries."""
    # Rows and not records: of a thousand questions in every language, a record is most of the work.
    questions = list(Question.objects.filter(pk__in=list(ids)).values_list(*QUESTION, named=True))
    choices = defaultdict(list)
    rows = Choice.objects.filter(question__in=[item.pk for item in questions]).order_by("position", "code")
    for choice in rows.values_list(*CHOICE, named=True):
        choices[choice.question_id].append(choice)
    return {str(item.pk): (content_of(item, choices[item.pk]), item.picture_id) for item in questions}


def freeze(ids: Iterable[str | UUID]) -> dict[str, int]:
    """Question id → the id of the version that is its content now; makes those that are missing.

    The same content is one version, also when two freeze it at once. Three queries, five where one
    is missing.
    """
    contents = current_contents(ids)
    digests = {pk: digest_of(*found) for pk, found in contents.items()}
    versions = _known(digests)
    missing = digests.keys() - versions.keys()
    if missing:
        QuestionVersion.objects.bulk_create(
            [
                QuestionVersion(
                    question_id=pk, digest=digests[pk], content=contents[pk][0], picture_id=contents[pk][1]
                )
                for pk in sorted(missing)
            ],
            ignore_conflicts=True,
        )
        versions |= _known({pk: digests[pk] for pk in missing})
    return versions


def _known(digests: Mapping[str, str]) -> dict[str, int]:
    rows = QuestionVersion.objects.filter(question__in=list(digests), digest__in=list(digests.values()))
    return {
        str(question): pk
        for pk, question, digest in rows.values_list("pk", "question", "digest")
        if digests[str(question)] == digest
    }


def choices_in(content: Mapping) -> list[ChoiceFacts]:
    """The choices of a frozen question without their words, in the author's order."""
    return [ChoiceFacts(item["id"], item["code"], item["right"]) for item in content["choices"]]


def by_language(record, field: str) -> dict[str, str]:
    """Language → words, of those that have some; read by column, so that nothing falls back unseen."""
    found = {language: getattr(record, f"{field}_{language}", None) for language in LANGUAGES}
    return {language: text for language, text in found.items() if text}
