"""What a learner is asked: a paper drawn from the bank, and questions in words without their keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

from django.conf import settings
from django.utils.translation import get_language, pgettext

from .kinds import Kind, kind_of
from .models import Choice, Question, Quiz
from .words import Words, is_written_in, words_of


@dataclass(frozen=True)
class AskedQuestion:
    """A question as a learner may see it before handing in: never which choice is right, nor why."""

    id: str
    kind: Kind
    words: Words
    choices: Mapping[str, Words]


def draw_paper(*, quiz: Quiz, seed: str) -> list[dict]:
    """The questions of one attempt in the order shown:
    ``[{"question": id, "kind": name, "choices": [id, …]}, …]``. Two queries.

    The same seed draws the same paper from the same bank. Retired questions and questions without
    choices are not drawn.
    """
    chance = Random(seed)  # noqa: S311 - the seed is secret, and stays on the server
    choices = _choices_by_question(question__bank=quiz.bank_id)
    pool = [
        (str(pk), kind)
        for pk, kind in Question.objects.asked()
        .filter(bank=quiz.bank_id)
        .order_by("position", "code")
        .values_list("pk", "kind")
        if str(pk) in choices
    ]
    drawn = _draw(pool, quiz, chance)
    return [
        {"question": pk, "kind": kind, "choices": _in_order(choices[pk], kind, quiz, chance)}
        for pk, kind in drawn
    ]


def _draw(pool: list, quiz: Quiz, chance: Random) -> list:
    size = min(quiz.draw or len(pool), len(pool))
    places = chance.sample(range(len(pool)), size)
    return [pool[place] for place in (places if quiz.is_shuffled else sorted(places))]


def _in_order(choices: list[str], kind: str, quiz: Quiz, chance: Random) -> list[str]:
    is_shuffled = quiz.is_shuffled and kind_of(kind).is_shuffled
    return chance.sample(choices, len(choices)) if is_shuffled else list(choices)


def _choices_by_question(**where) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    rows = Choice.objects.filter(**where).order_by("position", "code").values_list("question_id", "pk")
    for question, pk in rows:
        found[str(question)].append(str(pk))
    return found


def questions_for(ids: Iterable[str], language: str) -> dict[str, AskedQuestion]:
    """Question id → the question in ``language``, or in its course's source language. Two queries.

    Question and choices are always in one language: that of the reader only where all of it is.
    """
    questions = list(Question.objects.filter(pk__in=list(ids)).select_related("bank__course"))
    choices: dict = defaultdict(list)
    for choice in Choice.objects.filter(question__in=questions).order_by("position", "code"):
        choices[choice.question_id].append(choice)
    return {str(item.pk): _asked(item, choices[item.pk], language) for item in questions}


def _asked(question: Question, choices: list[Choice], language: str) -> AskedQuestion:
    kind = kind_of(question.kind)
    records = [question] if kind.has_own_words else [question, *choices]
    if not all(is_written_in(record, "text", language) for record in records):
        language = question.bank.course.source_language
    words = words_of(question, "text", [language])
    return AskedQuestion(
        id=str(question.pk),
        kind=kind,
        words=words,
        choices={str(item.pk): choice_words(item, kind, words.language) for item in choices},
    )


def choice_words(choice: Choice, kind: Kind, language: str) -> Words:
    """The words of a choice; those of true and false are the interface's, in the reader's language."""
    return own_words(choice.code) if kind.has_own_words else words_of(choice, "text", [language])


def own_words(code: str) -> Words:
    """True or false, in the language of the interface."""
    words = {"true": pgettext("answer", "True"), "false": pgettext("answer", "False")}
    return Words(words.get(code, code), get_language() or settings.LANGUAGE_CODE)
