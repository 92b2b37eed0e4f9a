"""What an invited officer is to take part in, for her letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.catalogue import api as catalogue
from enrolment.membership.api import Plans

from .models import Cohort

if TYPE_CHECKING:
    from clikc.people.models import User


def plans_of(person: User, language: str) -> Plans:
    """The open cohorts she is in, and their courses with titles in this language. Constant queries."""
    cohorts = list(
        Cohort.objects.open()
        .filter(members__person=person, members__left_at=None)
        .prefetch_related("courses")
        .order_by("made_at", "pk")
    )
    course_ids = dict.fromkeys(item.course_id for cohort in cohorts for item in cohort.courses.all())
    titles = catalogue.titles_of(list(course_ids), language)
    courses = [titles[pk] for pk in course_ids if pk in titles]
    return Plans(
        tuple(cohort.name for cohort in cohorts), tuple((entry.title, entry.language) for entry in courses)
    )
