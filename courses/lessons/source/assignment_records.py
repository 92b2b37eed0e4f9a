"""The records of a course's assignments, on their activities: facts, rubric, comments."""

from __future__ import annotations

from courses.catalogue.api import Activity

from ..models import Assignment
from ..rubrics.saving import save_comments, save_rubric
from ..settled import may_turn
from .facts import FILE as COURSE_FILE
from .model import AssignmentFacts, CourseSource
from .problems import Problem, SourceProblems
from .report import LoadReport
from .writing import save_changes

SETTLED = "there is work for “%s” already: “team” stays as it is"


def build_assignments(source: CourseSource, activities: dict[str, Activity], report: LoadReport) -> None:
    """Bring every assignment in line with what the folder says of it; what is the same stays untouched.

    Raises SourceProblems where there is work for one that the folder wants handed in the other way.
    """
    problems = []
    for facts in source.facts.assignments:
        assignment, is_changed = _assignment(facts, activities[facts.code], problems)
        rubric = source.rubrics[facts.code]
        saved = save_rubric(assignment=assignment, draft=rubric.draft)
        has_comments = save_comments(assignment=assignment, comments=rubric.comments)
        if saved.is_new_version:
            report.records.append(f"rubric of {facts.code}, version {saved.rubric.version}")
        if is_changed or has_comments or (saved.is_changed and not saved.is_new_version):
            report.records.append(f"assignment {facts.code}")
    if problems:
        raise SourceProblems(problems)


def _assignment(
    facts: AssignmentFacts, activity: Activity, problems: list[Problem]
) -> tuple[Assignment, bool]:
    """The record, and whether its facts were others; what it cannot become is added to ``problems``."""
    assignment, is_new = Assignment.objects.get_or_create(activity=activity, defaults=facts.facts)
    if not may_turn(assignment, is_group=bool(facts.facts["is_group"])):
        problems.append(Problem(COURSE_FILE, facts.line, SETTLED % facts.code))
    return assignment, is_new or save_changes(assignment, facts.facts)
