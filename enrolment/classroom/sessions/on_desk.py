"""The sessions somebody takes part in, on her desk: those under way with the next deadline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.admissions.models import Participation
    from enrolment.programmes.api import Titled

    from ..work.shown import Task, Tasks

# Of somebody who has been in more, the latest.
MOST = 6


@dataclass(frozen=True)
class Line:
    participation: Participation
    words: Titled
    next: Task | None = None

    @property
    def is_over(self) -> bool:
        return self.participation.session.closed_at is not None

    @property
    def is_to_come(self) -> bool:
        return self.participation.session.starts_on > timezone.localdate()

    @property
    def are_weeks_over(self) -> bool:
        return programmes.last_day_of(self.participation.session) < timezone.localdate()


def sessions_on_desk(user: User, tasks: Tasks) -> list[Line]:
    """The sessions somebody is or was in, those under way first. Two queries, one where she is in
    none."""
    found = list(admissions.participations_of(user).prefetch_related("session__closed_days")[:MOST])
    going_on = [item for item in found if item.state == "enrolled" and item.session.closed_at is None]
    soonest: dict[int | None, Task] = {}
    for task in sorted(tasks.to_do, key=lambda task: task.line.due_at, reverse=True):
        module = getattr(task.line.run_assignment.run, "session_module", None)
        soonest[module and module.session_id] = task
    found.sort(key=lambda item: item not in going_on)
    return [
        Line(
            item,
            programmes.titled(item.session),
            soonest.get(item.session_id) if item in going_on else None,
        )
        for item in found
    ]
