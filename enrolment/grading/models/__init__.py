from .grades import MOST_DROPPED, MOST_POINTS, MOST_WEIGHT, GradeCategory, GradeEntry, GradeItem
from .marking import Annotation, CriterionMark, Marking, MarkingEdit
from .modules import ModuleMark
from .packs import PackRow, PackUpload
from .tutorships import Tutorship

__all__ = [
    "MOST_DROPPED",
    "MOST_POINTS",
    "MOST_WEIGHT",
    "Annotation",
    "CriterionMark",
    "GradeCategory",
    "GradeEntry",
    "GradeItem",
    "Marking",
    "MarkingEdit",
    "ModuleMark",
    "PackRow",
    "PackUpload",
    "Tutorship",
]
