"""The lines of the queue: markings as a tutor recognises them, without names where the run is blind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from courses.catalogue import api as catalogue
from courses.catalogue.api import Entry
from enrolment.grading import api as grading
from enrolment.programmes import api as programmes

from .asked import State

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import RunAssignment

# Long texts, and what says who wrote them.
NOT_READ = (
    "feedback",
    "note",
    "hand_in__text",
    "hand_in__plain",
    "hand_in__statement",
    "submission__draft",
)
KNOWN = (
    "hand_in",
    "submission__run_assignment__run__scheme",
    "submission__run_assignment__assignment__activity__course",
    "submission__enrolment__learner",
    "submission__team",
)


@dataclass(frozen=True)
class Line:
    """One marking. ``author``: a name, where the run is not marked blind; ``title`` of its assignment."""

    marking: grading.Marking
    title: Entry | None
    author: str
    state: State
    is_overdue: bool

    @property
    def work(self) -> RunAssignment:
        return self.marking.submission.run_assignment

    @property
    def waits_since(self) -> datetime:
        return self.marking.hand_in.at


def lines_of(user: User, markings: QuerySet[grading.Marking], ids: Sequence) -> list[Line]:
    """The markings with these ids, in this order. Two queries and those for the titles."""
    found = markings.filter(pk__in=ids).order_by().select_related(*KNOWN).defer(*NOT_READ)
    by_id = {marking.pk: marking for marking in found}
    rows = [by_id[pk] for pk in ids if pk in by_id]
    activities = {row.submission.run_assignment.assignment.activity_id for row in rows}
    titles = catalogue.entries_of(activities, get_language())
    now = timezone.now()
    return [_line(row, user, titles, now) for row in rows]


def _line(marking: grading.Marking, user: User, titles: dict, now: datetime) -> Line:
    is_late = marking.finished_at is None and marking.due_at is not None and marking.due_at < now
    title = titles.get(marking.submission.run_assignment.assignment.activity_id)
    return Line(marking, title, author_of(marking, user), _state_of(marking), is_late)


def author_of(marking: grading.Marking, user: User) -> str:
    """Who wrote it, as far as its marker may know: empty where the run is marked blind."""
    submission = marking.submission
    if grading.is_blind_to(user, marking, programmes.scheme_of(submission.run_assignment.run)):
        return ""
    if submission.team_id:
        return submission.team.name
    return submission.enrolment.learner.get_full_name()


def _state_of(marking: grading.Marking) -> State:
    if marking.finished_at:
        return State.RELEASED if marking.is_released else State.FINISHED
    return State.BEGUN if marking.begun_at else State.WAITING
