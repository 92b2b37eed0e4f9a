"""The days of enrolments, as the cohorts that brought people in say them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from clikc.people import api as people_api

from .enrolling import BATCH, batches
from .models import Enrolment, EnrolmentChange

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import Cohort


@transaction.atomic
def set_dates(
    *,
    cohort: Cohort,
    person_ids: Iterable[int] | None = None,
    course_ids: Iterable[int] | None = None,
    by: User | None = None,
    newly: Collection = (),
) -> set[int]:
    """Give the enrolments of a cohort's people their dates anew; the people whose dates are other now.

    The due date is the earliest of the open cohorts that brought a person into the course, the opening
    the earliest: joining a second cohort never takes a course away, and one's own joining opens at once.
    Every change of an active enrolment is written down, but for those ``newly`` made (their ids).
    Decided under a lock on the enrolments: of two cohorts that change at once, the second knows the days of
    the first. Constant number of queries for every 500 people and each pair of dates.
    """
    courses = cohort.courses.values_list("course", flat=True) if course_ids is None else course_ids
    people = cohort.members.values_list("person", flat=True) if person_ids is None else person_ids
    courses, moved = list(courses), set()
    for ids in batches(list(people)):
        found = Enrolment.objects.filter(course__in=courses, learner__in=ids)
        locked = found.select_for_update(of=("self",), no_key=True).order_by("pk")
        ids_found = list(locked.values_list("pk", flat=True))
        moved |= _set(Enrolment.objects.filter(pk__in=ids_found), cohort, by, set(newly))
    return moved


def _set(enrolments: QuerySet[Enrolment], cohort: Cohort, by, newly: set) -> set[int]:
    dates: dict[tuple, list] = defaultdict(list)
    moved, told = set(), []
    for row in _with_dates(enrolments):
        opens_on = None if row.is_own else row.opens
        if (row.due_on, row.opens_on) != (row.due, opens_on):
            dates[row.due, opens_on].append(row.pk)
            if row.is_active and row.pk not in newly:
                moved.add(row.learner_id)
                told.append(row.pk)
    for (due_on, opens_on), ids in dates.items():
        Enrolment.objects.filter(pk__in=ids).update(due_on=due_on, opens_on=opens_on)
    _note(told, cohort, by)
    return moved


def _with_dates(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """With ``due`` and ``opens`` as the open cohorts say them now."""
    is_theirs = Q(
        closed_at__isnull=True,
        members__person=OuterRef("learner"),
        members__left_at__isnull=True,
        courses__course=OuterRef("course"),
    )
    cohorts = apps.get_model("programmes", "Cohort").objects.filter(is_theirs)
    return enrolments.annotate(
        due=Subquery(cohorts.order_by(F("due_on").asc(nulls_last=True)).values("due_on")[:1]),
        opens=Subquery(cohorts.order_by(F("opens_on").asc(nulls_first=True)).values("opens_on")[:1]),
    )


def _note(enrolment_ids: Sequence, cohort: Cohort, by) -> None:
    now, role = timezone.now(), people_api.role_in(by, cohort.administration_id)
    EnrolmentChange.objects.bulk_create(
        (
            EnrolmentChange(
                enrolment_id=pk,
                kind=EnrolmentChange.Kind.RESCHEDULED,
                by=by,
                role=role,
                cohort=cohort,
                at=now,
            )
            for pk in enrolment_ids
        ),
        batch_size=BATCH,
    )
