"""The rows of following: an administration's enrolments with where each stands, filtered and sorted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import NullIf
from django.utils.translation import get_language

from clikc.people.collation import sort_key
from courses.catalogue import api as catalogue
from enrolment.admissions import api as admissions

from .rules import Facts, Kind, Standing, standing_of
from .sql import FinalScore, Look, with_facts, with_kind

if TYPE_CHECKING:
    from clikc.people.models import Administration, User

# A unit that nobody has: those who are in none.
NO_UNIT = 0


@dataclass(frozen=True)
class Filters:
    """What is looked at. Without ``kind`` everybody but those who left; ``unit`` 0: who is in none.

    ``sort`` is a key of ``SORTS``, with ``-`` before it the other way round.
    """

    kind: str = ""
    course: int | None = None
    cohort: int | None = None
    unit: int | None = None
    q: str = ""
    sort: str = ""


# In the order in which a coordinator looks after people.
URGENCY = (
    Kind.BEHIND,
    Kind.NOT_STARTED,
    Kind.IDLE,
    Kind.ON_TRACK,
    Kind.INVITED,
    Kind.NOT_OPENED,
    Kind.FINISHED,
    Kind.LEFT,
)
# Column → what rows are sorted by; some of it ``ordered`` adds to them.
SORTS = {
    "name": "learner__search_name",
    "unit": "learner__unit__name",
    "cohort": "cohort_name",
    "course": "course_rank",
    "standing": "standing_rank",
    "share": "share",
    "active": "last_active_at",
    "due": "due_on",
    "finished": "completion__completed_at",
    "score": "score",
}


def followed(user: User, administration: Administration, look: Look | None = None) -> QuerySet:
    """Every enrolment of the administration that ``user`` may see, with its facts and its ``kind``.

    Without a ``look`` there are two queries for one.
    """
    look = look or Look.at(administration)
    enrolments = admissions.enrolments_followed_by(user, administration.pk)
    return with_kind(with_facts(enrolments, look), look)


def chosen(
    user: User, administration: Administration, filters: Filters, look: Look | None = None
) -> QuerySet:
    """The followed enrolments that the filters leave, of every kind."""
    found = followed(user, administration, look)
    if filters.course is not None:
        found = found.filter(course=filters.course)
    if filters.unit is not None:
        found = found.filter(learner__unit=filters.unit or None)
    if filters.cohort is not None:
        found = found.filter(Exists(_cohorts_of_row(administration).filter(pk=filters.cohort)))
    if filters.q:
        found = found.filter(learner__in=administration.people.named(filters.q).values("pk"))
    return found


def of_kind(enrolments: QuerySet, kind: str) -> QuerySet:
    """Those of a kind; without one, everybody but who left."""
    if kind:
        return enrolments.filter(kind=kind)
    # The same as ``exclude(kind=LEFT)`` without the rest of the rule: a tenth of the time.
    return enrolments.filter(Q(is_active=True, learner__is_active=True) | Q(completion__isnull=False))


def ordered(enrolments: QuerySet, administration: Administration, sort: str) -> QuerySet:
    """Sorted by a column, empty cells last, then by name and course: always the same order."""
    column = sort.removeprefix("-")
    if column == "course":
        enrolments = enrolments.annotate(course_rank=_course_rank(enrolments))
    if column == "standing":
        enrolments = enrolments.annotate(standing_rank=_rank("kind", [kind.value for kind in URGENCY]))
    if column == "cohort":
        names = _cohorts_of_row(administration).order_by().values("administration")
        enrolments = enrolments.annotate(
            cohort_name=Subquery(names.annotate(first=Min("name")).values("first"))
        )
    if column == "share":
        enrolments = enrolments.annotate(share=1000 * F("done") / NullIf(F("required"), 0))
    if column == "score":
        enrolments = enrolments.annotate(score=FinalScore("completion__evidence"))
    by = F(SORTS.get(column, SORTS["name"]))
    first = by.desc(nulls_last=True) if sort.startswith("-") else by.asc(nulls_last=True)
    return enrolments.order_by(first, SORTS["name"], "course__code", "pk").select_related("learner__unit")


def _course_rank(enrolments: QuerySet):
    """The place of a course among the titles of all, as the reader's language sorts them."""
    courses = set(enrolments.order_by().values_list("course", flat=True).distinct())
    language = get_language()
    titles = catalogue.titles_of(courses, language)
    named = sorted(titles, key=lambda pk: (sort_key(titles[pk].title, language), pk))
    return _rank("course", named)


def _rank(field: str, values: list) -> Case:
    """The number of a field's value in a list; None for another one."""
    places = (When(**{field: value}, then=Value(place)) for place, value in enumerate(values))
    return Case(*places, default=None, output_field=IntegerField())


def facts_of(row, *, now: datetime) -> Facts:
    """What ``rules.py`` asks, of a row with its facts."""
    return Facts(
        now=now,
        today=date.fromordinal(row.today),
        starts_on=date.fromordinal(row.starts),
        is_active=row.is_active,
        has_account=row.learner.is_active,
        is_invited=row.is_invited,
        is_finished=row.finished_at is not None,
        opens_on=row.opens_on,
        due_on=row.due_on,
        last_active_at=row.last_active_at,
        done=row.done,
        required=row.required,
    )


def standing_of_row(row, *, now: datetime) -> Standing:
    return standing_of(facts_of(row, now=now))


def _cohorts_of_row(administration: Administration) -> QuerySet:
    """The cohorts that brought the officer of the outer row into its course."""
    return apps.get_model("programmes", "Cohort").objects.filter(
        administration=administration.pk,
        members__person=OuterRef("learner"),
        members__left_at__isnull=True,
        courses__course=OuterRef("course"),
    )
