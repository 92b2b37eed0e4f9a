"""Those who left a session: what they did in its modules stays on record, and nothing is asked of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.db.models import Case, Value, When

from ..risk.facts import last_seen_of, with_signs

if TYPE_CHECKING:
    from enrolment.programmes.models import CourseRun


@dataclass
class Trace:
    """``enrolments``: run id → the enrolment, active or not. ``last_seen_at``: the last sign in any run."""

    enrolments: dict[int, UUID] = field(default_factory=dict)
    last_seen_at: datetime | None = None


def traces_of(runs: Sequence[CourseRun], person_ids: Iterable[int]) -> Mapping[int, Trace]:
    """Person id → what is left of each in these runs, of different courses. One query, none for nobody."""
    people, found = set(person_ids), {}
    if not people or not runs:
        return found
    where = Case(*(When(course=run.course_id, then=Value(run.pk)) for run in runs))
    rows = apps.get_model("admissions", "Enrolment").objects.filter(
        course__in=[run.course_id for run in runs], learner__in=people
    )
    for item in with_signs(rows.annotate(run_id=where).select_related("learner")).order_by("pk"):
        trace = found.setdefault(item.learner_id, Trace())
        trace.enrolments[item.run_id] = item.pk
        trace.last_seen_at = max(filter(None, [trace.last_seen_at, last_seen_of(item)]), default=None)
    return found
