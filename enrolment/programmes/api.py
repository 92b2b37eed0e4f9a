"""The door of programmes: cohorts as records. Who is enrolled for it is decided in admissions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from .models import Cohort, CohortCourse, CohortMember, CourseRun
from .signals import cohort_changed

if TYPE_CHECKING:
    from clikc.people.models import Administration, User

BATCH = 500


@dataclass(frozen=True)
class CohortFacts:
    """What a cohort is, but for its people. ``runs``: course id → course run id, where one is taken."""

    name: str
    course_ids: tuple[int, ...]
    language: str = ""
    opens_on: date | None = None
    due_on: date | None = None
    welcome: str = ""
    tutor_id: int | None = None
    runs: dict[int, int] = field(default_factory=dict)


@transaction.atomic
def make_cohort(
    *,
    administration: Administration,
    facts: CohortFacts,
    by: User | None,
    cloned_from: Cohort | None = None,
) -> Cohort:
    """A cohort without people."""
    cohort = Cohort.objects.create(
        administration=administration,
        name=facts.name,
        language=facts.language,
        opens_on=facts.opens_on,
        due_on=facts.due_on,
        welcome=facts.welcome,
        tutor_id=facts.tutor_id,
        cloned_from=cloned_from,
        made_by=by,
        made_at=timezone.now(),
    )
    CohortCourse.objects.bulk_create(
        CohortCourse(cohort=cohort, course_id=course, run_id=facts.runs.get(course), position=position)
        for position, course in enumerate(facts.course_ids)
    )
    return cohort


def lock_cohort(pk: int) -> Cohort:
    """The cohort, locked until the end of the transaction."""
    return Cohort.objects.select_for_update(of=("self",)).select_related("administration").get(pk=pk)


@transaction.atomic
def add_members(*, cohort: Cohort, people: Iterable[User], by: User | None) -> list[CohortMember]:
    """Put people into a cohort; who is in stays, who had left comes back. The ones that are new in it.

    Constant number of queries for every 500.
    """
    wanted = {person.pk: person for person in people}
    now, new = timezone.now(), []
    for ids in _batches(list(wanted)):
        there = {item.person_id: item for item in cohort.members.filter(person__in=ids)}
        back = [item for item in there.values() if item.left_at is not None]
        CohortMember.objects.filter(pk__in=[item.pk for item in back]).update(
            left_at=None, joined_at=now, added_by=by
        )
        first = [
            CohortMember(cohort=cohort, person=wanted[pk], joined_at=now, added_by=by)
            for pk in ids
            if pk not in there
        ]
        new += [*back, *CohortMember.objects.bulk_create(first, ignore_conflicts=True)]
    return new


def open_cohorts_of(administration_id: int) -> list[Cohort]:
    """The cohorts of an administration that are open, newest first. One query."""
    return list(Cohort.objects.open().filter(administration=administration_id))


def runs_of(course_ids: Sequence[int]) -> list[CourseRun]:
    """The runs of these courses that one can still be put into. One query."""
    return list(CourseRun.objects.current().filter(course__in=course_ids))


def announce(cohort: Cohort) -> None:
    """Tell that dates, members, courses or state of a cohort are other now."""
    cohort_changed.send(Cohort, cohort=cohort)


def _batches(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
