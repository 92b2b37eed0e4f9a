"""A participant's own grades: what counts and why, how it came about, and what is still to be reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

from ..models import GradeEntry
from ..rules.scheme import State
from ..rules.share_needed import Share, share_needed
from ..rules.totals import Total
from ..rules.what_if import what_if
from .book import Asked, Cell, Column, Module, Row, scores_of, standing_of
from .columns import modules_of
from .reading import rows_of

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.admissions.models import Enrolment
    from enrolment.programmes.models import CourseRun, GradingScheme


@dataclass(frozen=True)
class Line:
    """A column as its participant sees it; ``history`` is every entry, the latest first."""

    column: Column
    cell: Cell
    history: tuple[GradeEntry, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether points can still be reached, and so be assumed."""
        return self.cell.state in (State.WAITING, State.MISSING)

    @property
    def latest(self) -> GradeEntry | None:
        return self.history[0] if self.history else None


@dataclass(frozen=True)
class WhatIf:
    """The total with the ``assumed`` points, and what everything else that waits has to bring."""

    assumed: Mapping[str, Decimal]
    total: Total
    standing: str
    to_pass: Share
    for_honours: Share


@dataclass(frozen=True)
class OwnGrades:
    run: CourseRun
    scheme: GradingScheme
    modules: tuple[tuple[Module, tuple[Line, ...]], ...]
    row: Row

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for _module, lines in self.modules for line in lines)

    @property
    def total(self) -> Total:
        return self.row.total

    def what_if(self, assumed: Mapping[str, Decimal]) -> WhatIf:
        """What would be, with these points in what is open; the other codes are left out."""
        opened = {line.column.code for line in self.lines if line.is_open}
        assumed = {code: points for code, points in assumed.items() if code in opened}
        items = [line.column.rule for line in self.lines]
        categories = [module.rule for module, _lines in self.modules]
        scores, decimals = scores_of(self.row.cells), self.scheme.decimals
        waiting = [line.column.code for line in self.lines if line.cell.state == State.WAITING]

        def needed(target: Decimal) -> Share:
            return share_needed(
                items,
                categories,
                scores,
                open_codes=waiting,
                target_percent=target,
                decimals=decimals,
                assumed=assumed,
            )

        total = what_if(items, categories, scores, assumed=assumed, decimals=decimals)
        return WhatIf(
            assumed,
            total,
            standing_of(total.percent, self.scheme),
            needed(self.scheme.pass_percent),
            needed(max(self.scheme.honours_percent, self.scheme.pass_percent)),
        )


def grades_of(*, run: CourseRun, enrolment: Enrolment) -> OwnGrades:
    """The grades of a participant, with their history. At most 17 queries; ``run`` has course and scheme,
    ``enrolment`` its learner with her administration."""
    scheme, modules = programmes.scheme_of(run), modules_of(run)
    [row] = rows_of(Asked(run, scheme, modules, [enrolment]))
    entries: dict[int, list[GradeEntry]] = {}
    mine = GradeEntry.objects.filter(enrolment=enrolment, item__category__run=run).order_by("-number")
    for entry in mine:
        entries.setdefault(entry.item_id, []).append(entry)
    lines = (
        (
            module,
            tuple(
                Line(column, row.cells[column.code], tuple(entries.get(column.item_id, ())))
                for column in module.columns
            ),
        )
        for module in modules
    )
    return OwnGrades(run, scheme, tuple(lines), row)


def runs_graded_for(person: User) -> list[CourseRun]:
    """The runs in which somebody has grades to look at: those she has a seat in, and those she was graded in
    before she left; the latest first. Three queries."""
    seats = admissions.runs_of_learner(person)
    graded = GradeEntry.objects.filter(enrolment__learner=person).order_by()
    ids = {*seats, *graded.values_list("item__category__run", flat=True).distinct()}
    return list(programmes.runs().select_related("scheme").filter(pk__in=ids))


def own_enrolment(person: User, run_id: int) -> tuple[CourseRun, Enrolment] | None:
    """A run and the enrolment somebody is graded by there; None where there is none. Four queries."""
    run = next((run for run in runs_graded_for(person) if run.pk == run_id), None)
    if run is None:
        return None
    found = admissions.enrolments_of(learner=person).filter(course=run.course_id)
    enrolment = found.select_related("learner__administration").first()
    return (run, enrolment) if enrolment else None
