"""Rows with everything a page or a sheet says of them, in the language of now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language

from courses.catalogue import api as catalogue

from .rows import followed, standing_of_row
from .rules import Standing
from .sql import FinalScore
from .words import KINDS, said_of

if TYPE_CHECKING:
    from clikc.people.models import Administration, User

BATCH = 500


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


def lines_of(rows: Iterable, administration: Administration, *, now: datetime | None = None) -> list[Line]:
    """The rows of ``following_rows`` (a page of them) as lines. Three queries beside theirs."""
    now = now or timezone.now()
    if hasattr(rows, "select_related"):
        rows = rows.select_related("learner__unit").annotate(final=FinalScore("completion__evidence"))
    rows = list(rows)
    courses = {row.course_id for row in rows}
    titles = catalogue.titles_of(courses, get_language())
    codes = dict(catalogue.courses().filter(pk__in=courses).values_list("pk", "code"))
    cohorts = _cohorts_of(rows, administration)
    return [
        Line(
            enrolment=row,
            standing=standing_of_row(row, now=now),
            title=titles[row.course_id].title if row.course_id in titles else codes[row.course_id],
            title_language=titles[row.course_id].language if row.course_id in titles else "",
            cohorts=tuple(cohorts.get((row.learner_id, row.course_id), ())),
            score=row.final,
        )
        for row in rows
    ]


def lines_by_id(
    user: User, administration: Administration, ids: Sequence[UUID | str], *, now: datetime | None = None
) -> Iterator[Line]:
    """The lines of these enrolments in their order, 500 at a time; those one may no longer see are left
    out."""
    now = now or timezone.now()
    for start in range(0, len(ids), BATCH):
        batch = [UUID(str(pk)) for pk in ids[start : start + BATCH]]
        rows = followed(user, administration, now=now).filter(pk__in=batch)
        found = {line.enrolment.pk: line for line in lines_of(rows, administration, now=now)}
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
