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
from .source.build import build_course
from .source.problems import SourceProblems
from .source.read import read_course
from .source.report import LoadReport

__all__ = [
    "Assignment",
    "AssignmentPage",
    "BankComment",
    "Criterion",
    "LessonPage",
    "Level",
    "LoadReport",
    "ModulePage",
    "Rubric",
    "SourceProblems",
    "check_course",
    "load_course",
]


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
