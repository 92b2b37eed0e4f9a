"""When a participant's works are due and her tests close, with what was granted to her alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from enrolment.programmes import api as programmes

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from enrolment.assessment.api import WorkLine
    from enrolment.programmes.api import OwnTime

WORK, TEST = "due", "quiz"


def own_times(
    lines: Iterable[WorkLine], closings: Mapping[tuple[int, UUID], datetime], entries: Mapping[UUID, object]
) -> list[OwnTime]:
    """Her times: of her works, and of her tests as ``assessment.closings_for`` has them, under the titles
    among ``entries``. No query."""
    works = [
        (place.run_assignment.run_id, WORK, place.assignment.activity_id, place.due_at)
        for place in (line.place for line in lines)
    ]
    tests = [(run_id, TEST, activity_id, at) for (run_id, activity_id), at in closings.items()]
    return [
        programmes.OwnTime(run_id, kind, activity_id, at, _words(entries.get(activity_id)))
        for run_id, kind, activity_id, at in (*works, *tests)
    ]


def _words(page):
    """None of what has no page."""
    return programmes.Titled(page.title, page.language) if page else None
