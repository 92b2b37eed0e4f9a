"""Everything one person has to hand in, as values. The same number of queries for one work and fifty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils import timezone

from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

from ..models import HandIn, Submission
from .finding import Place, decision_at, due_times
from .rules import Decision, Refusal

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import RunAssignment


class State(StrEnum):
    """How a work stands for who writes it. OVERDUE is still taken, MISSED no more; AGAIN: it is released and
    may be handed in anew."""

    NOT_OPEN = "not_open"
    DUE = "due"
    OVERDUE = "overdue"
    MISSED = "missed"
    HANDED_IN = "handed_in"
    BEING_MARKED = "being_marked"
    AGAIN = "again"
    NO_TEAM = "no_team"


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
    """What somebody has to hand in in the runs she has a seat in, the earliest due first. Nine queries at
    most; one where she is in no run."""
    run_ids = admissions.runs_of_learner(person)
    if not run_ids:
        return []
    places = _places(person, list(programmes.work_of_runs(run_ids)), run_ids)
    works = [place.submission.pk for place in places if place.submission]
    newest = _newest(works)
    lines = [line_of(place, newest.get(place.submission and place.submission.pk), now) for place in places]
    return sorted(lines, key=lambda line: (line.due_at, line.run_assignment.pk))


def line_of(place: Place, last: HandIn | None, now: datetime | None = None) -> WorkLine:
    """How one work stands. No query."""
    now = now or timezone.now()
    decision = decision_at(place, last, now)
    return WorkLine(place, last, decision, _state(decision, last, now))


def _state(decision: Decision, last: HandIn | None, now: datetime) -> State:
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


def _places(person: User, work: list[RunAssignment], run_ids: Iterable[int]) -> list[Place]:
    seated = admissions.participants_in(run_ids).select_related("course")
    enrolments = {item.course_id: item for item in seated.filter(learner=person)}
    is_shared = any(item.assignment.is_group for item in work)
    teams = programmes.teams_by_run(run_ids=run_ids, person=person) if is_shared else {}
    sharing = _enrolments_of(teams, run_ids)
    places = [
        Place(
            person,
            item,
            enrolments[item.run.course_id],
            teams.get(item.run_id) if item.assignment.is_group else None,
            item.due_at,
        )
        for item in work
        if item.run.course_id in enrolments
    ]
    return _with_work(places, sharing)


def _enrolments_of(teams: dict, run_ids: Iterable[int]) -> dict[tuple[int, int], list]:
    """(Team id, course id) → enrolments of its members. Two queries, none without teams."""
    if not teams:
        return {}
    people = programmes.people_in_teams([team.pk for team in teams.values()])
    everybody = set().union(*people.values()) if people else set()
    seated = admissions.participants_in(run_ids).filter(learner__in=everybody).order_by()
    rows = list(seated.values_list("pk", "learner", "course"))
    return {
        (team_id, course): [pk for pk, learner, where in rows if learner in members and where == course]
        for team_id, members in people.items()
        for course in {where for _pk, _learner, where in rows}
    }


def _with_work(places: list[Place], sharing: dict) -> list[Place]:
    """With the works, and each with its due time. Two queries."""
    own = Submission.objects.filter(run_assignment__in=[place.run_assignment.pk for place in places])
    people = [place.enrolment.pk for place in places]
    found = list(own.filter(enrolment__in=people))
    teams = [place.team.pk for place in places if place.team]
    found += list(own.filter(team__in=teams)) if teams else []
    works = {(item.run_assignment_id, item.team_id, item.enrolment_id): item for item in found}
    everybody = {pk for each in sharing.values() for pk in each} | set(people)
    due = due_times([place.run_assignment for place in places], everybody)
    return [_placed(place, works, sharing, due) for place in places]


def _placed(place: Place, works: dict, sharing: dict, due: dict) -> Place:
    key = place.run_assignment.pk
    if place.team is None:
        members, work = [place.enrolment.pk], works.get((key, None, place.enrolment.pk))
        work = None if place.is_group else work
    else:
        members = sharing.get((place.team.pk, place.enrolment.course_id), [])
        work = works.get((key, place.team.pk, None))
    latest = max((due[key, pk] for pk in members), default=place.due_at)
    return Place(place.person, place.run_assignment, place.enrolment, place.team, latest, work)


def _newest(works: Iterable) -> dict:
    """Work id → what was handed in last. One query."""
    found = HandIn.objects.filter(submission__in=list(works)).order_by("number").defer("text", "plain")
    return {item.submission_id: item for item in found}
