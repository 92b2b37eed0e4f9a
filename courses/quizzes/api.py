"""The door of quizzes."""

from .models import Choice, Question, QuestionBank, QuestionKind, Quiz, QuizPage, ReviewPolicy

__all__ = ["Choice", "Question", "QuestionBank", "QuestionKind", "Quiz", "QuizPage", "ReviewPolicy"]
