"""The door of lessons."""

from pathlib import Path

from .models import (
    Assignment,
    AssignmentPage,
    BankComment,
    Criterion,
    LessonPage,
    Level,
    ModulePage,
    Rubric,
)
from .rubrics.drafts import CommentDraft, CriterionDraft, LevelDraft, RubricDraft
from .rubrics.reading import (
    CommentShown,
    CriterionShown,
    LevelShown,
    RubricShown,
    comments_in,
    rubric_in,
)
from .rubrics.saving import save_comments, save_rubric
from .settled import register_works
from .source.build import build_course
from .source.fields import Fields
from .source.marked import Marked, read_yaml
from .source.problems import Findings, Problem, Report, SourceProblems
from .source.read import read_course
from .source.report import LoadReport
from .source.text import decode

__all__ = [
    "Assignment",
    "AssignmentPage",
    "BankComment",
    "CommentDraft",
    "CommentShown",
    "Criterion",
    "CriterionDraft",
    "CriterionShown",
    "Fields",
    "Findings",
    "LessonPage",
    "Level",
    "LevelDraft",
    "LevelShown",
    "LoadReport",
    "Marked",
    "ModulePage",
    "Problem",
    "Report",
    "Rubric",
    "RubricDraft",
    "RubricShown",
    "SourceProblems",
    "assignments_of",
    "check_course",
    "comments_in",
    "decode",
    "load_course",
    "read_yaml",
    "register_works",
    "rubric_in",
    "save_comments",
    "save_rubric",
]


def assignments_of(course_id: int) -> list[Assignment]:
    """The current assignments of a course in reading order, with their activities. One query."""
    found = Assignment.objects.filter(activity__course=course_id, activity__is_archived=False)
    return list(found.select_related("activity").order_by("activity__position", "pk"))


def check_course(folder: Path) -> LoadReport:
    """Read a course folder and write nothing. Raises SourceProblems with all that is wrong in it."""
    source, notes = read_course(Path(folder))
    return LoadReport(code=source.facts.code, notes=notes, is_only_checked=True)


def load_course(folder: Path) -> LoadReport:
    """Build or update a course from its folder (``docs/authoring.md``).

    Raises SourceProblems with every problem, by file and line; then nothing was written. Otherwise
    every page whose words changed has a new live revision, pages no longer in the folder are
    unpublished, and a folder that did not change writes nothing. One transaction a course.
    """
    folder = Path(folder)
    source, notes = read_course(folder)
    return build_course(folder, source, notes)
