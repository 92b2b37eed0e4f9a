"""The door of grading."""

from .entries import GradeRefused, current_entries, enter_grade
from .gradebook.arranging import (
    ArrangeRefused,
    Change,
    ItemPlan,
    ModulePlan,
    Plan,
    arrange,
    plan_of,
    preview,
    quizzes_to_add,
)
from .gradebook.book import Cell, Column, Figures, Gradebook, Module, Row, figures_of
from .gradebook.own import OwnGrades, grades_of, own_enrolment, runs_graded_for
from .gradebook.permissions import is_tutor, run_seen_by, runs_seen_by, sees_all
from .gradebook.quizzes import enter_quiz_results
from .gradebook.reading import gradebook_of, named_rows
from .gradebook.recording import excuse, history_of, override_grade, record_grade, take_back

__all__ = [
    "ArrangeRefused",
    "Cell",
    "Change",
    "Column",
    "Figures",
    "GradeRefused",
    "Gradebook",
    "ItemPlan",
    "Module",
    "ModulePlan",
    "OwnGrades",
    "Plan",
    "Row",
    "arrange",
    "current_entries",
    "enter_grade",
    "enter_quiz_results",
    "excuse",
    "figures_of",
    "gradebook_of",
    "grades_of",
    "history_of",
    "is_tutor",
    "named_rows",
    "override_grade",
    "own_enrolment",
    "plan_of",
    "preview",
    "quizzes_to_add",
    "record_grade",
    "run_seen_by",
    "runs_graded_for",
    "runs_seen_by",
    "sees_all",
    "take_back",
]
