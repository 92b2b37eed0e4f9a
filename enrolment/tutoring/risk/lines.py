"""Participants as lines of a table, and the columns of a run: what a page shows is what a file gets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy as _, pgettext_lazy

from clikc.people.collation import sort_key
from courses.catalogue import api as catalogue
from enrolment.advising import api as advising
from enrolment.following import api as following
from enrolment.grading import api as grading
from enrolment.programmes import api as programmes

from .asked import NOBODY, Asked
from .next_step import Step, next_step

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import CourseRun

STEPS = {
    Step.ANSWER: _("Answer her message"),
    Step.WAIT: pgettext_lazy("a participant", "Written to: wait for her answer"),
    Step.WRITE: _("Write to her"),
    Step.MARK: _("Mark what she has handed in"),
    Step.NOTHING: _("Nothing now"),
}


@dataclass(frozen=True)
class Line:
    """A participant in a run. ``tutor`` is a name, "" where nobody is given to her."""

    standing: following.ParticipantStanding
    tutor: str
    written_at: datetime | None
    step: Step

    @property
    def name(self) -> str:
        return self.standing.person.get_full_name() or self.standing.person.address

    @property
    def reasons(self) -> str:
        return following.joined(following.reasons_said(self.standing))

    def state(self, work_id: int) -> following.WorkState | None:
        found = (item.state for item in self.standing.works if item.work.pk == work_id)
        return next(found, None)


@dataclass(frozen=True)
class Column:
    """``value(line)`` is a text, a day or None. ``kind`` says how a page shows it; ``language`` is the
    heading's where it is the title of a work; ``sort``: whether lines can be sorted by it."""

    key: str
    heading: object
    value: Callable[[Line], str | date | None]
    kind: str = "text"
    language: str = ""
    sort: bool = False
    width: int = 20


@dataclass(frozen=True)
class Cell:
    column: Column
    value: str | date | None
    badge: str = ""


NAME = Column("name", _("Participant"), lambda line: line.name, "name", sort=True, width=28)
ADMINISTRATION = Column(
    "administration",
    _("Administration"),
    lambda line: str(line.standing.person.administration or ""),
    sort=True,
    width=24,
)
TUTOR = Column("tutor", _("Tutor"), lambda line: line.tutor, sort=True, width=24)
REASONS = Column(
    "reasons",
    pgettext_lazy("a participant", "At risk"),
    lambda line: line.reasons,
    "reasons",
    sort=True,
    width=48,
)
SEEN = Column(
    "seen",
    pgettext_lazy("a participant", "Last seen"),
    lambda line: _day(line.standing.last_seen_at),
    "day",
    sort=True,
    width=14,
)
WRITTEN = Column(
    "written", _("Last written to"), lambda line: _day(line.written_at), "day", sort=True, width=14
)
STEP = Column("step", _("Next step"), lambda line: str(STEPS[line.step]), "step", width=28)
FOR_TUTORS = (NAME, ADMINISTRATION, REASONS, STEP, SEEN)
FOR_MANAGERS = (NAME, ADMINISTRATION, TUTOR, REASONS, SEEN, WRITTEN)


def columns_of(runs: Sequence[CourseRun], columns: Sequence[Column]) -> dict[int, list[Column]]:
    """Run id → these columns and one for each of its works. Two queries."""
    works = list(programmes.work_of_runs([run.pk for run in runs]))
    titles = catalogue.entries_of({work.assignment.activity_id for work in works}, get_language())
    found = {run.pk: list(columns) for run in runs}
    for work in works:
        found[work.run_id].append(_of_work(work, titles.get(work.assignment.activity_id)))
    return found


def _of_work(work, entry) -> Column:
    def value(line: Line) -> str | None:
        state = line.state(work.pk)
        return str(following.WORK_STATES[state]) if state else None

    heading = entry.title if entry else work.assignment.activity.code.rpartition("/")[2]
    return Column(f"work-{work.pk}", heading, value, "state", entry.language if entry else "")


def cells_of(line: Line, columns: Sequence[Column]) -> list[Cell]:
    badges = {
        f"work-{item.work.pk}": following.WORK_BADGES.get(item.state, "") for item in line.standing.works
    }
    return [Cell(column, column.value(line), badges.get(column.key, "")) for column in columns]


def lines_of(
    user: User, standings: Sequence[following.ParticipantStanding], tutors: dict[int, str] | None = None
) -> list[Line]:
    """Two queries, and those of ``tutors`` (id → name) where they are wanted."""
    runs = {item.run.pk for item in standings}
    enrolments = [item.enrolment.pk for item in standings]
    written = following.last_written(runs, enrolments)
    waiting = advising.waiting(advising.threads_of(user)).filter(run__in=runs, enrolment__in=enrolments)
    asks = set(waiting.values_list("run", "enrolment"))
    now = timezone.now()
    return [_line(item, written, asks, tutors or {}, now) for item in standings]


def _line(item, written: dict, asks: set, tutors: dict[int, str], now: datetime) -> Line:
    key = (item.run.pk, item.enrolment.pk)
    at = written.get(key)
    # Where it is marked by code, nobody learns by a name what is marked already.
    is_known = item.sight == following.Sight.ALL
    step = next_step(
        waits_for_answer=key in asks,
        is_at_risk=item.is_at_risk,
        was_written_to=at is not None and now - at < following.WRITTEN_AGAIN_AFTER,
        waits_for_mark=is_known and any(work.state in WAITING for work in item.works),
    )
    return Line(item, tutors.get(item.tutor_id, ""), at, step)


WAITING = (following.WorkState.HANDED_IN, following.WorkState.LATE)


def tutors_in(run: CourseRun) -> dict[int, str]:
    """Id → name, of everybody who tutors a participant of a run. One query."""
    return {tutor.pk: tutor.get_full_name() for tutor in grading.tutors_of(run_id=run.pk).values()}


def chosen(lines: Sequence[Line], asked: Asked) -> list[Line]:
    """What the filters leave, in their order; who has nothing to be sorted by comes last, and names decide
    between equals."""
    found = [line for line in lines if _is_meant(line, asked)]
    found.sort(key=_name)
    known = [line for line in found if _rank(line, asked.sorted_by) is not None]
    known.sort(key=lambda line: _rank(line, asked.sorted_by), reverse=asked.is_descending)
    return known + [line for line in found if _rank(line, asked.sorted_by) is None]


def _is_meant(line: Line, asked: Asked) -> bool:
    if asked.only_at_risk and not line.standing.is_at_risk:
        return False
    return asked.tutor is None or (line.standing.tutor_id or NOBODY) == asked.tutor


def _name(line: Line) -> str:
    return line.standing.person.search_name


def _rank(line: Line, sort: str):
    """What a line is sorted by; None where there is nothing."""
    if sort == "name":
        return _name(line)
    if sort == "reasons":
        return len(line.standing.reasons) or None
    if sort in ("seen", "written"):
        return line.standing.last_seen_at if sort == "seen" else line.written_at
    text = line.tutor if sort == "tutor" else ADMINISTRATION.value(line)
    return sort_key(text, get_language()) if text else None


def _day(moment: datetime | None) -> date | None:
    """The day where the reader is."""
    return timezone.localdate(moment) if moment else None
