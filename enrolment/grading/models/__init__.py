from .grades import GradeCategory, GradeEntry, GradeItem
from .marking import Annotation, CriterionMark, Marking, MarkingEdit
from .tutorships import Tutorship

__all__ = [
    "Annotation",
    "CriterionMark",
    "GradeCategory",
    "GradeEntry",
    "GradeItem",
    "Marking",
    "MarkingEdit",
    "Tutorship",
]
