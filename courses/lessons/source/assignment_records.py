"""The records of a course's assignments, on their activities: facts, rubric, comments."""

from __future__ import annotations

from courses.catalogue.api import Activity

from ..models import Assignment
from ..rubrics.saving import save_comments, save_rubric
from .model import AssignmentFacts, CourseSource
from .report import LoadReport
from .writing import save_changes


def build_assignments(source: CourseSource, activities: dict[str, Activity], report: LoadReport) -> None:
    """Bring every assignment in line with what the folder says of it; what is the same stays untouched."""
    for facts in source.facts.assignments:
        assignment, is_changed = _assignment(facts, activities[facts.code])
        rubric = source.rubrics[facts.code]
        saved = save_rubric(assignment=assignment, draft=rubric.draft)
        has_comments = save_comments(assignment=assignment, comments=rubric.comments)
        if saved.is_new_version:
            report.records.append(f"rubric of {facts.code}, version {saved.rubric.version}")
        if is_changed or has_comments or (saved.is_changed and not saved.is_new_version):
            report.records.append(f"assignment {facts.code}")


def _assignment(facts: AssignmentFacts, activity: Activity) -> tuple[Assignment, bool]:
    """The record, and whether its facts were others."""
    assignment, is_new = Assignment.objects.get_or_create(activity=activity, defaults=facts.facts)
    return assignment, is_new or save_changes(assignment, facts.facts)
