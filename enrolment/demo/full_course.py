"""A course run with forty seats, and a cohort of forty-six: six wait for a seat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from django.apps import apps

from clikc.people.models import User
from clikc.people.roles import Role
from enrolment.programmes import api as programmes

from .countries import ARMS, Plan
from .groups import DAY, group_of
from .officers import Registry
from .year import Year, join

SEATS, WAITING = 40, 6
NAME = "Small arms, with an instructor"
OPENS, DUE = -6, 54


def fill_course(registry: Registry, year: Year) -> None:
    """Those who asked first have a seat and have begun; the others wait. Nothing where the course is not."""
    if ARMS not in year.courses:
        return
    course = year.courses[ARMS].course
    inside = set(course.enrolments.values_list("learner", flat=True))
    was_there = year.now + (OPENS - 8) * DAY
    free = [item for item in year.people[10:-10] if item.pk not in inside and item.date_joined < was_there]
    people = free[: SEATS + WAITING]
    run = _run(course, year, seats=len(people) - WAITING)
    group = group_of(Plan(NAME, (ARMS,), OPENS, DUE, 0), year.now, _cohort(registry, year, run))
    _seat(run, group.cohort, people, group.made_at)
    join(people[: run.seats], group, year)
    join(people[run.seats :], replace(group, plan=replace(group.plan, courses=())), year)


def _run(course, year: Year, *, seats: int):
    today = year.now.date()
    facts = programmes.RunFacts(
        NAME,
        course.pk,
        language="en",
        opens_on=today + OPENS * DAY,
        closes_on=today + DUE * DAY,
        seats=seats,
    )
    managers = User.objects.filter(role_grants__role=Role.PROGRAMME_MANAGER)
    return programmes.make_run(facts=facts, by=managers.first())


def _cohort(registry: Registry, year: Year, run):
    facts = programmes.CohortFacts(
        NAME,
        (run.course_id,),
        language="en",
        opens_on=run.opens_on,
        due_on=run.closes_on,
        runs={run.course_id: run.pk},
    )
    cohort = programmes.make_cohort(administration=registry.administration, facts=facts, by=year.coordinator)
    type(cohort).objects.filter(pk=cohort.pk).update(made_at=year.now + (OPENS - 7) * DAY)
    return cohort


def _seat(run, cohort, people: Sequence[User], asked_at) -> None:
    place = apps.get_model("admissions", "Place")
    place.objects.bulk_create(
        place(
            run=run,
            learner=person,
            cohort=cohort,
            seat=number if number <= run.seats else None,
            queued_at=asked_at + timedelta(seconds=number),
            seated_at=asked_at if number <= run.seats else None,
        )
        for number, person in enumerate(people, start=1)
    )
