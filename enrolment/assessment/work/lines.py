"""Everything one person has to hand in, as values. The same number of queries for one work and fifty."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

from ..models import DueExtension, HandIn, Submission
from .finding import Place, decision_at
from .rules import Decision, Refusal

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.admissions.models import Enrolment
    from enrolment.programmes.models import RunAssignment


class State(StrEnum):
    """How a work stands for who writes it. OVERDUE is still taken, MISSED no more; AGAIN: it is released and
    may be handed in anew; LEFT: she is in the run no longer."""

    NOT_OPEN = "not_open"
    DUE = "due"
    OVERDUE = "overdue"
    MISSED = "missed"
    HANDED_IN = "handed_in"
    BEING_MARKED = "being_marked"
    AGAIN = "again"
    NO_TEAM = "no_team"
    LEFT = "left"


@dataclass(frozen=True)
class WorkLine:
    """One work: where it is done, what was handed in last (None), and what may be done now."""

    place: Place
    last: HandIn | None
    decision: Decision
    state: State

    @property
    def run_assignment(self) -> RunAssignment:
        return self.place.run_assignment

    @property
    def submission(self) -> Submission | None:
        return self.place.submission

    @property
    def due_at(self) -> datetime:
        """When it is to be handed in next, or was."""
        return self.decision.due_at


def work_of(person: User, now: datetime | None = None) -> list[WorkLine]:
    """What somebody has to hand in in the runs she has a seat in, the earliest due first. Seven queries at
    most; one where she is in no run."""
    run_ids = admissions.runs_of_learner(person)
    return work_in(person, run_ids, admissions.enrolments_with_runs(person, run_ids), now) if run_ids else []


def work_in(
    person: User, run_ids: Collection[int], enrolments: Iterable[Enrolment], now: datetime | None = None
) -> list[WorkLine]:
    """The same of some runs, for which ``admissions.enrolments_with_runs`` found her ``enrolments``. Each run
    knows its module of a session. Five queries at most, none without runs."""
    if not run_ids:
        return []
    work = list(programmes.work_of_runs(run_ids).select_related("run__session_module"))
    places = _places(person, work, run_ids, enrolments)
    newest = _newest([place.submission for place in places if place.submission])
    lines = [line_of(place, newest.get(place.submission and place.submission.pk), now) for place in places]
    return sorted(lines, key=lambda line: (line.due_at, line.run_assignment.pk))


def line_of(place: Place, last: HandIn | None, now: datetime | None = None) -> WorkLine:
    """How one work stands. No query."""
    now = now or timezone.now()
    decision = decision_at(place, last, now)
    return WorkLine(place, last, decision, _state(decision, last, now))


def _state(decision: Decision, last: HandIn | None, now: datetime) -> State:
    if Refusal.NOT_IN_RUN in decision.writing:
        return State.LEFT
    if Refusal.NO_TEAM in decision.writing:
        return State.NO_TEAM
    if last is not None:
        is_again = not decision.replaces and decision.may_hand_in
        if is_again:
            return State.AGAIN
        return State.HANDED_IN if decision.replaces else State.BEING_MARKED
    if Refusal.NOT_OPEN in decision.writing:
        return State.NOT_OPEN
    if Refusal.TOO_LATE in decision.handing_in:
        return State.MISSED
    return State.OVERDUE if now > decision.due_at else State.DUE


def _places(
    person: User, work: list[RunAssignment], run_ids: Iterable[int], enrolments: Iterable[Enrolment]
) -> list[Place]:
    """Where she works, with the works and with her due times. Three queries, two without teams."""
    enrolments = {item.course_id: item for item in enrolments if item.is_active and item.run_id}
    for item in enrolments.values():
        item.learner = person
    work = [item for item in work if item.run.course_id in enrolments]
    is_shared = any(item.assignment.is_group for item in work)
    teams = programmes.teams_by_run(run_ids=run_ids, person=person) if is_shared else {}
    works = _works(work, enrolments, teams)
    granted = _granted(work, {person.pk}.union(*(people for _team, people in teams.values())))
    return [_place(person, item, enrolments, teams, works, granted) for item in work]


def _works(work: list[RunAssignment], enrolments: dict, teams: dict) -> dict[tuple, Submission]:
    """(Id of the run's assignment, team id, enrolment id) → what was written. One query."""
    alone = Q(enrolment__in=[item.pk for item in enrolments.values()])
    together = Q(team__in=[team.pk for team, _people in teams.values()])
    found = Submission.objects.filter(alone | together if teams else alone, run_assignment__in=work)
    return {(item.run_assignment_id, item.team_id, item.enrolment_id): item for item in found}


def _granted(work: list[RunAssignment], people: Iterable[int]) -> dict[tuple[int, int], datetime]:
    """(Id of the run's assignment, person id) → the later due time she was given. One query."""
    found = DueExtension.objects.filter(run_assignment__in=work, enrolment__learner__in=list(people))
    rows = found.order_by("pk").values_list("run_assignment", "enrolment__learner", "due_at")
    return {(work_id, person_id): due_at for work_id, person_id, due_at in rows}


def _place(
    person: User, item: RunAssignment, enrolments: dict, teams: dict, works: dict, granted: dict
) -> Place:
    enrolment = enrolments[item.run.course_id]
    team, people, key = None, {person.pk}, (item.pk, None, enrolment.pk)
    if item.assignment.is_group:
        team, people = teams.get(item.run_id, (None, set()))
        key = (item.pk, team.pk, None) if team else ()
    hers = item.due_in(person.time_zone)
    due_at = max((granted.get((item.pk, pk), hers) for pk in people), default=hers)
    return Place(person, item, enrolment, team, due_at, works.get(key))


def _newest(works: Iterable[Submission]) -> dict:
    """Work id → what was handed in last. One query, none where nothing was."""
    ids = [work.pk for work in works if work.handed_in_at is not None]
    if not ids:
        return {}
    found = HandIn.objects.filter(submission__in=ids).order_by("number").defer("text", "plain")
    return {item.submission_id: item for item in found}
