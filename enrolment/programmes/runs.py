"""Course runs as records. Who has a seat in one is decided in admissions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from .models import CourseRun

if TYPE_CHECKING:
    from clikc.people.models import User

COLUMNS = ("name", "language", "opens_on", "closes_on", "seats")


@dataclass(frozen=True)
class RunFacts:
    """What a run is. ``seats`` None: no limit. The course of a run never changes."""

    name: str
    course_id: int
    language: str = ""
    opens_on: date | None = None
    closes_on: date | None = None
    seats: int | None = None


def runs_of(course_ids: Sequence[int]) -> list[CourseRun]:
    """The runs of these courses that one can still be put into. One query."""
    return list(CourseRun.objects.current().filter(course__in=course_ids))


def runs() -> QuerySet[CourseRun]:
    """Every run, with its course: the latest first."""
    return CourseRun.objects.select_related("course")


def runs_by_id(ids: Iterable[int]) -> dict[int, CourseRun]:
    """Run id → run. One query."""
    return CourseRun.objects.in_bulk(list(ids))


@transaction.atomic
def make_run(*, facts: RunFacts, by: User | None) -> CourseRun:
    """A course run, open to be put into."""
    columns = {name: getattr(facts, name) for name in COLUMNS}
    return CourseRun.objects.create(course_id=facts.course_id, made_by=by, **columns)


@transaction.atomic
def rewrite_run(*, run: CourseRun, facts: RunFacts) -> CourseRun:
    """Make a run what ``facts`` say, but for its course. Locked until the end of the transaction."""
    run = lock_run(run.pk)
    for name in COLUMNS:
        setattr(run, name, getattr(facts, name))
    run.save(update_fields=COLUMNS)
    return run


@transaction.atomic
def set_run_closed(*, run: CourseRun, is_closed: bool) -> CourseRun:
    """Close a run to newcomers, or open it again. Safe to call twice."""
    run = lock_run(run.pk)
    if (run.closed_at is not None) != is_closed:
        run.closed_at = timezone.now() if is_closed else None
        run.save(update_fields=["closed_at"])
    return run


def lock_run(pk: int) -> CourseRun:
    """The run, locked until the end of the transaction. Locked after cohorts, before enrolments."""
    return CourseRun.objects.select_for_update(no_key=True).get(pk=pk)


def lock_runs(ids: Iterable[int]) -> None:
    """Several at once, in the order of their ids. One query, none for none."""
    if wanted := set(ids):
        list(CourseRun.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk"))
