"""A quiz as it is for somebody in a course run: with the opening and closing that the run gives it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F, Max

from enrolment.programmes import api as programmes

from .models import Extension

if TYPE_CHECKING:
    from datetime import datetime

    from clikc.people.models import User
    from courses.quizzes.models import Quiz


def as_in_run(quiz: Quiz, enrolment_id: UUID) -> Quiz:
    """The quiz as the enrolment's run has it: a copy that is never saved, or the quiz itself. One query."""
    return as_in_runs({quiz.pk: quiz}, [enrolment_id]).get((enrolment_id, quiz.pk), quiz)


def as_in_runs(quizzes: Mapping[int, Quiz], enrolment_ids: Iterable[UUID]) -> dict[tuple[UUID, int], Quiz]:
    """(Enrolment id, quiz id) → the quiz as it is for her, where a run she has a seat in says when it can be
    sat. One query, none for nobody."""
    ids = list(enrolment_ids)
    if not ids or not quizzes:
        return {}
    seated = {"run__places__seat__isnull": False, "run__places__left_at__isnull": True}
    hers = "run__places__learner__enrolments"
    found = programmes.quizzes_in_runs().filter(
        **seated, quiz__in=list(quizzes), **{f"{hers}__in": ids, f"{hers}__course": F("run__course")}
    )
    rows = found.annotate(enrolment=F(hers), zone=F("run__places__learner__time_zone")).order_by("pk")
    return {(row.enrolment, row.quiz_id): _within(quizzes[row.quiz_id], row) for row in rows}


def closings_for(learner: User, run_ids: Iterable[int]) -> dict[tuple[int, UUID], datetime]:
    """(Run id, activity id) → when each test of these runs closes for somebody in them, with what was granted
    to her alone. Two queries."""
    rows = programmes.quizzes_in_runs().filter(run__in=list(run_ids), closes_at__isnull=False)
    rows = list(rows.select_related("run", "quiz"))
    granted = Extension.objects.filter(
        enrolment__learner=learner, quiz__in=[row.quiz_id for row in rows], closes_at__isnull=False
    )
    latest = dict(granted.values_list("quiz").annotate(Max("closes_at")))
    found = {}
    for row in rows:
        usual = row.window_in(learner.time_zone)[1]
        found[row.run_id, row.quiz.activity_id] = max(usual, latest.get(row.quiz_id, usual))
    return found


def _within(quiz: Quiz, row) -> Quiz:
    shown = copy(quiz)
    shown.opens_at, shown.closes_at = row.window_in(row.zone)
    shown.time_zone = row.zone if row.is_own_zone else row.run.time_zone
    shown.closes_everywhere_at = row.closes_everywhere_at
    return shown
