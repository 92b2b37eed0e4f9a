"""What an account that stood in for somebody was given becomes hers: nothing lost, nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from enrolment.programmes import api as programmes

from .cohorts import add_to_cohort
from .models import Enrolment, Place
from .places import leave_places_of

if TYPE_CHECKING:
    from clikc.people.models import User


@transaction.atomic
def move_learner(*, kept: User, dropped: User, by: User | None) -> None:
    """Courses, seats and cohorts of ``dropped``, who never signed in, become those of ``kept``.

    Where both are in a course, ``kept`` goes on with hers. Where both have a place in a run, the better one
    stays and the other is free. Safe to call twice.
    """
    _move_places(kept, dropped)
    _move_enrolments(kept, dropped)
    for cohort in _cohorts_of(dropped):
        programmes.remove_members(cohort=cohort, person_ids=[dropped.pk])
        if cohort.is_open:
            add_to_cohort(cohort=cohort, people=[kept], by=by)


def _cohorts_of(person: User) -> list:
    cohorts = apps.get_model("programmes", "Cohort").objects.order_by("pk")
    return list(cohorts.filter(members__person=person, members__left_at=None))


def _move_places(kept: User, dropped: User) -> None:
    held = Place.objects.current().filter(learner=dropped).order_by("run")
    for run_id in list(held.values_list("run", flat=True)):
        programmes.lock_run(run_id)
        here = Place.objects.current().filter(run=run_id)
        own, other = here.filter(learner=kept).first(), here.get(learner=dropped)
        if own is None or (own.seat is None and other.seat is not None):
            here.filter(learner=kept).update(left_at=timezone.now())
            here.filter(pk=other.pk).update(learner=kept)
        else:
            leave_places_of(run_id=run_id, person_ids=[dropped.pk])


def _move_enrolments(kept: User, dropped: User) -> None:
    """An inactive one of hers is woken where the other was active: a cohort she joins does that."""
    hers = Enrolment.objects.select_for_update().filter(learner=kept)
    courses = set(hers.values_list("course", flat=True))
    theirs = Enrolment.objects.filter(learner=dropped)
    theirs.exclude(course__in=courses).update(learner=kept)
    theirs.filter(course__in=courses).update(is_active=False)
