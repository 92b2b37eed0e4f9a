"""Who of a run has how much to do: a plain table with numbers, of the tutors of the same run alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from enrolment.grading import api as grading
from enrolment.programmes import api as programmes

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import CourseRun


@dataclass(frozen=True)
class Row:
    """A tutor. ``share`` is what she has to mark, per cent of the one who has the most."""

    load: grading.Load
    share: int
    is_own: bool


@dataclass(frozen=True)
class Beside:
    """The loads of one run, and the other runs that can be looked at."""

    run: CourseRun
    rows: list[Row]
    promised_days: int
    runs: list[CourseRun]


def loads_beside(user: User, run_id: int | None) -> Beside | None:
    """The run that is asked for, if she tutors it, else the first of hers; None for who tutors none.

    As many queries for ten runs as for one.
    """
    terms = programmes.runs_tutored_by(user)
    if not terms:
        return None
    run = next((item.run for item in terms if item.run_id == run_id), terms[0].run)
    return Beside(
        run=run,
        rows=rows_of(user, grading.loads_of(run)),
        promised_days=programmes.scheme_of(run).turnaround_days,
        runs=[item.run for item in terms],
    )


def rows_of(user: User, loads: list[grading.Load]) -> list[Row]:
    most = max((load.open for load in loads), default=0)
    return [
        Row(load, round(100 * load.open / most) if most else 0, load.tutor.pk == user.pk) for load in loads
    ]
