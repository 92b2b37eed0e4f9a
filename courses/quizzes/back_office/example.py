"""A paper as an attempt may draw it, for its author: the questions with what is right."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

from ..asking import own_words
from ..drawing import draw_example
from ..kinds import kind_of
from ..models import Question, Quiz
from ..versions import current_contents
from ..words import Words, words_in
from .reading import Row, rows_of


@dataclass(frozen=True)
class ExampleChoice:
    """A choice in the place it was drawn for."""

    code: str
    words: Words
    is_right: bool


@dataclass(frozen=True)
class ExampleQuestion:
    """A drawn question in one language; ``key`` is what else is right, beside right choices."""

    question: Question
    words: Words
    choices: list[ExampleChoice]
    key: list[Row]
    explanation: Words


def example_of(quiz: Quiz, *, seed: str) -> list[ExampleQuestion]:
    """The questions of one paper, drawn as an attempt would, in the language of the interface or the
    course's source language. Ten queries at most; nothing is kept."""
    paper = draw_example(quiz=quiz, seed=seed)
    ids = [item["question"] for item in paper]
    contents = current_contents(ids)
    questions = {str(item.pk): item for item in Question.objects.select_related("picture").filter(pk__in=ids)}
    languages = [get_language() or settings.LANGUAGE_CODE, quiz.activity.course.source_language]
    return [
        _question(questions[item["question"]], contents[item["question"]][0], item, languages)
        for item in paper
    ]


def _question(question: Question, content: dict, item: dict, languages: list[str]) -> ExampleQuestion:
    words = words_in(content["text"], languages)
    by_id = {choice["id"]: choice for choice in content["choices"]}
    drawn = [by_id[pk] for pk in (*item["choices"], *item.get("pairs", ())) if pk in by_id]
    return ExampleQuestion(
        question=question,
        words=words._replace(text=kind_of(content["kind"]).shown(words.text)),
        choices=[_choice(choice, content["kind"], words.language) for choice in drawn],
        key=[
            row
            for row in rows_of(content)
            if row.is_definition and row.language in ("", words.language, languages[-1])
        ],
        explanation=words_in(content["explanation"], languages),
    )


def _choice(choice: dict, kind: str, language: str) -> ExampleChoice:
    has_own_words = kind_of(kind).has_own_words
    words = own_words(choice["code"]) if has_own_words else words_in(choice["text"], [language])
    return ExampleChoice(choice["code"], words, choice["right"])
