"""What ``rules.py`` says, for the database to sort, filter and count by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from clikc.foundation.zones import zone_named
from enrolment.completion import api as completion

from .rules import FIFTH, IDLE_AFTER, QUARTER, Kind

if TYPE_CHECKING:
    from clikc.people.models import Administration


class DayNumber(Func):
    """The number of a day, as ``date.toordinal`` counts."""

    output_field = IntegerField()

    def as_sqlite(self, compiler, connection, **context):
        template = "CAST(julianday(date(%(expressions)s)) - 1721424.5 AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler, connection, **context):
        template = "((%(expressions)s) - DATE '0001-01-01' + 1)"
        return self.as_sql(compiler, connection, template=template, **context)


class DayNumberOfMoment(DayNumber):
    """The number of the day that a moment is in, in UTC."""

    def as_postgresql(self, compiler, connection, **context):
        template = "(((%(expressions)s) AT TIME ZONE 'UTC')::date - DATE '0001-01-01' + 1)"
        return self.as_sql(compiler, connection, template=template, **context)


class FinalScore(Func):
    """The per cent of the last test in the evidence of a completion, which is in the course's order."""

    output_field = IntegerField()

    def as_sqlite(self, compiler, connection, **context):
        template = (
            "(SELECT json_extract(item.value, '$.percent') FROM json_each(%(expressions)s) AS item"
            " WHERE json_extract(item.value, '$.criterion') = 'quiz_passed' ORDER BY item.key DESC LIMIT 1)"
        )
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler, connection, **context):
        template = (
            "(SELECT (item.value->>'percent')::integer"
            " FROM jsonb_array_elements(%(expressions)s) WITH ORDINALITY AS item(value, place)"
            " WHERE item.value->>'criterion' = 'quiz_passed' ORDER BY item.place DESC LIMIT 1)"
        )
        return self.as_sql(compiler, connection, template=template, **context)


@dataclass(frozen=True)
class Look:
    """One look at an administration: the moment, the zones its people are in, and how many activities each
    course asks for. Courses and zones are few, enrolments are many: so they are asked for once."""

    now: datetime
    zones: tuple[str, ...]
    required: Mapping[int, int]

    @classmethod
    def at(cls, administration: Administration, now: datetime | None = None) -> Look:
        """Two queries."""
        people = administration.people.order_by().values_list("time_zone", flat=True)
        asked = completion.activities_asked_for().order_by().values_list("course")
        return cls(
            now=now or timezone.now(),
            zones=tuple(people.distinct()),
            required=dict(asked.annotate(number=Count("pk"))),
        )


def with_facts(enrolments: QuerySet, look: Look) -> QuerySet:
    """Enrolments with ``today``, ``starts`` (numbers of days), ``is_invited``, ``finished_at``,
    ``last_active_at``, ``done`` and ``required``."""
    last_read = _of_enrolment("progress", "ActivityProgress", Max("last_seen_at"))
    last_sat = _of_enrolment("assessment", "Attempt", Max(Coalesce("submitted_at", "started_at")))
    invitations = apps.get_model("membership", "Invitation").objects.open()
    entered = DayNumberOfMoment("enrolled_at")
    return enrolments.annotate(
        today=_today(look),
        starts=Greatest(entered, Coalesce(DayNumber("opens_on"), entered)),
        is_invited=Exists(invitations.filter(person=OuterRef("learner"))),
        finished_at=F("completion__completed_at"),
        last_active_at=Greatest(Coalesce(last_read, last_sat), Coalesce(last_sat, last_read)),
        done=_done(),
        required=_required(look),
    )


def with_kind(enrolments: QuerySet, look: Look) -> QuerySet:
    """Enrolments ``with_facts``, with ``kind``: the rule, in the order of ``rules.py``."""
    due, opens = DayNumber("due_on"), DayNumber("opens_on")
    gone, whole = F("today") - F("starts"), due - F("starts")
    enrolments = enrolments.alias(
        due=due,
        opens=opens,
        whole=whole,
        fourfold=QUARTER * gone,
        share_done=FIFTH * F("done") * whole,
        share_gone=F("required") * (FIFTH * gone - whole),
    )
    is_slow = Q(fourfold__gte=F("whole"), share_done__lt=F("share_gone"))
    left = Q(is_active=False) | Q(learner__is_active=False)
    kinds = (
        (Q(completion__isnull=False), Kind.FINISHED),
        (left, Kind.LEFT),
        (Q(is_invited=True), Kind.INVITED),
        (Q(opens__gt=F("today")), Kind.NOT_OPENED),
        (Q(last_active_at__isnull=True), Kind.NOT_STARTED),
        (Q(due__lt=F("today")) | is_slow, Kind.BEHIND),
        (Q(last_active_at__lte=look.now - IDLE_AFTER), Kind.IDLE),
    )
    return enrolments.annotate(
        kind=Case(
            *(When(condition, then=Value(kind.value)) for condition, kind in kinds),
            default=Value(Kind.ON_TRACK.value),
            output_field=CharField(),
        )
    )


def _of_enrolment(app: str, model: str, value) -> Subquery:
    """One value of all the rows of a model that belong to an enrolment; none where there are none."""
    rows = apps.get_model(app, model).objects.filter(enrolment=OuterRef("pk")).order_by()
    return Subquery(rows.values("enrolment").annotate(value=value).values("value"))


def _done() -> Coalesce:
    """How many of the activities that the course asks for are done."""
    done = apps.get_model("progress", "ActivityProgress").objects.done().filter(enrolment=OuterRef("pk"))
    asked = completion.asked_for("activity__") & Q(activity__course=OuterRef("course"))
    counted = done.filter(asked).order_by().values("enrolment").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0, output_field=IntegerField())


def _required(look: Look) -> Case:
    """How many activities the course asks for."""
    return Case(
        *(When(course=pk, then=Value(number)) for pk, number in look.required.items()),
        default=Value(0),
        output_field=IntegerField(),
    )


def _today(look: Look) -> Case:
    """The number of the day where the officer is; in UTC where her zone is not known."""
    in_utc = look.now.astimezone(UTC).date()
    elsewhere: dict[int, list[str]] = {}
    for name in look.zones:
        zone = zone_named(name)
        day = look.now.astimezone(zone).date() if zone else in_utc
        if day != in_utc:
            elsewhere.setdefault(day.toordinal(), []).append(name)
    return Case(
        *(When(learner__time_zone__in=names, then=Value(day)) for day, names in elsewhere.items()),
        default=Value(in_utc.toordinal()),
        output_field=IntegerField(),
    )
