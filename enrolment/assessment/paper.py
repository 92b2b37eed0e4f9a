"""A paper as a page shows it: while it is open, and after it was handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime

from courses.catalogue import api as catalogue
from courses.catalogue.api import Entry
from courses.quizzes import api as quizzes
from courses.quizzes.api import AskedQuestion, MarkedAs, Solution, Words

from .models import Attempt, Marker, RegradedAttempt, Response
from .rules import Review
from .terms import open_elsewhere

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
    ``is_checked``: in practice, its feedback was seen, so the answer stands. ``is_waiting``: a person
    still has to mark the answer; ``comment`` is what that person wrote to the learner.
    ``is_kept_back``: nothing of its marking is shown while it stands on another open test.
    """

    number: int
    asked: AskedQuestion
    choices: tuple[ShownChoice, ...]
    parts: tuple[ShownPart, ...] = ()
    pairs: tuple[ShownChoice, ...] = ()
    answer: tuple[str, ...] = ()
    sequence: int = 0
    saved_at: datetime | None = None
    is_checked: bool = False
    is_waiting: bool = False
    is_kept_back: bool = False
    marked_as: MarkedAs | None = None
    comment: str = ""
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
        return self.asked.kind.shown_as(self.answer)


@dataclass(frozen=True)
class OpenPaper:
    """What may be seen of an attempt that is open: all of its questions, or the one that is asked now.

    ``answered`` and ``total`` count the whole paper, whatever part of it is shown. ``saved_at`` is of
    the last answer that is none of the blank ones. ``has_marker``: what a person marks here will be
    read by a tutor.
    """

    questions: tuple[ShownQuestion, ...]
    answered: int
    total: int
    saved_at: datetime | None = None
    has_marker: bool = False

    @property
    def blank(self) -> tuple[ShownQuestion, ...]:
        return tuple(item for item in self.questions if not item.is_answered)

    @property
    def incomplete(self) -> tuple[ShownQuestion, ...]:
        return tuple(item for item in self.questions if item.is_incomplete and not item.is_checked)

    @property
    def missing(self) -> int:
        """How many questions have no answer."""
        return self.total - self.answered

    @property
    def settled(self) -> int:
        """How many answers are kept that cannot be changed here: checked, or left for good."""
        return self.answered - sum(item.is_answered and not item.is_checked for item in self.questions)


def open_paper(attempt: Attempt, language: str, lessons: Mapping | None = None) -> OpenPaper:
    """An open attempt with the answers so far; of a sequential quiz only the question asked now.

    Two queries, and no key in them; two more for the solutions of practice questions that were
    checked, and of those alone, and one more where a person marks. What stands on another open test is
    kept back.
    """
    is_sequential, responses = attempt.quiz.is_sequential, responses_of(attempt)
    first = attempt.place if is_sequential else 0
    items = attempt.paper[first : first + 1] if is_sequential else attempt.paper
    checked = [item for item in items if _is_checked(attempt, responses.get(item["question"]))]
    hidden = open_elsewhere(attempt) if checked else frozenset()
    solutions = _solutions(checked, hidden, language) if checked else {}
    questions = _shown(attempt, items, language, responses, solutions, lessons, hidden=hidden)
    return OpenPaper(
        questions=tuple(questions),
        answered=sum(bool(item.answer) for item in responses.values()),
        total=len(attempt.paper) if is_sequential else len(questions),
        saved_at=max((item.saved_at for item in responses.values() if item.answer), default=None),
        has_marker=any(item.asked.kind.is_marked_by_hand for item in questions) and has_marker(attempt.quiz),
    )


def has_marker(quiz: quizzes.Quiz) -> bool:
    """Whether a tutor is named to mark in the course of a quiz (with its activity). One query."""
    return Marker.objects.current().filter(course=quiz.activity.course_id).exists()


def _solutions(items: Sequence[Mapping], hidden: Set[str], language: str) -> dict[str, Solution]:
    return quizzes.solutions_on([item for item in items if item["question"] not in hidden], language)


def _is_checked(attempt: Attempt, response: Response | None) -> bool:
    return attempt.quiz.is_practice and response is not None and response.checked_at is not None


def reviewed_paper(
    attempt: Attempt, language: str, *, responses: Responses, review: Review, lessons: Mapping
) -> list[ShownQuestion]:
    """The questions of a submitted attempt with what ``review`` allows; empty if that is nothing.

    ``lessons`` is activity id → its entry in the outline. Of an answer that a person still has to mark
    the solution waits too, unless it was shown in practice: another attempt may ask the same. Two
    queries.
    """
    if not review.answers:
        return []
    hidden, explains = review.kept_back, review.explanations
    solutions = _solutions(attempt.paper, hidden, language)
    questions = _shown(
        attempt, attempt.paper, language, responses, solutions, lessons, explains=explains, hidden=hidden
    )
    if attempt.quiz.is_practice:
        return questions
    return [replace(item, solution=None) if item.is_waiting else item for item in questions]


def lessons_to_reread(attempt: Attempt, responses: Responses, outline: catalogue.Outline) -> list[Entry]:
    """The lessons that teach what did not get full marks, in reading order. One query."""
    settled = {question for question, item in responses.items() if item.fraction in (1, None) and item.answer}
    missed = {item["question"] for item in attempt.paper} - settled
    teaching = quizzes.lessons_for(missed)
    return [entry for entry in outline.activities if entry.key in teaching]


@dataclass(frozen=True)
class ShownRegrading:
    """A re-grading that changed an attempt, and the number its question has there."""

    number: int
    change: RegradedAttempt


def regradings_of(attempt: Attempt) -> list[ShownRegrading]:
    """What re-gradings changed of an attempt, in the order they were made. One query."""
    numbers = numbers_on(attempt.paper)
    return [
        ShownRegrading(numbers[str(item.regrade.question_id)], item)
        for item in attempt.regradings.select_related("regrade")
    ]


def numbers_on(paper: Sequence[Mapping]) -> dict[str, int]:
    """Question id → its number on a paper, from 1; it stays, whatever becomes of the others."""
    return {item["question"]: number for number, item in enumerate(paper, start=1)}


def responses_of(attempt: Attempt) -> Responses:
    """Question id → the answer as last acknowledged. One query."""
    return {str(item.question_id): item for item in attempt.responses.all()}


def _shown(
    attempt, items, language, responses, solutions, lessons, *, explains=True, hidden: Set[str] = frozenset()
) -> list[ShownQuestion]:
    asked, numbers = quizzes.questions_on(items, language), numbers_on(attempt.paper)
    return [
        _question(
            numbers[item["question"]],
            item,
            asked[item["question"]],
            responses.get(item["question"]),
            solutions.get(item["question"]),
            lessons or {},
            explains,
            item["question"] in hidden,
        )
        for item in items
        if item["question"] in asked
    ]


def _question(number, item, asked, response, solution, lessons, explains, is_kept_back) -> ShownQuestion:
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
        is_checked=bool(response and response.checked_at),
        is_waiting=bool(solution and answer and response.fraction is None),
        is_kept_back=is_kept_back,
        marked_as=_marked_as(response, answer) if solution else None,
        comment=response.comment if solution and response else "",
        solution=solution if explains else None,
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
