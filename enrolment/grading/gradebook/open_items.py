"""What stands where there is no grade: is it missing, or does it wait?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.utils import timezone

from enrolment.assessment import api as assessment
from enrolment.programmes.rules.lateness import LateRule

if TYPE_CHECKING:
    from enrolment.admissions.models import Enrolment
    from enrolment.programmes.models import CourseRun, GradingScheme

    from .book import Column

Place = tuple[str, UUID]


def missing_in(
    run: CourseRun, scheme: GradingScheme, columns: Collection[Column], enrolments: Sequence[Enrolment]
) -> set[Place]:
    """(Code of the column, enrolment id) of what was due, grace included, and is not there: a work not handed
    in, a quiz that is closed and was not sat. What is graded by hand is never missing.

    Six queries at most, none for a kind of column that there is not.
    """
    now = timezone.now()
    works = {column.work.pk: column for column in columns if column.work is not None}
    quizzes = {column.quiz.pk: column for column in columns if column.quiz is not None}
    missing: set[Place] = set()
    if works and enrolments:
        missing |= _missing_works(run, scheme, works, enrolments, now)
    if quizzes and enrolments:
        missing |= _missing_quizzes(quizzes, enrolments, now)
    return missing


def _missing_works(run, scheme, works: dict[int, Column], enrolments, now: datetime) -> set[Place]:
    grace = LateRule(grace_minutes=scheme.grace_minutes).grace
    due = assessment.due_times([column.work for column in works.values()], [item.pk for item in enrolments])
    there = _handed_in(run, works, enrolments)
    return {
        (works[work_id].code, enrolment_id)
        for (work_id, enrolment_id), due_at in due.items()
        if due_at + grace < now and (work_id, enrolment_id) not in there
    }


def _handed_in(run: CourseRun, works: dict[int, Column], enrolments) -> set[tuple[int, UUID]]:
    """(Assignment in the run, enrolment) of every work handed in; a team's is that of all who are in it now.
    Two queries at most."""
    found = (
        apps.get_model("assessment", "Submission").objects.handed_in().filter(run_assignment__in=list(works))
    )
    rows = list(found.values_list("run_assignment", "enrolment", "team"))
    there = {(work_id, enrolment_id) for work_id, enrolment_id, _team in rows if enrolment_id}
    if any(team for _work, _enrolment, team in rows):
        by_person = {item.learner_id: item.pk for item in enrolments}
        members = run.teams.filter(members__left_at=None).values_list("pk", "members__person")
        of_teams = [(team, by_person[person]) for team, person in members if person in by_person]
        there |= {(work, own) for work, _none, team in rows for other, own in of_teams if team == other}
    return there


def _missing_quizzes(quizzes: dict[int, Column], enrolments, now: datetime) -> set[Place]:
    by_id = {pk: column.quiz for pk, column in quizzes.items()}
    standings = assessment.results_in(enrolments=enrolments, quizzes_by_id=by_id)
    missing = set()
    for pk, column in quizzes.items():
        for enrolment in enrolments:
            standing = standings.get((enrolment.pk, pk))
            closes_at = standing.terms.closes_at if standing else column.quiz.closes_at
            is_sat = standing is not None and bool(standing.attempts)
            if closes_at is not None and closes_at < now and not is_sat:
                missing.add((column.code, enrolment.pk))
    return missing
