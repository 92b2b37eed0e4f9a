"""A paper as a page shows it: while it is open, and after it was handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from courses.catalogue import api as catalogue
from courses.catalogue.api import Entry
from courses.quizzes import api as quizzes
from courses.quizzes.api import AskedQuestion, MarkedAs, Solution, Words

from .models import Attempt, Response
from .reading import shown_as
from .rules import Review

Responses = Mapping[str, Response]


@dataclass(frozen=True)
class ShownChoice:
    """One choice. ``is_right`` is None wherever the learner may not know it."""

    id: str
    words: Words
    is_chosen: bool
    is_right: bool | None = None


@dataclass(frozen=True)
class ShownPart:
    """One part of an answer: its label, and the value given for it as sent and in words.

    ``right`` and ``is_right`` are None wherever the learner may not know them.
    """

    id: str
    label: Words | None
    value: str
    given: Words
    right: Words | None = None
    is_right: bool | None = None


@dataclass(frozen=True)
class ShownQuestion:
    """One question of a paper with what was answered, and what may be seen of the marking.

    Some kinds are answered by ``choices``, the others in ``parts``, some of these from ``pairs``.
    """

    number: int
    asked: AskedQuestion
    choices: tuple[ShownChoice, ...]
    parts: tuple[ShownPart, ...] = ()
    pairs: tuple[ShownChoice, ...] = ()
    answer: tuple[str, ...] = ()
    sequence: int = 0
    saved_at: datetime | None = None
    marked_as: MarkedAs | None = None
    solution: Solution | None = None
    lesson: Entry | None = None

    @property
    def is_answered(self) -> bool:
        return bool(self.answer)

    @property
    def is_incomplete(self) -> bool:
        """Whether something was answered, and something left open."""
        parts = [part.id for part in self.parts]
        return self.is_answered and not self.asked.kind.is_complete(self.answer, parts)

    @property
    def chosen(self) -> str:
        """What is answered, as one text: the form sends it back to say what its reader saw."""
        return shown_as(self.asked.kind, self.answer)


def open_paper(attempt: Attempt, language: str) -> list[ShownQuestion]:
    """The questions of an open attempt with the answers so far. Two queries, and no key in them."""
    return _shown(attempt, language, responses_of(attempt))


def reviewed_paper(
    attempt: Attempt, language: str, *, responses: Responses, review: Review, lessons: dict
) -> list[ShownQuestion]:
    """The questions of a submitted attempt with what ``review`` allows; empty if that is nothing.

    ``lessons`` is activity id → its entry in the outline. Two queries.
    """
    if not review.answers:
        return []
    solutions = quizzes.solutions_on(attempt.paper, language)
    return _shown(attempt, language, responses, solutions, review, lessons)


def lessons_to_reread(attempt: Attempt, responses: Responses, outline: catalogue.Outline) -> list[Entry]:
    """The lessons that teach what did not get full marks, in reading order. One query."""
    full = {question for question, response in responses.items() if response.fraction == 1}
    missed = {item["question"] for item in attempt.paper} - full
    teaching = quizzes.lessons_for(missed)
    return [entry for entry in outline.activities if entry.key in teaching]


def responses_of(attempt: Attempt) -> Responses:
    """Question id → the answer as last acknowledged. One query."""
    return {str(item.question_id): item for item in attempt.responses.all()}


def _shown(attempt, language, responses, solutions=None, review=None, lessons=None) -> list[ShownQuestion]:
    asked = quizzes.questions_on(attempt.paper, language)
    there = [item for item in attempt.paper if item["question"] in asked]
    return [
        _question(
            number,
            item,
            asked[item["question"]],
            responses.get(item["question"]),
            (solutions or {}).get(item["question"]),
            review or Review(),
            lessons or {},
        )
        for number, item in enumerate(there, start=1)
    ]


def _question(number, item, asked, response, solution, review, lessons) -> ShownQuestion:
    answer: Sequence[str] = response.answer if response else []
    is_in_parts = isinstance(asked.kind, quizzes.Parts)
    return ShownQuestion(
        number=number,
        asked=asked,
        choices=() if is_in_parts else _choices(item["choices"], asked, answer, solution),
        parts=_parts(item["choices"], asked, answer, solution) if is_in_parts else (),
        pairs=_choices(item.get("pairs", ()), asked, (), None),
        answer=tuple(answer),
        sequence=response.sequence if response else 0,
        saved_at=response.saved_at if response else None,
        marked_as=_marked_as(response, answer) if solution else None,
        solution=solution if review.explanations else None,
        lesson=lessons.get(solution.taught_in) if solution else None,
    )


def _choices(ids, asked, answer, solution) -> tuple[ShownChoice, ...]:
    return tuple(
        ShownChoice(
            id=pk,
            words=asked.choices[pk],
            is_chosen=pk in answer,
            is_right=pk in solution.right if solution else None,
        )
        for pk in ids
        if pk in asked.choices
    )


def _parts(ids, asked, answer, solution) -> tuple[ShownPart, ...]:
    given = asked.kind.parts(answer)
    right = solution.right_parts(answer) if solution else frozenset()
    values = solution.parts if solution else {}
    return tuple(
        ShownPart(
            id=part,
            label=asked.choices.get(part),
            value=given.get(part, ""),
            given=_in_words(given.get(part, ""), asked),
            right=_in_words(values.get(part, ""), asked) if solution else None,
            is_right=part in right if solution else None,
        )
        for part in ids or [""]
    )


def _in_words(value: str, asked: AskedQuestion) -> Words:
    """A value that is a choice's id in that choice's words, any other as it is."""
    return asked.choices.get(value) or Words(value, asked.words.language)


def _marked_as(response: Response | None, answer: Sequence[str]) -> MarkedAs:
    fraction = response.fraction if response and response.fraction is not None else 0
    return MarkedAs.of(fraction, answer)
