"""When a participant's works are due and her tests close, with what was granted to her alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from courses.catalogue import api as catalogue
from enrolment.assessment import api as assessment
from enrolment.programmes import api as programmes

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.api import OwnTime

    from ..work.shown import Task

WORK, TEST = "due", "quiz"


def own_times(user: User, run_ids: Iterable[int], tasks: Iterable[Task]) -> list[OwnTime]:
    """Her times in these runs, in which her works are ``tasks``. Three queries, none without runs."""
    run_ids = list(run_ids)
    if not run_ids:
        return []
    closings = assessment.closings_for(user, run_ids)
    pages = catalogue.entries_of([activity_id for _run_id, activity_id in closings], get_language())
    tests = [
        programmes.OwnTime(run_id, TEST, activity_id, at, _words(pages.get(activity_id)))
        for (run_id, activity_id), at in closings.items()
    ]
    return [*map(_of_work, tasks), *tests]


def _of_work(task: Task) -> OwnTime:
    place = task.line.place
    activity_id = place.assignment.activity_id
    words = _words(task.entry)
    return programmes.OwnTime(place.run_assignment.run_id, WORK, activity_id, place.due_at, words)


def _words(page):
    """None of what has no page."""
    return programmes.Titled(page.title, page.language) if page else None
