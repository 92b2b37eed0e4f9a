"""How much each tutor of a run has to do, how long it has waited, and how long she takes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q
from django.utils import timezone

from enrolment.programmes import api as programmes

from .models import Marking, Tutorship
from .staff import is_away, staff_of

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import CourseRun, RunTutor

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Load:
    """A tutor of a run. ``waiting`` markings nobody has begun, ``begun`` ones, ``overdue`` of both,
    ``finished``.

    ``oldest_at``: since when the oldest of them waits, None for none. ``promised_days``: work is given back
    within. ``median_days``: half of what she finished took her no longer (from when the work came), None
    where she finished nothing.
    """

    tutor: User
    terms: RunTutor
    participants: int
    waiting: int
    begun: int
    overdue: int
    finished: int
    oldest_at: datetime | None
    promised_days: int
    median_days: float | None
    is_away: bool

    @property
    def capacity(self) -> int:
        return self.terms.capacity

    @property
    def open(self) -> int:
        return self.waiting + self.begun


def loads_of(run: CourseRun) -> list[Load]:
    """The load of every tutor of a run, by name. Six queries, whatever the number."""
    staff = staff_of(run)
    promised = programmes.scheme_of(run).turnaround_days
    there = Tutorship.objects.current().filter(run=run).order_by().values("tutor")
    participants = {row["tutor"]: row["number"] for row in there.annotate(number=Count("pk"))}
    counts, days = _counts(run), _days_taken(run)
    loads = [
        Load(
            tutor=terms.tutor,
            terms=terms,
            participants=participants.get(pk, 0),
            promised_days=promised,
            median_days=median(days[pk]) if days.get(pk) else None,
            is_away=is_away(terms),
            **counts.get(pk, NOTHING),
        )
        for pk, terms in staff.items()
    ]
    return sorted(loads, key=lambda load: (load.tutor.search_name, load.tutor.pk))


NOTHING = {"waiting": 0, "begun": 0, "overdue": 0, "finished": 0, "oldest_at": None}


def _counts(run: CourseRun) -> dict[int, dict]:
    is_open = Q(finished_at__isnull=True)
    found = Marking.objects.current().filter(submission__run_assignment__run=run, tutor__isnull=False)
    rows = (
        found.order_by()
        .values("tutor")
        .annotate(
            waiting=Count("pk", filter=is_open & Q(begun_at__isnull=True)),
            begun=Count("pk", filter=is_open & Q(begun_at__isnull=False)),
            overdue=Count("pk", filter=is_open & Q(due_at__lt=timezone.now())),
            finished=Count("pk", filter=~is_open),
            oldest_at=Min("made_at", filter=is_open),
        )
    )
    return {row.pop("tutor"): row for row in rows}


def _days_taken(run: CourseRun) -> dict[int, list[float]]:
    """Tutor id → days from when each marking came to when it was finished."""
    found = Marking.objects.finished().filter(submission__run_assignment__run=run, tutor__isnull=False)
    days = defaultdict(list)
    for tutor, made, finished in found.order_by().values_list("tutor", "made_at", "finished_at"):
        days[tutor].append((finished - made) / DAY)
    return days


def unplaced_count(run: CourseRun) -> int:
    """How many markings of a run wait for somebody to be given to; moderations wait for any manager. One
    query."""
    waiting = Marking.objects.unfinished().filter(submission__run_assignment__run=run, tutor__isnull=True)
    return waiting.exclude(role=Marking.Role.MODERATION).count()
