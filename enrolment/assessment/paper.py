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
class ShownQuestion:
    """One question of a paper with what was answered, and what may be seen of the marking."""

    number: int
    asked: AskedQuestion
    choices: tuple[ShownChoice, ...]
    sequence: int = 0
    saved_at: datetime | None = None
    marked_as: MarkedAs | None = None
    solution: Solution | None = None
    lesson: Entry | None = None

    @property
    def is_answered(self) -> bool:
        return any(choice.is_chosen for choice in self.choices)

    @property
    def chosen(self) -> str:
        """What is chosen, as one text: the form sends it back to say what its reader saw."""
        return ",".join(sorted(choice.id for choice in self.choices if choice.is_chosen))


def open_paper(attempt: Attempt, language: str) -> list[ShownQuestion]:
    """The questions of an open attempt with the answers so far. Three queries, and no key in them."""
    return _shown(attempt, language, responses_of(attempt))


def reviewed_paper(
    attempt: Attempt, language: str, *, responses: Responses, review: Review, lessons: dict
) -> list[ShownQuestion]:
    """The questions of a submitted attempt with what ``review`` allows; empty if that is nothing.

    ``lessons`` is activity id → its entry in the outline. Four queries.
    """
    if not review.answers:
        return []
    solutions = quizzes.solutions_for([item["question"] for item in attempt.paper], language)
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
    asked = quizzes.questions_for([item["question"] for item in attempt.paper], language)
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
    choices = tuple(
        ShownChoice(
            id=pk,
            words=asked.choices[pk],
            is_chosen=pk in answer,
            is_right=pk in solution.right if solution else None,
        )
        for pk in item["choices"]
        if pk in asked.choices
    )
    return ShownQuestion(
        number=number,
        asked=asked,
        choices=choices,
        sequence=response.sequence if response else 0,
        saved_at=response.saved_at if response else None,
        marked_as=_marked_as(response, answer) if solution else None,
        solution=solution if review.explanations else None,
        lesson=lessons.get(solution.taught_in) if solution else None,
    )


def _marked_as(response: Response | None, answer: Sequence[str]) -> MarkedAs:
    fraction = response.fraction if response and response.fraction is not None else 0
    return MarkedAs.of(fraction, answer)
