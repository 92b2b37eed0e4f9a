"""The door of quizzes. Keys stay behind it: papers and questions leave without them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from .answering import Solution, best_answers, lessons_for, lessons_of, mark_answers, solutions_on
from .asking import AskedQuestion, questions_on
from .beside import register_beside
from .correcting import Correction, KeyInWords, corrected_questions, correction_of, key_in_words
from .definitions import Unreadable, read as read_definition
from .drawing import draw_paper, sizes_of
from .histories import History, choice_words, histories_of, tally_answers
from .kinds import KINDS, Kind, MarkedAs, Parts, kind_of
from .kinds.blanks import gaps_in
from .kinds.numbers import canonical as canonical_number
from .kinds.tally import Bar, Group, Shows, Tally
from .kinds.text import count_words
from .models import (
    AttemptCounts,
    Choice,
    Difficulty,
    Question,
    QuestionBank,
    QuestionKind,
    QuestionStatus,
    QuestionVersion,
    Quiz,
    QuizMode,
    QuizPage,
    QuizSlot,
    ReviewFrom,
    ReviewPolicy,
)
from .uses import Sittings, existing_questions, register_count, register_sittings
from .versions import freeze
from .words import Words, words_in

__all__ = [
    "KINDS",
    "AskedQuestion",
    "AttemptCounts",
    "Bar",
    "Choice",
    "Correction",
    "Difficulty",
    "Group",
    "History",
    "KeyInWords",
    "Kind",
    "MarkedAs",
    "Parts",
    "Question",
    "QuestionBank",
    "QuestionKind",
    "QuestionStatus",
    "QuestionVersion",
    "Quiz",
    "QuizFacts",
    "QuizMode",
    "QuizPage",
    "QuizSlot",
    "ReviewFrom",
    "ReviewPolicy",
    "Shows",
    "Sittings",
    "Solution",
    "Tally",
    "Unreadable",
    "Words",
    "best_answers",
    "canonical_number",
    "choice_words",
    "corrected_questions",
    "correction_of",
    "count_words",
    "draw_paper",
    "existing_questions",
    "facts_of",
    "freeze",
    "gaps_in",
    "histories_of",
    "key_in_words",
    "kind_of",
    "lessons_for",
    "lessons_of",
    "mark_answers",
    "questions_on",
    "quiz_of",
    "quizzes_of",
    "read_definition",
    "register_beside",
    "register_count",
    "register_sittings",
    "solutions_on",
    "tally_answers",
    "words_in",
]


@dataclass(frozen=True)
class QuizFacts:
    """What to expect of a quiz. ``questions`` is how many one attempt asks, ``pool`` how many there are."""

    quiz: Quiz
    questions: int
    pool: int

    @property
    def is_drawn(self) -> bool:
        """Whether two attempts may ask different questions."""
        return self.questions < self.pool


def quiz_of(activity_id: UUID) -> Quiz | None:
    """The quiz of an activity of a course as it is now, with activity and course; else None. One query."""
    return (
        Quiz.objects.filter(activity=activity_id, activity__is_archived=False)
        .select_related("activity__course", "pretest__activity")
        .first()
    )


def quizzes_of(course_id: int) -> list[Quiz]:
    """The current quizzes of a course in reading order, with their activities. One query."""
    found = Quiz.objects.filter(activity__course=course_id, activity__is_archived=False)
    return list(found.select_related("activity").order_by("activity__position", "pk"))


def facts_of(activity_id: UUID) -> QuizFacts | None:
    """What to expect of the quiz of an activity; None while its facts are not recorded.

    Three queries, five where slots draw by tag and subject.
    """
    quiz = quiz_of(activity_id)
    if quiz is None:
        return None
    questions, pool = sizes_of(list(quiz.slots.all()))
    return QuizFacts(quiz=quiz, questions=questions, pool=pool)
