"""Enrolling many at once because somebody says so, and taking courses away again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from clikc.people import api as people_api

from .models import Enrolment, EnrolmentChange
from .signals import learner_enrolled, learner_left

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import Cohort

BATCH = 500
Kind = EnrolmentChange.Kind


def batches(items: Sequence) -> Iterator[Sequence]:
    """A sequence in pieces of 500."""
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


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
    for some in batches(people):
        found += _enrol(course_id, some, by, cohort, role)
    for enrolment in found:
        learner_enrolled.send(Enrolment, enrolment=enrolment)
    return found


def _enrol(course_id: int, people: Sequence[User], by, cohort, role: str) -> list[Enrolment]:
    now = timezone.now()
    there = {
        item.learner_id: item
        for item in Enrolment.objects.select_for_update(of=("self",), no_key=True)
        .filter(course=course_id, learner__in=[person.pk for person in people])
        .order_by("pk")
    }
    back = [item for item in there.values() if not item.is_active]
    Enrolment.objects.filter(pk__in=[item.pk for item in back]).update(is_active=True, is_own=cohort is None)
    first = Enrolment.objects.bulk_create(
        Enrolment(learner=person, course_id=course_id, enrolled_at=now, is_own=cohort is None)
        for person in people
        if person.pk not in there
    )
    _note(first, Kind.JOINED, by=by, role=role, cohort=cohort)
    _note(back, Kind.RETURNED, by=by, role=role, cohort=cohort)
    for enrolment in back:
        enrolment.is_active = True
    return [*first, *back]


@transaction.atomic
def release(
    *, course_ids: Iterable[int], person_ids: Sequence[int], by: User | None, cohort: Cohort
) -> list[Enrolment]:
    """Take courses away from people who are no longer in them for ``cohort``.

    Who joined by herself, is in for another open cohort, or has finished keeps hers. Progress, attempts
    and certificates stay with the record. The enrolments that became inactive.
    """
    course_ids = list(course_ids)
    released: list[Enrolment] = []
    for ids in batches(list(person_ids)):
        held = Exists(
            _memberships().filter(person=OuterRef("learner"), cohort__courses__course=OuterRef("course"))
        )
        theirs = Enrolment.objects.active().filter(
            ~held, learner__in=ids, course__in=course_ids, is_own=False, completion__isnull=True
        )
        released += _locked(theirs)
    _end(released, by=by, role=people_api.role_in(by, cohort.administration_id), cohort=cohort)
    return released


@transaction.atomic
def end_enrolments(
    *, learner_id: int, course_ids: Iterable[int], by: User | None, role: str = ""
) -> list[Enrolment]:
    """Take courses that are not finished away from somebody. Those that became inactive."""
    found = Enrolment.objects.active().filter(learner=learner_id, course__in=list(course_ids))
    ended = _locked(found.filter(completion__isnull=True))
    _end(ended, by=by, role=role, cohort=None)
    return ended


def _locked(enrolments) -> list[Enrolment]:
    found = Enrolment.objects.select_for_update(of=("self",), no_key=True)
    return list(found.filter(pk__in=list(enrolments.values_list("pk", flat=True))).order_by("pk"))


def _end(enrolments: Sequence[Enrolment], *, by, role: str, cohort) -> None:
    for some in batches(enrolments):
        Enrolment.objects.filter(pk__in=[item.pk for item in some]).update(is_active=False)
    _note(enrolments, Kind.LEFT, by=by, role=role, cohort=cohort)
    for enrolment in enrolments:
        enrolment.is_active = False
        learner_left.send(Enrolment, enrolment=enrolment)


def released_by(cohort: Cohort) -> list[Enrolment]:
    """The inactive enrolments whose last change was being taken away by ``cohort``."""
    last = EnrolmentChange.objects.filter(enrolment=OuterRef("pk")).order_by("-at", "-pk")
    found = Enrolment.objects.filter(is_active=False, changes__cohort=cohort, changes__kind=Kind.LEFT)
    by_last = found.annotate(last_kind=last.values("kind")[:1], last_cohort=last.values("cohort")[:1])
    return list(by_last.filter(last_kind=Kind.LEFT, last_cohort=cohort.pk).distinct())


def _memberships():
    """Being in an open cohort now."""
    members = apps.get_model("programmes", "CohortMember").objects.current()
    return members.filter(cohort__closed_at__isnull=True)


def _note(enrolments: Sequence[Enrolment], kind: str, *, by, role: str, cohort) -> None:
    now = timezone.now()
    EnrolmentChange.objects.bulk_create(
        (
            EnrolmentChange(enrolment=item, kind=kind, by=by, role=role, cohort=cohort, at=now)
            for item in enrolments
        ),
        batch_size=BATCH,
    )
