"""Banks of questions, what of them was asked, and quizzes that ask them."""

from .bank import (
    Choice,
    Difficulty,
    Question,
    QuestionBank,
    QuestionKind,
    QuestionStatus,
    QuestionVersion,
    TaggedQuestion,
)
from .quiz import AttemptCounts, Quiz, QuizMode, QuizPage, QuizSlot, ReviewFrom, ReviewPolicy
from .upload import QuestionUpload

__all__ = [
    "AttemptCounts",
    "Choice",
    "Difficulty",
    "Question",
    "QuestionBank",
    "QuestionKind",
    "QuestionStatus",
    "QuestionUpload",
    "QuestionVersion",
    "Quiz",
    "QuizMode",
    "QuizPage",
    "QuizSlot",
    "ReviewFrom",
    "ReviewPolicy",
    "TaggedQuestion",
]
