"""What the pages of one's work show: values, read once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language

from courses.catalogue import api as catalogue
from courses.lessons import api as lessons
from enrolment.assessment import api as assessment
from enrolment.grading import api as grading

from .refusals import words_of

if TYPE_CHECKING:
    from clikc.people.models import User

    from ..held import Held

State = assessment.WorkState
TO_DO = (State.OVERDUE, State.DUE, State.AGAIN, State.NO_TEAM, State.NOT_OPEN)


@dataclass(frozen=True)
class Task:
    """One work in a list: how it stands, its title and course in the reader's language (None without a
    page), and the grade she knows (None); ``released``: the newest attempt of which she knows one, or 0."""

    line: assessment.WorkLine
    entry: object
    course: object
    grade: object
    released: int = 0

    @property
    def state(self) -> str:
        return str(self.line.state)

    @property
    def is_to_do(self) -> bool:
        return self.line.state in TO_DO

    @property
    def is_resubmitted(self) -> bool:
        """Whether the grade is that of an earlier attempt than the one handed in last."""
        return is_resubmitted(self.line.last, self.released)


@dataclass(frozen=True)
class Tasks:
    """``groups``: overdue, due, again, handed in, marked, missed, in the order in which they matter."""

    groups: dict[str, list[Task]]

    @property
    def to_do(self) -> list[Task]:
        return [*self.groups["overdue"], *self.groups["again"], *self.groups["due"]]

    def __bool__(self) -> bool:
        return any(self.groups.values())


def tasks_of(person: User) -> Tasks:
    """All that somebody has to hand in. Twelve queries at most, one where she is in no course run."""
    lines = assessment.work_of(person)
    if not lines:
        return _in_groups([])
    language = get_language()
    entries = catalogue.entries_of([line.place.assignment.activity_id for line in lines], language)
    courses = catalogue.titles_of([line.run_assignment.run.course_id for line in lines], language)
    return _in_groups(graded(lines, entries, courses))


def tasks_in(held: Held) -> Tasks:
    """The same of what is read already. One query, none without works."""
    return _in_groups(graded(held.lines, held.entries, held.titles))


def ungraded(held: Held) -> list[Task]:
    """Each work, the earliest due first, without its course and grade. No query."""
    return [
        Task(line, held.entries.get(line.place.assignment.activity_id), None, None) for line in held.lines
    ]


def _in_groups(tasks: Iterable[Task]) -> Tasks:
    groups: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        groups[_group_of(task)].append(task)
    names = ("overdue", "again", "due", "handed_in", "marked", "missed")
    return Tasks({name: groups[name] for name in names})


def _group_of(task: Task) -> str:
    state = task.line.state
    if state == State.AGAIN:
        return "again"
    if task.grade is not None and not task.is_resubmitted:
        return "marked"
    if state in (State.OVERDUE, State.MISSED):
        return str(state)
    return "handed_in" if state in (State.HANDED_IN, State.BEING_MARKED) else "due"


def is_resubmitted(last, released: int) -> bool:
    """Whether ``last`` (a hand-in or None) is of a later attempt than the newest that is ``released``."""
    return last is not None and 0 < released < last.attempt


def graded(
    lines, entries: Mapping = MappingProxyType({}), courses: Mapping = MappingProxyType({})
) -> list[Task]:
    """Each work with its grade; ``entries`` by activity and ``courses`` by course, where a page names them.
    One query, none without lines."""
    grades, released = _grades(lines) if lines else ({}, {})
    keys = [(line.run_assignment.pk, line.place.enrolment.pk) for line in lines]
    return [
        Task(
            line,
            entries.get(line.place.assignment.activity_id),
            courses.get(line.run_assignment.run.course_id),
            grades.get(key),
            released.get(key, 0),
        )
        for line, key in zip(lines, keys, strict=True)
    ]


def _grades(lines) -> tuple[dict, dict]:
    """(Id of the run's assignment, enrolment id) → the grade as it is now, and → the newest attempt that is
    released. One query."""
    rows = grading.GradeEntry.objects.filter(
        item__run_assignment__in=[line.run_assignment.pk for line in lines],
        enrolment__in=[line.place.enrolment.pk for line in lines],
    )
    found, released = {}, defaultdict(int)
    for entry in rows.select_related("item").order_by("number"):
        key = (entry.item.run_assignment_id, entry.enrolment_id)
        found[key] = entry
        released[key] = max(released[key], entry.attempt or 0)
    return {key: entry for key, entry in found.items() if entry.state != "withdrawn"}, released


def mark_of_typed(text: str) -> str:
    """A mark of a plain text, whatever ends its lines: says whether a field was changed."""
    lines = text.replace("\r\n", "\n").strip().split("\n")
    return hashlib.sha256("\n".join(line.rstrip() for line in lines).encode(errors="replace")).hexdigest()[
        :24
    ]


class Desk:
    """One work, for its page: ``line`` says how it stands; the rest is read when it is asked for."""

    def __init__(self, person: User, run_assignment_id: int):
        place = assessment.place_of(person, run_assignment_id)
        if place is None:
            raise Http404
        self.person, self.place = person, place
        self.line = assessment.line_of(place, assessment.last_hand_in(place.submission))

    @property
    def pk(self) -> int:
        return self.place.run_assignment.pk

    @property
    def run(self):
        return self.place.run_assignment.run

    @property
    def assignment(self):
        return self.place.assignment

    @property
    def last(self):
        return self.line.last

    @property
    def decision(self):
        return self.line.decision

    @property
    def submission(self):
        return self.place.submission

    @property
    def draft(self) -> str:
        return self.submission.draft if self.submission else ""

    @cached_property
    def typed(self) -> str:
        """The draft as plain text."""
        return assessment.plain_of(self.draft)

    @property
    def shown(self) -> str:
        return mark_of_typed(self.typed)

    @property
    def has_looks(self) -> bool:
        """Whether the draft has more than paragraphs, which a plain field would lose."""
        return bool(self.draft) and assessment.from_typed(self.typed) != self.draft

    @cached_property
    def files(self) -> list:
        """Those in the draft. One query."""
        return list(self.submission.files.current()) if self.submission else []

    @property
    def is_full(self) -> bool:
        return len(self.files) >= self.assignment.most_files

    @cached_property
    def mark(self) -> str:
        return assessment.mark_of(self.submission, self.files) if self.submission else ""

    @cached_property
    def words(self) -> int:
        return assessment.words_in(self.typed, self.files)

    @property
    def written(self) -> int:
        """Words of the text alone."""
        return assessment.words_in(self.typed, ())

    @property
    def is_empty(self) -> bool:
        return not self.typed.strip() and not self.files

    @property
    def is_blind(self) -> bool:
        """Whether it is marked without the names of those whose work it is."""
        return self.place.scheme.is_blind

    @cached_property
    def is_signed(self) -> bool:
        """Whether her name, or one of her team, stands in the text, although it is marked without."""
        return self.is_blind and self._names(self.typed)

    @cached_property
    def signed_files(self) -> list:
        """Those of ``files`` with such a name in their text."""
        return [kept for kept in self.files if self._names(kept.plain)] if self.is_blind else []

    def _names(self, text: str) -> bool:
        return any(
            assessment.is_named(text, first=one.first_name, last=one.last_name)
            for one in [self.person, *self.members]
        )

    @cached_property
    def is_as_handed_in(self) -> bool:
        """Whether the draft is what was handed in last. One query."""
        last = self.last
        if last is None:
            return False
        same = {kept.pk for kept in self.last_files} == {kept.pk for kept in self.files}
        return same and last.text == self.draft

    @cached_property
    def last_files(self) -> list:
        return list(self.last.files.all()) if self.last else []

    @property
    def newer_text(self) -> str:
        """What was written after the hand-in, or without one."""
        return "" if self.last and self.last.text == self.draft else self.draft

    @cached_property
    def newer_files(self) -> list:
        """Files of the draft that were not handed in. Two queries."""
        kept = {item.pk for item in self.last_files}
        return [item for item in self.files if item.pk not in kept]

    @cached_property
    def members(self) -> list:
        """Who else is in the team. One query of a team's work."""
        team = self.place.team
        if team is None:
            return []
        others = team.members.current().exclude(person=self.person).select_related("person")
        return [item.person for item in others]

    @cached_property
    def entry(self):
        key = self.assignment.activity_id
        return catalogue.entries_of([key], get_language()).get(key)

    @cached_property
    def course(self):
        return catalogue.titles_of([self.run.course_id], get_language()).get(self.run.course_id)

    @cached_property
    def rubric(self):
        """As it is now. Three queries."""
        found = self.assignment.rubric
        languages = [get_language(), self.run.course.source_language]
        return lessons.rubric_in(found, languages) if found else None

    @cached_property
    def released(self):
        """What came back of the newest attempt that is released; None."""
        if self.submission is None or self.last is None:
            return None
        return grading.released_work_of(self.submission, enrolment_id=self._graded_as)

    @property
    def _graded_as(self):
        """The id of the enrolment she is graded by, also after she has left the run."""
        return self.place.enrolment.pk if self.place.enrolment else self.submission.enrolment_id

    @cached_property
    def released_attempt(self) -> int:
        """The newest attempt of which she knows a grade; 0. One query."""
        if self.submission is None or self.last is None:
            return 0
        found = grading.GradeEntry.objects.filter(submission=self.submission, enrolment=self._graded_as)
        return max((attempt or 0 for attempt in found.values_list("attempt", flat=True)), default=0)

    @property
    def is_released(self) -> bool:
        """Whether there is something to look at."""
        return self.released_attempt > 0

    @property
    def is_resubmitted(self) -> bool:
        """Whether the grade is that of an earlier attempt than the one handed in last."""
        return is_resubmitted(self.last, self.released_attempt)

    @property
    def why_closed(self) -> list[str]:
        """Why what was handed in cannot be changed any more, in words; empty where it can."""
        closed = list(self.decision.writing)
        if closed == ["being_marked"] and self.is_released and not self.is_resubmitted:
            closed = ["marked"]
        return words_of(closed)

    @property
    def statement(self) -> str:
        return assessment.statement_in(get_language(), is_group=self.place.is_group)

    @property
    def is_late_now(self) -> bool:
        return self.decision.lateness.is_late

    @property
    def is_over(self) -> bool:
        return timezone.now() > self.decision.due_at
