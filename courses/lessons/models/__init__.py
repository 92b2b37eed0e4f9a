from .assignments import Assignment, BankComment, Criterion, Level, Rubric
from .pages import AssignmentPage, LessonPage, ModulePage

__all__ = [
    "Assignment",
    "AssignmentPage",
    "BankComment",
    "Criterion",
    "LessonPage",
    "Level",
    "ModulePage",
    "Rubric",
]
