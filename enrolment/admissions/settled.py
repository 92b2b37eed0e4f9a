"""Who of a cohort has everything that being in it brings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from .models import Enrolment, Place

if TYPE_CHECKING:
    from enrolment.programmes.models import Cohort

BATCH = 500


def settled_in_cohort(*, cohort: Cohort, person_ids: Iterable[int]) -> set[int]:
    """Those of ``person_ids`` for whom ``add_to_cohort`` would do nothing: members, in each course or, where
    it has seats, on its waiting list. Four queries for every 500."""
    wanted = list(person_ids)
    courses = list(cohort.courses.all())
    found: set[int] = set()
    for start in range(0, len(wanted), BATCH):
        members = cohort.members.current().filter(person__in=wanted[start : start + BATCH])
        ids = set(members.values_list("person_id", flat=True))
        held = Counter(person for person, _course in _held(courses, ids))
        found |= {person for person in ids if held[person] == len(courses)}
    return found


def _held(courses, ids: set[int]) -> set[tuple[int, int]]:
    """(person, course) of the courses each is in, or waits for."""
    enrolled = Enrolment.objects.active().filter(
        learner__in=ids, course__in=[item.course_id for item in courses]
    )
    course_of = {item.run_id: item.course_id for item in courses if item.run_id}
    waiting = Place.objects.waiting().filter(learner__in=ids, run__in=course_of)
    held = set(enrolled.order_by().values_list("learner_id", "course_id"))
    return held | {
        (person, course_of[run]) for person, run in waiting.order_by().values_list("learner_id", "run_id")
    }
