"""What being in a cohort means: enrolled in its courses, on its dates, as far as there are seats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from clikc.people import api as people_api
from enrolment.programmes import api as programmes

from .models import Enrolment, EnrolmentChange
from .places import take_places
from .signals import learner_enrolled

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import Cohort, CohortCourse

BATCH = 500


@dataclass
class Added:
    """What came of putting people into a cohort, per person id.

    ``joined``: new in the cohort. ``enrolled``: newly in at least one of its courses. ``waiting``: on the
    waiting list of at least one. ``unchanged``: was in already, with everything.
    """

    joined: set[int] = field(default_factory=set)
    enrolled: set[int] = field(default_factory=set)
    waiting: set[int] = field(default_factory=set)
    unchanged: set[int] = field(default_factory=set)


@transaction.atomic
def add_to_cohort(*, cohort: Cohort, people: Sequence[User], by: User | None) -> Added:
    """Put people into a cohort and enrol them in its courses. Safe to call twice.

    Raises ValueError where the cohort is closed. Constant number of queries for every 500 people.
    """
    cohort = programmes.lock_cohort(cohort.pk)
    if not cohort.is_open:
        raise ValueError("This cohort is closed.")
    people = list({person.pk: person for person in people}.values())
    added = Added()
    new = programmes.add_members(cohort=cohort, people=people, by=by)
    added.joined = {member.person_id for member in new}
    for item in cohort.courses.select_related("course", "run"):
        _into_course(item, people, added, by)
    set_dates(cohort=cohort, person_ids=[person.pk for person in people])
    added.unchanged = {person.pk for person in people} - added.joined - added.enrolled - added.waiting
    _record(cohort, [person for person in people if person.pk in added.joined], by)
    return added


def _into_course(item: CohortCourse, people: Sequence[User], added: Added, by) -> None:
    seated = people
    if item.run is not None:
        places = take_places(run=item.run, people=people, cohort=item.cohort)
        on_seats = {place.learner_id for place in places if place.seat is not None}
        seated = [person for person in people if person.pk in on_seats]
        added.waiting |= {place.learner_id for place in places if place.seat is None}
    added.enrolled |= {
        enrolment.learner_id
        for enrolment in enrol_many(course_id=item.course_id, people=seated, by=by, cohort=item.cohort)
    }


@transaction.atomic
def enrol_many(
    *, course_id: int, people: Sequence[User], by: User | None, cohort: Cohort | None = None
) -> list[Enrolment]:
    """Enrol people in a course, open or not, because a coordinator or the platform says so.

    Who is in stays; who had left comes back. The enrolments that are new or came back. Constant number of
    queries for every 500.
    """
    role = people_api.role_in(by, cohort.administration_id if cohort else None)
    found: list[Enrolment] = []
    for start in range(0, len(people), BATCH):
        found += _enrol(course_id, people[start : start + BATCH], by, cohort, role)
    for enrolment in found:
        learner_enrolled.send(Enrolment, enrolment=enrolment)
    return found


def _enrol(course_id: int, people: Sequence[User], by, cohort, role: str) -> list[Enrolment]:
    now = timezone.now()
    there = {
        item.learner_id: item
        for item in Enrolment.objects.select_for_update(of=("self",)).filter(
            course=course_id, learner__in=[person.pk for person in people]
        )
    }
    back = [item for item in there.values() if not item.is_active]
    Enrolment.objects.filter(pk__in=[item.pk for item in back]).update(is_active=True)
    first = Enrolment.objects.bulk_create(
        Enrolment(learner=person, course_id=course_id, enrolled_at=now)
        for person in people
        if person.pk not in there
    )
    kinds = EnrolmentChange.Kind
    EnrolmentChange.objects.bulk_create(
        EnrolmentChange(enrolment=item, kind=kind, by=by, role=role, cohort=cohort, at=now)
        for kind, items in ((kinds.JOINED, first), (kinds.RETURNED, back))
        for item in items
    )
    return [*first, *back]


def set_dates(*, cohort: Cohort, person_ids: Iterable[int] | None = None) -> int:
    """Give the enrolments of a cohort's members their dates anew; how many there are.

    The due date is the earliest of the open cohorts that brought a person into the course, the opening
    the earliest: joining a second cohort never takes a course away. One query.
    """
    course_ids = list(cohort.courses.values_list("course", flat=True))
    enrolments = Enrolment.objects.filter(course__in=course_ids)
    if person_ids is not None:
        enrolments = enrolments.filter(learner__in=list(person_ids))
    else:
        enrolments = enrolments.filter(learner__in=cohort.members.values("person"))
    is_theirs = Q(
        closed_at__isnull=True,
        members__person=OuterRef("learner"),
        members__left_at__isnull=True,
        courses__course=OuterRef("course"),
    )
    cohorts = type(cohort).objects.filter(is_theirs).order_by()
    return enrolments.update(
        due_on=Subquery(cohorts.order_by(F("due_on").asc(nulls_last=True)).values("due_on")[:1]),
        opens_on=Subquery(cohorts.order_by(F("opens_on").asc(nulls_first=True)).values("opens_on")[:1]),
    )


def _record(cohort: Cohort, people: Sequence[User], by) -> None:
    people_api.record_many(
        what="cohort_joined",
        by=by,
        people=people,
        administration_id=cohort.administration_id,
        facts={"cohort": cohort.name},
    )
