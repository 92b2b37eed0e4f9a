"""A quiz as it is for somebody in a course run: with the opening and closing that the run gives it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F

from enrolment.programmes import api as programmes

if TYPE_CHECKING:
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


def _within(quiz: Quiz, row) -> Quiz:
    shown = copy(quiz)
    shown.opens_at, shown.closes_at = row.window_in(row.zone)
    shown.time_zone = row.zone if row.is_own_zone else row.run.time_zone
    shown.closes_everywhere_at = row.closes_everywhere_at
    return shown
