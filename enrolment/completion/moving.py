"""Two records of one course made one: the day it was completed."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from .models import CourseCompletion


@transaction.atomic
def unite_completion(*, into: UUID, other: UUID) -> None:
    """The completion of the enrolment ``other`` becomes that of ``into``, with its certificate.

    Where both are complete both stand as they are: each has its certificate. Safe to call twice.
    """
    if not CourseCompletion.objects.filter(enrolment=into).exists():
        CourseCompletion.objects.filter(enrolment=other).update(enrolment=into)
