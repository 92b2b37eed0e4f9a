from .grades import GradeCategory, GradeEntry, GradeItem
from .marking import Annotation, CriterionMark, Marking, MarkingEdit
from .packs import PackRow, PackUpload
from .tutorships import Tutorship

__all__ = [
    "Annotation",
    "CriterionMark",
    "GradeCategory",
    "GradeEntry",
    "GradeItem",
    "Marking",
    "MarkingEdit",
    "PackRow",
    "PackUpload",
    "Tutorship",
]
