"""The records of a session that say what its participants did, asked for all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.db.models import FilteredRelation, Q

from enrolment.admissions import api as admissions
from enrolment.grading import api as grading
from enrolment.grading.rules.rounding import round_half_up
from enrolment.grading.rules.scheme import State
from enrolment.grading.rules.totals import Why

from . import rules

if TYPE_CHECKING:
    from courses.catalogue.models import Activity
    from enrolment.admissions.models import Enrolment, Participation
    from enrolment.grading.gradebook.book import Gradebook, Row
    from enrolment.programmes.models import ProgrammeSession, SessionModule

ATTENDED, MISSED, WITHDRAWN = "present", "absent", "withdrawn"


@dataclass(frozen=True)
class Work:
    """How a work was handed in: late in what counts of an attempt, and again after its release."""

    is_late: bool = False
    is_again: bool = False


class Facts:
    """Everything that is asked of the records, once for all participants."""

    def __init__(
        self, session: ProgrammeSession, modules: Sequence[SessionModule], people: Sequence[Participation]
    ):
        self.modules, self.people = modules, people
        self.line = next(
            (bar for bar in (session.pass_module, session.pass_final) if bar is not None), Decimal(0)
        )
        self.enrolments = _enrolments(modules, people)
        self.books = self._books_for(people)
        self.rows = {(pk, row.enrolment_id): row for pk, book in self.books.items() for row in book.rows}
        runs = [module.run_id for module in modules if module.run_id]
        self.works = _works_of(runs)
        self.marks = _marks_of(session)
        self.completed = _completed(item.pk for item in self.enrolments.values())
        self.attendance = _attendance_of(session)

    def achievement_of(self, participation: Participation) -> rules.Achievement:
        missing, late, again = self._works(participation)
        return rules.Achievement(
            modules=tuple(self._module(module, participation) for module in self.modules),
            not_handed_in=missing,
            late=late,
            resubmitted=again,
            attendance=self.attendance.get(participation.pk),
            is_withdrawn=participation.state == WITHDRAWN,
        )

    def missing_for(self, participation: Participation, not_handed_in: Iterable[str]) -> tuple[str, ...]:
        """Of these works those whose time is over, as her gradebooks say it."""
        rows = (self._row(module, participation) for module in self._required)
        cells = {code: cell for row in rows if row for code, cell in row.cells.items()}
        return tuple(code for code in not_handed_in if cells[code].state == State.MISSING)

    def waiting_for(self, participation: Participation) -> tuple[str, ...]:
        """What is still to be graded for her in the required modules, by its code."""
        if participation.state == WITHDRAWN:
            return ()
        return tuple(code for module in self._required for code in self._waiting(module, participation))

    @property
    def activities(self) -> dict[str, Activity]:
        """Code of a work → what it is in the catalogue."""
        columns = (column for book in self.books.values() for column in book.columns)
        return {column.code: column.work.assignment.activity for column in columns if column.work}

    @property
    def _required(self) -> list[SessionModule]:
        return [module for module in self.modules if module.is_required]

    def _books_for(self, people: Sequence[Participation]) -> dict[int, Gradebook]:
        """Module → the gradebook of its run, read all at once."""
        taught = [module for module in self.modules if module.run_id]
        asked = {}
        for module in taught:
            there = (self._enrolment(module, item) for item in people)
            asked[module.run] = [item for item in there if item]
        books = grading.whole_books_of(asked)
        return {module.pk: books[module.run_id] for module in taught}

    def _enrolment(self, module: SessionModule, participation: Participation) -> Enrolment | None:
        course = module.run.course_id if module.run_id else None
        return self.enrolments.get((participation.learner_id, course))

    def _row(self, module: SessionModule, participation: Participation) -> Row | None:
        enrolment = self._enrolment(module, participation)
        return self.rows.get((module.pk, enrolment.pk)) if enrolment else None

    def _module(self, module: SessionModule, participation: Participation) -> rules.Module:
        percent, is_settled = self._percent(module, participation)
        enrolment = self._enrolment(module, participation)
        is_done = enrolment is not None and enrolment.pk in self.completed
        is_passed = is_settled and percent is not None and percent >= self.line
        return rules.Module(
            module.code, percent, module.weight, module.is_required, is_done=is_done or is_passed
        )

    def _percent(self, module: SessionModule, participation: Participation) -> tuple[Decimal | None, bool]:
        """The mark that somebody entered, else what the gradebook comes to; and whether nothing waits."""
        by_hand = self.marks.get((module.pk, participation.pk))
        if by_hand is not None:
            return by_hand, True
        row = self._row(module, participation)
        return (row.total.percent, row.total.is_final) if row else (None, False)

    def _waiting(self, module: SessionModule, participation: Participation) -> tuple[str, ...]:
        if self.marks.get((module.pk, participation.pk)) is not None:
            return ()
        row = self._row(module, participation)
        if row is None:
            return (module.code,)
        waits = (reason.items for reason in row.total.reasons if reason.code == Why.WAITING)
        return next(waits, ())

    def _works(self, participation: Participation) -> tuple[tuple[str, ...], ...]:
        """Codes of the works that are not handed in, were handed in late, and again. Who is excused owes
        nothing; what was graded with points was there, on whatever way it came."""
        missing, late, again = [], [], []
        for module in self._required:
            row = self._row(module, participation)
            works = [column for column in self.books[module.pk].columns if column.work] if row else []
            for column in works:
                cell, work = row.cells[column.code], self._work(column.work.pk, row, participation)
                if work is None:
                    if cell.state != "excused" and not cell.points:
                        missing.append(column.code)
                    continue
                late += [column.code] if work.is_late else []
                again += [column.code] if work.is_again else []
        return tuple(missing), tuple(late), tuple(again)

    def _work(self, work_id: int, row: Row, participation: Participation) -> Work | None:
        own = self.works.get((work_id, row.enrolment_id))
        return own or self.works.get((work_id, participation.learner_id))


def _enrolments(modules, people: Sequence[Participation]) -> dict[tuple[int, int], Enrolment]:
    """(Person id, course id) → enrolment, with its learner."""
    courses = {module.run.course_id for module in modules if module.run_id}
    learners = {item.learner_id: item.learner for item in people}
    found = admissions.enrolments_in(course_ids=courses, person_ids=learners)
    for (person, _course), enrolment in found.items():
        enrolment.learner = learners[person]
    return found


def _works_of(run_ids: Sequence[int]) -> dict[tuple, Work]:
    """(Assignment in the run, enrolment, or the person id of each who is in the team now) → how it was handed
    in. Of each attempt the newest counts; of how it is late, its last word."""
    rows = apps.get_model("assessment", "HandIn").objects.filter(submission__run_assignment__run__in=run_ids)
    is_in = Q(submission__team__members__left_at=None)
    told = rows.annotate(member=FilteredRelation("submission__team__members", condition=is_in))
    attempts: dict[tuple, dict[int, int]] = defaultdict(dict)
    for work, enrolment, person, attempt, late_days in told.order_by("number").values_list(
        "submission__run_assignment", "submission__enrolment", "member__person", "attempt", "late_days"
    ):
        attempts[work, enrolment or person][attempt] = late_days
    return {key: Work(any(late.values()), max(late) > 1) for key, late in attempts.items()}


def _marks_of(session: ProgrammeSession) -> dict[tuple[int, UUID], Decimal]:
    """(Module, participation) → the mark that somebody entered, where one stands."""
    marks = apps.get_model("grading", "ModuleMark").objects.current()
    rows = marks.filter(module__session=session, percent__isnull=False).order_by()
    told = rows.values_list("module", "participation", "percent")
    return {(module, who): percent for module, who, percent in told}


def _completed(enrolment_ids: Iterable[UUID]) -> set[UUID]:
    found = apps.get_model("completion", "CourseCompletion").objects.filter(enrolment__in=list(enrolment_ids))
    return set(found.values_list("enrolment", flat=True))


def _attendance_of(session: ProgrammeSession) -> dict[UUID, Decimal]:
    """Participation → per cent of the live events of which somebody has said whether she was there. Who was
    excused is counted neither way."""
    there: dict[UUID, list[bool]] = defaultdict(list)
    rows = apps.get_model("progress", "Attendance").objects.filter(
        participation__session=session, state__in=(ATTENDED, MISSED)
    )
    for who, state in rows.order_by().values_list("participation", "state"):
        there[who].append(state == ATTENDED)
    return {who: round_half_up(Fraction(sum(said) * 100, len(said)), 2) for who, said in there.items()}
