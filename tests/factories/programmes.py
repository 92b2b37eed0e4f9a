"""Course runs, and people to put into them."""

from __future__ import annotations

from itertools import count

from enrolment.programmes.api import RunFacts, make_run
from enrolment.programmes.models import CourseRun
from tests.factories.coordination import make_open_course

_numbers = count(1)


def make_seats(seats: int | None = 5, *, course=None, **facts) -> CourseRun:
    """A run with this many seats, of a new course where none is given."""
    course = course or make_open_course()
    defaults = {"name": f"Run {next(_numbers)}", "course_id": course.pk, "seats": seats}
    return make_run(facts=RunFacts(**defaults | facts), by=None)
