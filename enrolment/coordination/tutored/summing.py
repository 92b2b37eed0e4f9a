"""What is said of officers in tutored runs: how many works are there of how many, and what came of it all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import get_language

from courses.catalogue import api as catalogue
from courses.catalogue.api import Entry
from enrolment.following import api as following
from enrolment.grading import api as grading
from enrolment.programmes import api as programmes

if TYPE_CHECKING:
    from enrolment.programmes.models import CourseRun, RunAssignment

State = following.WorkState
THERE = (State.HANDED_IN, State.GRADED)
NOT_THERE = (State.MISSED, State.OVERDUE)
NOT_ASKED = (State.EXCUSED, State.NO_TEAM)
# While one of these stands, what it all comes to can still change.
OPEN = (State.NOT_DUE, State.OVERDUE, State.HANDED_IN)


@dataclass(frozen=True)
class Work:
    """A work of a run: ``there`` from so many of those it is ``asked`` of, ``missing`` though it was due."""

    work: RunAssignment
    title: str
    language: str
    there: int
    asked: int
    missing: int


@dataclass(frozen=True)
class Run:
    """A run with the officers of an administration in it."""

    run: CourseRun
    title: Entry | None
    works: tuple[Work, ...]
    officers: int
    at_risk: int
    is_over: bool


@dataclass(frozen=True)
class Cell:
    """How a work stands, in words."""

    title: str
    words: object
    badge: str


@dataclass(frozen=True)
class Line:
    """An officer in a run. ``result`` None as long as anything can still change it."""

    standing: following.ParticipantStanding
    there: int
    asked: int
    cells: tuple[Cell, ...]
    result: grading.FinalResult | None

    @property
    def reasons(self) -> list[str]:
        return following.reasons_said(self.standing)


def runs_of(runs: Sequence[CourseRun], standings: Sequence[following.ParticipantStanding]) -> list[Run]:
    """Three queries."""
    works = list(programmes.work_of_runs([run.pk for run in runs]))
    entries = catalogue.entries_of({work.assignment.activity_id for work in works}, get_language())
    titles = catalogue.titles_of({run.course_id for run in runs}, get_language())
    counted: dict[int, Counter] = {work.pk: Counter() for work in works}
    for item in standings:
        for each in item.works:
            counted[each.work.pk][each.state] += 1
    now = timezone.now()
    return [
        Run(
            run=run,
            title=titles.get(run.course_id),
            works=tuple(
                _work(work, entries.get(work.assignment.activity_id), counted[work.pk])
                for work in works
                if work.run_id == run.pk
            ),
            officers=sum(item.run.pk == run.pk for item in standings),
            at_risk=sum(item.run.pk == run.pk and item.is_at_risk for item in standings),
            is_over=following.is_over(run, now),
        )
        for run in runs
    ]


def _work(work: RunAssignment, entry, counted: Counter) -> Work:
    return Work(
        work=work,
        title=entry.title if entry else work.assignment.activity.code.rpartition("/")[2],
        language=entry.language if entry else "",
        there=sum(counted[state] for state in THERE),
        asked=sum(counted.values()) - sum(counted[state] for state in NOT_ASKED),
        missing=sum(counted[state] for state in NOT_THERE),
    )


def lines_of(run: Run, standings: Sequence[following.ParticipantStanding]) -> list[Line]:
    """At most 15 queries, whatever the number."""
    done = [item.enrolment for item in standings if not any(work.state in OPEN for work in item.works)]
    results = grading.final_results_of(run=run.run, enrolments=done)
    titles = {item.work.pk: item.title for item in run.works}
    return [_line(item, titles, results.get(item.enrolment.pk)) for item in standings]


def _line(
    item: following.ParticipantStanding, titles: dict[int, str], result: grading.FinalResult | None
) -> Line:
    states = [work.state for work in item.works]
    return Line(
        standing=item,
        there=sum(state in THERE for state in states),
        asked=sum(state not in NOT_ASKED for state in states),
        cells=tuple(
            Cell(
                titles[work.work.pk],
                following.WORK_STATES[work.state],
                following.WORK_BADGES.get(work.state, ""),
            )
            for work in item.works
        ),
        result=result,
    )
