"""Rows with everything a page or a sheet says of them, in the language of now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from courses.catalogue import api as catalogue

from .rows import followed, standing_of_row
from .rules import Kind, Standing
from .sql import FinalScore, Look
from .words import KINDS, said_of

if TYPE_CHECKING:
    from clikc.people.models import Administration, User

BATCH = 500
BADGES = {
    Kind.BEHIND: "bad",
    Kind.NOT_STARTED: "warn",
    Kind.IDLE: "warn",
    Kind.ON_TRACK: "accent",
    Kind.FINISHED: "good",
}


@dataclass(frozen=True)
class Line:
    """An officer in a course. ``title`` and ``title_language`` are the course's; ``score`` is per cent."""

    enrolment: object
    standing: Standing
    title: str
    title_language: str
    cohorts: tuple[str, ...]
    score: int | None

    @property
    def person(self) -> User:
        return self.enrolment.learner

    @property
    def kind_words(self) -> str:
        return str(KINDS[self.standing.kind])

    @property
    def badge(self) -> str:
        """How loud its standing is: good, warn, bad, or "" for none of these."""
        return BADGES.get(self.standing.kind, "")

    @property
    def details(self) -> str:
        return said_of(self.standing, done=self.enrolment.done, required=self.enrolment.required)

    @property
    def percent(self) -> int | None:
        """The share done; None where the course asks for nothing."""
        if not self.enrolment.required:
            return None
        return self.enrolment.done * 100 // self.enrolment.required

    @property
    def active_on(self) -> date | None:
        return _day(self.enrolment.last_active_at)

    @property
    def finished_on(self) -> date | None:
        return _day(self.enrolment.finished_at)


def lines_of(rows: QuerySet, administration: Administration, look: Look) -> list[Line]:
    """The rows of ``followed`` as lines, in their order. Three queries."""
    related = rows.select_related("learner__unit", "course")
    rows = list(related.annotate(final=FinalScore("completion__evidence")))
    titles = catalogue.titles_of({row.course_id for row in rows}, get_language())
    cohorts = _cohorts_of(rows, administration)
    return [
        Line(
            enrolment=row,
            standing=standing_of_row(row, now=look.now),
            title=titles[row.course_id].title if row.course_id in titles else row.course.code,
            title_language=titles[row.course_id].language if row.course_id in titles else "",
            cohorts=tuple(cohorts.get((row.learner_id, row.course_id), ())),
            score=row.final,
        )
        for row in rows
    ]


def lines_by_id(
    user: User, administration: Administration, ids: Sequence[UUID | str], look: Look | None = None
) -> Iterator[Line]:
    """The lines of these enrolments in their order, 500 at a time; those one may no longer see are left
    out."""
    look = look or Look.at(administration)
    for start in range(0, len(ids), BATCH):
        batch = [UUID(str(pk)) for pk in ids[start : start + BATCH]]
        rows = followed(user, administration, look).filter(pk__in=batch).order_by()
        found = {line.enrolment.pk: line for line in lines_of(rows, administration, look)}
        yield from (found[pk] for pk in batch if pk in found)


def _cohorts_of(rows: Sequence, administration: Administration) -> dict[tuple[int, int], list[str]]:
    """(Person id, course id) → names of the cohorts that brought her into it. One query."""
    members = apps.get_model("programmes", "CohortMember").objects.current()
    named = members.filter(
        cohort__administration=administration.pk,
        person__in={row.learner_id for row in rows},
        cohort__courses__course__in={row.course_id for row in rows},
    ).values_list("person", F("cohort__courses__course"), "cohort__name")
    found: dict[tuple[int, int], list[str]] = {}
    for person, course, name in named.order_by("cohort__name"):
        found.setdefault((person, course), []).append(name)
    return found


def _day(moment: datetime | None) -> date | None:
    """The day of a moment in the reader's zone."""
    return timezone.localdate(moment) if moment else None
