"""What the desk and the page of a session both tell of somebody's courses and works: read once for both."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import get_language

from courses.catalogue import api as catalogue
from enrolment.admissions import api as admissions
from enrolment.assessment import api as assessment
from enrolment.completion import api as completion
from enrolment.progress import api as progress

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.admissions.models import Enrolment, Place


@dataclass(frozen=True)
class Held:
    """``enrolments`` have their course, completion, certificate and ``run_id``; ``lines`` are her works,
    ``decisions`` and ``latest`` are by enrolment. ``entries`` (by activity) and ``titles`` (by course) are in
    her language; ``waiting``: the places she waits for."""

    user: User
    enrolments: Sequence[Enrolment]
    lines: Sequence[assessment.WorkLine]
    decisions: Mapping
    latest: Mapping
    entries: Mapping[UUID, object]
    titles: Mapping[int, object]
    waiting: Sequence[Place] = ()


def held_by(user: User) -> Held:
    """All that somebody has in hand. Fourteen queries at most, whatever it is."""
    places = admissions.places_of(user)
    run_ids = [place.run_id for place in places if place.seat is not None]
    waiting = [place for place in places if place.seat is None]
    return _held(user, run_ids, _enrolments(user, run_ids), waiting=waiting)


def held_in(
    user: User, *, run_ids: Collection[int], course_ids: Collection[int], also: Iterable[UUID] = ()
) -> Held:
    """What somebody has in hand in these runs and courses; of the activities ``also`` there are entries too.
    Thirteen queries at most."""
    return _held(user, run_ids, _enrolments(user, run_ids).filter(course__in=course_ids), also=also)


def _enrolments(user: User, run_ids: Iterable[int]):
    return admissions.enrolments_with_runs(user, run_ids).select_related("completion__certificate")


def _held(user: User, run_ids, enrolments, *, waiting: Sequence[Place] = (), also=()) -> Held:
    enrolments, language = list(enrolments), get_language()
    lines = assessment.work_in(user, run_ids, enrolments)
    records = progress.progress_in(enrolments=enrolments)
    decisions = completion.whats_missing_in(enrolments=enrolments, records=records)
    keys = {UUID(item.activity) for decision in decisions.values() for item in decision.requirements}
    keys.update(also, (line.place.assignment.activity_id for line in lines))
    courses = {item.course_id for item in enrolments} | {place.run.course_id for place in waiting}
    return Held(
        user=user,
        enrolments=enrolments,
        lines=lines,
        decisions=decisions,
        latest=progress.latest_in(records.values()),
        entries=catalogue.entries_of(keys, language),
        titles=catalogue.titles_of(courses, language),
        waiting=waiting,
    )
