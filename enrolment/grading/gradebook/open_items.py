"""What stands where there is no grade: is it missing, or does it wait?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import product
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.utils import timezone

from enrolment.assessment import api as assessment
from enrolment.programmes.rules.lateness import LateRule

if TYPE_CHECKING:
    from courses.quizzes.models import Quiz

    from .book import Asked

Place = tuple[str, UUID]


def missing_in(asked: Sequence[Asked]) -> set[Place]:
    """(Code of the column, enrolment id) of what was due, grace included, and is not there: a work not handed
    in, a quiz that is closed and was not sat. What is graded by hand is never missing.

    Six queries at most, whatever the number of runs; none for a kind of column that there is not.
    """
    now = timezone.now()
    with_people = [one for one in asked if one.enrolments]
    works = [one for one in with_people if any(column.work for column in one.columns)]
    quizzes = [one for one in with_people if any(column.quiz for column in one.columns)]
    missing = _missing_works(works, now) if works else set()
    return missing | (_missing_quizzes(quizzes, now) if quizzes else set())


def _missing_works(asked: Sequence[Asked], now: datetime) -> set[Place]:
    works = [column.work for one in asked for column in one.columns if column.work]
    zones = {item.pk: item.learner.time_zone for one in asked for item in one.enrolments}
    due = assessment.due_times(works, zones, zones=zones)
    there = _handed_in(asked, works)
    missing = set()
    for one in asked:
        grace = LateRule(grace_minutes=one.scheme.grace_minutes).grace
        for column, enrolment in product([item for item in one.columns if item.work], one.enrolments):
            place = (column.work.pk, enrolment.pk)
            if due[place] + grace < now and place not in there:
                missing.add((column.code, enrolment.pk))
    return missing


def _handed_in(asked: Sequence[Asked], works: Sequence) -> set[tuple[int, UUID]]:
    """(Assignment in the run, enrolment) of every work handed in; a team's is that of all who are in it now.
    Two queries at most."""
    ids = [work.pk for work in works]
    found = apps.get_model("assessment", "Submission").objects.handed_in().filter(run_assignment__in=ids)
    rows = list(found.values_list("run_assignment", "enrolment", "team"))
    there = {(work_id, enrolment_id) for work_id, enrolment_id, _team in rows if enrolment_id}
    if any(team for _work, _enrolment, team in rows):
        members = _members_of_teams(asked)
        there |= {(work_id, own) for work_id, _none, team in rows for own in members[team]}
    return there


def _members_of_teams(asked: Sequence[Asked]) -> Mapping[int | None, set[UUID]]:
    """Team → the enrolments of who is in it now. One query."""
    hers = {(one.run.pk, item.learner_id): item.pk for one in asked for item in one.enrolments}
    members = apps.get_model("programmes", "TeamMember").objects.current()
    rows = members.filter(run__in=[one.run.pk for one in asked]).order_by()
    found: dict[int | None, set[UUID]] = defaultdict(set)
    for team, *place in rows.values_list("team", "run", "person"):
        if tuple(place) in hers:
            found[team].add(hers[tuple(place)])
    return found


def _missing_quizzes(asked: Sequence[Asked], now: datetime) -> set[Place]:
    by_id = {column.quiz.pk: column.quiz for one in asked for column in one.columns if column.quiz}
    everybody = {item.pk: item for one in asked for item in one.enrolments}
    standings = assessment.results_in(enrolments=everybody.values(), quizzes_by_id=by_id)
    missing = set()
    for one in asked:
        for column, enrolment in product([item for item in one.columns if item.quiz], one.enrolments):
            if _is_missed(column.quiz, standings.get((enrolment.pk, column.quiz.pk)), now):
                missing.add((column.code, enrolment.pk))
    return missing


def _is_missed(quiz: Quiz, standing, now: datetime) -> bool:
    closes_at = standing.terms.closes_at if standing else quiz.closes_at
    is_sat = standing is not None and bool(standing.attempts)
    return closes_at is not None and closes_at < now and not is_sat
