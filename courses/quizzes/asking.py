"""What a learner is asked: a paper drawn from the bank, and questions in words without their keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

from django.conf import settings
from django.utils.translation import get_language, pgettext

from .kinds import ChoiceFacts, Kind, Layout, kind_of
from .models import Choice, Question, Quiz
from .words import Words, is_written_in, words_of


@dataclass(frozen=True)
class AskedQuestion:
    """A question as a learner may see it before handing in: never which choice is right, nor why.

    ``is_partial``: a part of a right answer earns a part of the point. ``unit`` is that of a number.
    """

    id: str
    kind: Kind
    words: Words
    choices: Mapping[str, Words]
    is_partial: bool = False
    unit: str = ""


def draw_paper(*, quiz: Quiz, seed: str) -> list[dict]:
    """The questions of one attempt in the order shown:
    ``[{"question": id, "kind": name, "choices": [id, …]}, …]``, where a question has another side to
    match with ``"pairs": [id, …]`` beside. Two queries.

    The same seed draws the same paper from the same bank. Retired questions and questions that lack
    what their kind asks for (choices, a value …) are not drawn.
    """
    chance = Random(seed)  # noqa: S311 - the seed is secret, and stays on the server
    choices = choice_facts(question__bank=quiz.bank_id)
    rows = Question.objects.asked().filter(bank=quiz.bank_id).order_by("position", "code")
    pool = [
        (str(pk), kind, layout)
        for pk, kind, definition in rows.values_list("pk", "kind", "definition")
        if (layout := kind_of(kind).layout(choices[str(pk)], definition))
    ]
    return [
        {"question": pk, "kind": kind, **_laid_out(layout, kind_of(kind), quiz, chance)}
        for pk, kind, layout in _draw(pool, quiz, chance)
    ]


def _draw(pool: list, quiz: Quiz, chance: Random) -> list:
    size = min(quiz.draw or len(pool), len(pool))
    places = chance.sample(range(len(pool)), size)
    return [pool[place] for place in (places if quiz.is_shuffled else sorted(places))]


def _laid_out(layout: Layout, kind: Kind, quiz: Quiz, chance: Random) -> dict[str, list[str]]:
    """The parts of a question in the order shown. What would tell the answer by its order never keeps it."""
    is_shuffled = kind.is_always_shuffled or (quiz.is_shuffled and kind.is_shuffled)
    choices = list(layout.choices)
    found = {"choices": chance.sample(choices, len(choices)) if is_shuffled else choices}
    if layout.pairs:
        found["pairs"] = chance.sample(layout.pairs, len(layout.pairs))
    return found


def choice_facts(**where) -> dict[str, list[ChoiceFacts]]:
    """Question id → its choices without their words, in the author's order. One query."""
    found: dict[str, list[ChoiceFacts]] = defaultdict(list)
    rows = Choice.objects.filter(**where).order_by("position", "code")
    for question, pk, code, is_right in rows.values_list("question_id", "pk", "code", "is_right"):
        found[str(question)].append(ChoiceFacts(str(pk), code, is_right))
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
    is_written = all(is_written_in(record, "text", language) for record in records)
    if not is_written or not kind.is_written_in(question.definition, language):
        language = question.bank.course.source_language
    words = words_of(question, "text", [language])
    return AskedQuestion(
        id=str(question.pk),
        kind=kind,
        words=words._replace(text=kind.shown(words.text)),
        is_partial=kind.is_partial(question.definition),
        unit=str(question.definition.get("unit") or ""),
        choices={str(item.pk): choice_words(item, kind, words.language) for item in choices},
    )


def choice_words(choice: Choice, kind: Kind, language: str) -> Words:
    """The words of a choice; those of true and false are the interface's, in the reader's language."""
    return own_words(choice.code) if kind.has_own_words else words_of(choice, "text", [language])


def own_words(code: str) -> Words:
    """True or false, in the language of the interface."""
    words = {"true": pgettext("answer", "True"), "false": pgettext("answer", "False")}
    return Words(words.get(code, code), get_language() or settings.LANGUAGE_CODE)
