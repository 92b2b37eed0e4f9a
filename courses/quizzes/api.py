"""The door of quizzes. Keys stay behind it: papers and questions leave without them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from .answering import Solution, best_answers, lessons_for, mark_answers, solutions_for
from .asking import AskedQuestion, draw_paper, questions_for
from .kinds import KINDS, Kind, MarkedAs, Parts, kind_of
from .kinds.blanks import gaps_in
from .kinds.numbers import canonical as canonical_number
from .models import Choice, Question, QuestionBank, QuestionKind, Quiz, QuizPage, ReviewPolicy
from .uses import existing_questions, register_use
from .words import Words, words_of

__all__ = [
    "KINDS",
    "AskedQuestion",
    "Choice",
    "Kind",
    "MarkedAs",
    "Parts",
    "Question",
    "QuestionBank",
    "QuestionKind",
    "Quiz",
    "QuizFacts",
    "QuizPage",
    "ReviewPolicy",
    "Solution",
    "Words",
    "best_answers",
    "canonical_number",
    "draw_paper",
    "existing_questions",
    "facts_of",
    "gaps_in",
    "kind_of",
    "lessons_for",
    "mark_answers",
    "questions_for",
    "quiz_of",
    "register_use",
    "solutions_for",
    "words_of",
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
        .select_related("activity__course")
        .first()
    )


def facts_of(activity_id: UUID) -> QuizFacts | None:
    """What to expect of the quiz of an activity; None while its facts are not recorded. Two queries."""
    quiz = quiz_of(activity_id)
    if quiz is None:
        return None
    pool = Question.objects.asked().filter(bank=quiz.bank_id).count()
    return QuizFacts(quiz=quiz, questions=min(quiz.draw or pool, pool), pool=pool)
