"""A year of an administration's cohorts: who was in them, and how far each came.

Everything is written in bulk and dated back, so no letter is written for it: members count as welcomed.
What a coordinator follows is there whatever day it is: who finished, is behind, has been idle for two
weeks, has not begun, has left, and a cohort that opens later.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import uuid4

from django.apps import apps

from clikc.people.models import AuditEntry, User
from clikc.people.roles import Role

from .countries import LEFT
from .groups import Group
from .lives import Ledger, Taught
from .officers import BATCH, entry
from .pace import pace

DAY = timedelta(days=1)
# Who is in no cohort and joined a course herself.
JOINS_HERSELF = 0.12


class Year:
    """Writes an administration's year down (``save``)."""

    def __init__(
        self,
        coordinator: User,
        people: Sequence[User],
        courses: Mapping[str, Taught],
        now: datetime,
        dice: random.Random,
    ):
        self.coordinator, self.people, self.courses = coordinator, people, courses
        self.now, self.dice = now, dice
        self.ledger = Ledger(dice)
        self.rows = Rows()

    def save(self, administration, groups: Sequence[Group]) -> None:
        """The cohorts, and everything that was done in them or without one."""
        _make_cohorts(groups, administration, self.coordinator, self.courses)
        for group in groups:
            self.live_through(group)
        taken = {place for group in groups for place in group.places}
        for place, person in enumerate(self.people):
            if self.courses and place not in taken and self.dice.random() < JOINS_HERSELF:
                self._join_alone(person)
        self.write()

    def write(self) -> None:
        """What was lived through since."""
        self.rows.save()
        self.ledger.save()

    def live_through(self, group: Group) -> None:
        """Put the people of a cohort, which is there, into its courses; nobody begins before its start."""
        for place in group.places:
            person = self.people[place]
            self.rows.members.append(_member(group, person, self.coordinator, self.now))
            self._note("cohort_joined", person, group, group.made_at)
            if group.closed_at:
                self._note("cohort_closed", person, group, group.closed_at)
            for code in group.plan.courses:
                if code in self.courses:
                    self._study_in(group, person, self.courses[code])

    def _note(self, what: str, person: User, group: Group, at: datetime) -> None:
        place = group.cohort.administration_id
        self.rows.entries.append(entry(what, person, self.coordinator, at, place, cohort=group.cohort.name))

    def _study_in(self, group: Group, person: User, course: Taught) -> None:
        enrolment = self._enrol(person, course, group.made_at, is_own=False, cohort=group.cohort)
        if not group.closed_at:
            enrolment.opens_on, enrolment.due_on = group.cohort.opens_on, group.cohort.due_on
        is_finished = self._study(enrolment, course, group.start, group.due, is_closed=bool(group.closed_at))
        if group.plan.closed == LEFT and not is_finished:
            enrolment.is_active = False
            self.rows.change(enrolment, "left", self.coordinator, group.closed_at, group.cohort)

    def _join_alone(self, person: User) -> None:
        course = self.dice.choice(list(self.courses.values()))
        start = self.now - timedelta(days=self.dice.randint(3, 300))
        start = max(start, person.date_joined + DAY)
        enrolment = self._enrol(person, course, start, is_own=True, cohort=None)
        self._study(enrolment, course, start, start + 60 * DAY, is_closed=False)

    def _enrol(self, person: User, course: Taught, at: datetime, *, is_own: bool, cohort):
        enrolment = apps.get_model("admissions", "Enrolment")(
            id=uuid4(), learner=person, course=course.course, enrolled_at=at, is_own=is_own
        )
        self.rows.enrolments.append(enrolment)
        self.rows.change(enrolment, "joined", person if is_own else self.coordinator, at, cohort)
        return enrolment

    def _study(self, enrolment, course: Taught, start: datetime, due: datetime, *, is_closed: bool) -> bool:
        came = pace(start, due, self.now, self.dice, is_closed=is_closed)
        if came is None:
            return False
        share, last = came
        done = int(share * len(course.activities))
        return self.ledger.study(enrolment, course, done=done, start=start, last=last)


@dataclass
class Rows:
    """What is written in bulk of cohorts and enrolments."""

    members: list = field(default_factory=list)
    enrolments: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    entries: list = field(default_factory=list)

    def change(self, enrolment, kind: str, by: User, at: datetime, cohort) -> None:
        """A change of an enrolment."""
        role = "" if by == enrolment.learner else Role.NATIONAL_COORDINATOR
        model = apps.get_model("admissions", "EnrolmentChange")
        self.changes.append(
            model(enrolment_id=enrolment.pk, kind=kind, by=by, role=role, at=at, cohort=cohort)
        )

    def save(self) -> None:
        """Write them, what others point at first."""
        for path, rows in (
            ("programmes.CohortMember", self.members),
            ("admissions.Enrolment", self.enrolments),
            ("admissions.EnrolmentChange", self.changes),
        ):
            apps.get_model(path).objects.bulk_create(rows, batch_size=BATCH)
        AuditEntry.objects.bulk_create(self.entries, batch_size=BATCH)


def _make_cohorts(groups: Sequence[Group], administration, by: User, courses: Mapping[str, Taught]) -> None:
    cohort, course, change = (
        apps.get_model("programmes", name) for name in ("Cohort", "CohortCourse", "CohortChange")
    )
    for group in groups:
        group.cohort = cohort(
            administration=administration,
            name=group.plan.named(group.start.date() - timedelta(days=group.plan.opens)),
            language=by.preferred_language,
            opens_on=group.start.date(),
            due_on=group.due.date(),
            welcome=group.plan.welcome,
            made_by=by,
            made_at=group.made_at,
            closed_at=group.closed_at,
            closed_by=by if group.closed_at else None,
            version=2 if group.closed_at else 1,
        )
    cohort.objects.bulk_create(group.cohort for group in groups)
    course.objects.bulk_create(
        course(cohort=group.cohort, course=courses[code].course, position=position)
        for group in groups
        for position, code in enumerate(group.plan.courses)
        if code in courses
    )
    role = Role.NATIONAL_COORDINATOR
    change.objects.bulk_create(
        change(cohort=group.cohort, kind="closed", version=2, by=by, role=role, at=group.closed_at)
        for group in groups
        if group.closed_at
    )


def _member(group: Group, person: User, by: User, now: datetime):
    welcomed_at = max(group.start, group.made_at) if group.start <= now else None
    return apps.get_model("programmes", "CohortMember")(
        cohort=group.cohort,
        person=person,
        joined_at=group.made_at,
        added_by=by,
        welcomed_at=welcomed_at,
    )


def join(people: Sequence[User], group: Group, year: Year) -> None:
    """Put more people into a cohort that is there."""
    later = Year(year.coordinator, people, year.courses, year.now, year.dice)
    later.live_through(replace(group, places=list(range(len(people)))))
    later.write()
