"""Who sees which gradebook, and may do what there; the matrix is clikc/people/roles.py.

A tutor enters a first grade by hand for those she tutors now. From that moment its participant knows it,
so that it counts as released: what is to be different then, is for programme managers, with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from clikc.people import api as people
from clikc.people.roles import Role
from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

from ..models import Tutorship

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.admissions.models import Enrolment
    from enrolment.programmes.models import CourseRun

LARGEST_ID = 2**31 - 1


def sees_all(user: User) -> bool:
    """Every gradebook, with names; changes grades and arranges."""
    return people.may(user, "grade", "P", "*")


def is_tutor(user: User) -> bool:
    return user.has_role(Role.TUTOR)


def runs_seen_by(user: User) -> QuerySet[CourseRun]:
    """The runs whose gradebook ``user`` may open: all for managers; a tutor those she is a tutor of."""
    if sees_all(user):
        return programmes.runs()
    return programmes.runs().filter(run_tutors__tutor=user) if is_tutor(user) else programmes.runs().none()


def run_seen_by(user: User, run_id: int) -> CourseRun | None:
    """A run, with course and scheme, if ``user`` may open its gradebook. One query."""
    if run_id > LARGEST_ID:
        return None
    return runs_seen_by(user).select_related("course", "scheme").filter(pk=run_id).first()


def participants_seen_by(user: User, run: CourseRun) -> QuerySet[Enrolment]:
    """The participants of a run whose grades ``user`` may see: all for managers; a tutor those she tutors
    now, but none of her own administration."""
    return participants_seen_in(user, [run.pk])


def participants_seen_in(user: User, run_ids: Iterable[int]) -> QuerySet[Enrolment]:
    """The same for several runs."""
    ids = list(run_ids)
    everybody = admissions.participants_in(ids)
    if sees_all(user):
        return everybody
    if not is_tutor(user):
        return everybody.none()
    tutored = Tutorship.objects.current().filter(tutor=user, run__in=ids, run__run_tutors__tutor=user)
    here = tutored.filter(enrolment=OuterRef("pk"), run=OuterRef("run_id"))
    hers = everybody.filter(Exists(here)).exclude(learner=user)
    if user.administration_id is None:
        return hers
    return hers.exclude(learner__administration=user.administration_id)
