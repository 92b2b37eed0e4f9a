"""What a report counts, asked of the records: as many queries for 20 officers as for 2,000.

Days are those of the reader's zone, but a due day, which ends where the officer is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from clikc.foundation.zones import zone_named
from enrolment.membership import api as membership

from .rules import Completion, DueCourse, Number, Period

if TYPE_CHECKING:
    from clikc.people.models import Administration


@dataclass(frozen=True)
class Scope:
    """What is looked at: an administration, perhaps one of its units or cohorts (ids), perhaps one course."""

    administration: Administration
    course: int | None = None
    cohort: int | None = None
    unit: int | None = None

    def of(self, rows: QuerySet, *, person: str, course: str, moment: str) -> QuerySet:
        """Those rows that happened here, as the package says."""
        rows = membership.while_members(rows, self.administration.pk, person=person, moment=moment)
        if self.course is not None:
            rows = rows.filter(**{course: self.course})
        if self.unit is not None:
            rows = rows.filter(**{f"{person}__unit": self.unit})
        if self.cohort is not None:
            members = self._members().filter(
                Q(left_at__isnull=True) | Q(left_at__gt=OuterRef(moment)),
                person=OuterRef(person),
                cohort__courses__course=OuterRef(course),
            )
            rows = rows.filter(Exists(members))
        return rows

    def officers_at(self, moment: datetime) -> QuerySet:
        """The officers at a moment, whatever the course."""
        people = membership.members_at(self.administration.pk, moment)
        if self.unit is not None:
            people = people.filter(unit=self.unit)
        if self.cohort is not None:
            members = self._members().filter(
                Q(left_at__isnull=True) | Q(left_at__gt=moment), joined_at__lte=moment, person=OuterRef("pk")
            )
            people = people.filter(Exists(members))
        return people

    def _members(self) -> QuerySet:
        members = apps.get_model("programmes", "CohortMember").objects
        return members.filter(cohort=self.cohort, cohort__administration=self.administration.pk)


@dataclass(frozen=True)
class Gathered:
    """Everything the report is made of. ``completions`` are of both periods."""

    period: Period
    officers: Number
    active: Number
    enrolled: Number
    completions: tuple[Completion, ...]
    due: tuple[DueCourse, ...]


def gather(scope: Scope, period: Period) -> Gathered:
    """Six queries."""
    now = _officers(scope, period.since, period.until)
    before = _officers(scope, period.since_before, period.until_before)
    return Gathered(
        period=period,
        officers=Number(now["officers"], before["officers"]),
        active=Number(now["active"], before["active"]),
        enrolled=_enrolled(scope, period),
        completions=tuple(_completions(scope, period)),
        due=tuple(_due(scope, period)),
    )


def _officers(scope: Scope, since: date, until: date) -> dict[str, int]:
    """The officers at the end of a period, and those of them who opened, went on with or handed in anything
    in it. Of a lesson it is known when it was opened first, read last and finished, no more."""
    start, end = moments(since, until)
    in_course = {} if scope.course is None else {"enrolment__course": scope.course}
    hers = {"enrolment__learner": OuterRef("pk"), **in_course}
    read = apps.get_model("progress", "ActivityProgress").objects.filter(
        _any_of(("first_opened_at", "last_seen_at", "completed_at"), start, end), **hers
    )
    sat = apps.get_model("assessment", "Attempt").objects.filter(
        _any_of(("started_at", "submitted_at"), start, end), **hers
    )
    is_active = Exists(read) | Exists(sat)
    people = scope.officers_at(min(end, timezone.now()))
    return people.aggregate(officers=Count("pk"), active=Count("pk", filter=Q(is_active)))


def _any_of(fields: tuple[str, ...], start: datetime, end: datetime) -> Q:
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__gte": start, f"{field}__lt": end})
    return found


def _enrolled(scope: Scope, period: Period) -> Number:
    rows = apps.get_model("admissions", "Enrolment").objects.all()
    rows = scope.of(rows, person="learner", course="course", moment="enrolled_at").order_by()
    now, before = (_within("enrolled_at", *days) for days in _both(period))
    found = rows.filter(now | before).aggregate(
        now=Count("pk", filter=now), before=Count("pk", filter=before)
    )
    return Number(found["now"], found["before"])


def _completions(scope: Scope, period: Period):
    rows = apps.get_model("completion", "CourseCompletion").objects.all()
    rows = scope.of(
        rows, person="enrolment__learner", course="enrolment__course", moment="completed_at"
    ).order_by()
    now, before = (_within("completed_at", *days) for days in _both(period))
    certified = Q(certificate__isnull=False, certificate__revoked_at__isnull=True)
    wanted = (
        rows.filter(now | before)
        .annotate(is_certified=certified)
        .values_list(
            "completed_at",
            "enrolment__course",
            "enrolment__learner",
            "enrolment__learner__gender",
            "enrolment__enrolled_at",
            "enrolment__opens_on",
            "is_certified",
            "enrolment__course__code",
        )
    )
    for at, course, person, gender, entered, opens_on, is_certified, code in wanted.iterator(chunk_size=2000):
        day, start = timezone.localdate(at), timezone.localdate(entered)
        taken = (day - max(start, opens_on or start)).days
        yield Completion(day, course, person, gender, max(taken, 0), is_certified, code)


def _due(scope: Scope, period: Period):
    """The courses that cohorts wanted done by a day of either period that is over, as the cohorts say it:
    an enrolment forgets its due day when the cohort closes. Who had left by then owes nothing."""
    wanted = _wanted(scope, period)
    left = apps.get_model("admissions", "EnrolmentChange").objects.filter(
        enrolment=OuterRef("pk"), kind="left"
    )
    rows = apps.get_model("admissions", "Enrolment").objects.order_by()
    rows = rows.filter(learner__merged_into=None, learner__in=_members_of(scope).values("person"))
    if scope.course is not None:
        rows = rows.filter(course=scope.course)
    if scope.unit is not None:
        rows = rows.filter(learner__unit=scope.unit)
    rows = rows.annotate(left_at=Subquery(left.order_by("at").values("at")[:1]))
    told = rows.values_list(
        "learner", "course", "is_active", "left_at", "completion__completed_at", "learner__time_zone"
    )
    for person, course, is_active, left_at, at, zone in told.iterator(chunk_size=2000):
        due_on = wanted.get((person, course))
        if due_on is None:
            continue
        had_left = left_at is not None and timezone.localdate(left_at) <= due_on
        if is_active or at or not had_left:
            yield DueCourse(due_on, at.astimezone(zone_named(zone) or UTC).date() if at else None)


def _wanted(scope: Scope, period: Period) -> dict[tuple[int, int], date]:
    """(person, course) → the first day by which a cohort wanted it done, until that day was over; of those
    that are over, in either period. Asked once for all, not of each enrolment."""
    yesterday = timezone.localdate() - timedelta(days=1)
    due_on = F("cohort__due_on")
    wanted = _members_of(scope).filter(
        Q(cohort__closed_at__isnull=True) | Q(cohort__closed_at__date__gt=due_on),
        Q(left_at__isnull=True) | Q(left_at__date__gt=due_on),
        joined_at__date__lte=due_on,
    )
    if scope.cohort is not None:
        wanted = wanted.filter(cohort=scope.cohort)
    days = (
        wanted.order_by().values_list("person", "cohort__courses__course").annotate(due=Min("cohort__due_on"))
    )
    days = days.filter(
        Q(due__range=(period.since, period.until)) | Q(due__range=(period.since_before, period.until_before)),
        due__lte=yesterday,
    )
    return {(person, course): due for person, course, due in days.iterator(chunk_size=2000)}


def _members_of(scope: Scope) -> QuerySet:
    members = apps.get_model("programmes", "CohortMember").objects
    return members.filter(cohort__administration=scope.administration.pk)


def moments(since: date, until: date) -> tuple[datetime, datetime]:
    """The moment the first day begins, and the one at which the last is over, in the reader's zone."""
    return tuple(
        timezone.make_aware(datetime.combine(day, time.min)) for day in (since, until + timedelta(days=1))
    )


def _within(field: str, since: date, until: date) -> Q:
    start, end = moments(since, until)
    return Q(**{f"{field}__gte": start, f"{field}__lt": end})


def _both(period: Period) -> tuple[tuple[date, date], tuple[date, date]]:
    return (period.since, period.until), (period.since_before, period.until_before)
