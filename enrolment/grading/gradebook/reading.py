"""The gradebook of a run as somebody may see it, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from enrolment.programmes import api as programmes

from ..decided import keeps_decision
from ..models import GradeEntry
from ..rules.scheme import State
from ..rules.totals import total_of
from .book import Asked, Cell, Column, Gradebook, Module, Row, scores_of, standing_of
from .codes import code_of
from .columns import Titles, modules_in, modules_of
from .open_items import missing_in
from .permissions import participants_seen_by, sees_all

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.admissions.models import Enrolment
    from enrolment.programmes.models import CourseRun


def gradebook_of(*, run: CourseRun, viewer: User) -> Gradebook:
    """The gradebook of a run: the participants ``viewer`` may see, by name, every column, totals.

    Where the run is marked without names a tutor sees codes, in their order, and what is graded by hand is
    kept apart: those she grades by name, and the same points must not tell her whose work she reads. Nothing
    is missing there: it waits, in the totals too, because of whom something is missing may be known by name.
    At most 17 queries, whatever its size, where ``run`` has its course and scheme.
    """
    scheme = programmes.scheme_of(run)
    is_blind = scheme.is_blind and not sees_all(viewer)
    modules = modules_of(run)
    enrolments = list(participants_seen_by(viewer, run).order_by("learner__search_name", "pk"))
    asked = Asked(run, scheme, modules, enrolments)
    rows = rows_of(asked, is_blind=is_blind)
    columns = asked.columns
    apart = tuple(column for column in columns if is_blind and column.is_manual)
    if is_blind:
        rows = tuple(sorted(rows, key=attrgetter("name")))
    shown = tuple(
        replace(module, columns=tuple(column for column in module.columns if column not in apart))
        for module in modules
    )
    return Gradebook(run, scheme, shown, rows, is_blind, sees_all(viewer), apart)


def whole_books_of(enrolments: Mapping[CourseRun, Sequence[Enrolment]]) -> dict[int, Gradebook]:
    """Run id → its gradebook with these enrolments by name, for those who decide on them all. Columns bear
    codes in place of titles.

    At most 11 queries, whatever the number of runs; they have their schemes, an enrolment its learner with
    administration.
    """
    modules = modules_in({run.pk: Titles() for run in enrolments})
    asked = [Asked(run, programmes.scheme_of(run), modules[run.pk], who) for run, who in enrolments.items()]
    rows = rows_in(asked)
    return {
        one.run.pk: Gradebook(one.run, one.scheme, modules[one.run.pk], rows[one.run.pk], sees_all=True)
        for one in asked
    }


def named_rows(*, run: CourseRun, viewer: User, column: Column) -> tuple[Row, ...]:
    """The participants by name with a column that is graded by hand, whatever is marked without names. They
    have that one cell, and no totals."""
    enrolments = list(participants_seen_by(viewer, run).order_by("learner__search_name", "pk"))
    module = Module(column.module, "", "", Decimal(1), 0, 0, (column,))
    rows = rows_of(Asked(run, programmes.scheme_of(run), (module,), enrolments))
    return tuple(replace(row, total=total_of([], [], [], decimals=0), standing="") for row in rows)


def rows_of(asked: Asked, *, is_blind: bool = False) -> tuple[Row, ...]:
    """A row for each enrolment, in their order. Seven queries at most."""
    return rows_in([asked], is_blind=is_blind)[asked.run.pk]


def rows_in(asked: Sequence[Asked], *, is_blind: bool = False) -> dict[int, tuple[Row, ...]]:
    """Run id → its rows, of several runs in as many queries as of one."""
    ids = [column.item_id for one in asked for column in one.columns if column.item_id]
    entries = current_in(ids, [item for one in asked for item in one.enrolments])
    missing = set() if is_blind else missing_in(asked)
    return {
        one.run.pk: tuple(_row(one, item, entries, missing, is_blind=is_blind) for item in one.enrolments)
        for one in asked
    }


# What is said of an excuse that a release left standing; nothing that was earned bears on it.
DECIDED = ("decided",)


class Entered(NamedTuple):
    """What a cell needs of a grade."""

    item_id: int
    enrolment_id: UUID
    number: int
    kind: str
    state: str
    points: Decimal | None
    reasons: list
    attempt: int | None


def current_in(item_ids: list[int], enrolments: Iterable[Enrolment]) -> dict[tuple[int, UUID], Entered]:
    """The last entry of every cell. One query."""
    ids = [item.pk for item in enrolments]
    found = GradeEntry.objects.filter(item__in=item_ids, enrolment__in=ids).order_by("number")
    rows = (Entered(*values) for values in found.values_list(*Entered._fields))
    return {(row.item_id, row.enrolment_id): row for row in rows}


def _row(asked: Asked, enrolment: Enrolment, entries, missing, *, is_blind: bool) -> Row:
    scheme, columns = asked.scheme, asked.columns
    cells = {
        column.code: cell_of(
            column,
            entries.get((column.item_id, enrolment.pk)),
            scheme.decimals,
            is_missing=(column.code, enrolment.pk) in missing,
        )
        for column in columns
    }
    total = total_of(
        [column.rule for column in columns],
        [module.rule for module in asked.modules],
        scores_of(cells),
        decimals=scheme.decimals,
    )
    for code in total.dropped:
        cells[code] = replace(cells[code], notes=(*cells[code].notes, "dropped"))
    learner = enrolment.learner
    code = code_of(asked.run.pk, enrolment.pk)
    return Row(
        key=code if is_blind else str(enrolment.pk),
        name=code if is_blind else learner.get_full_name() or learner.address,
        administration="" if is_blind else str(learner.administration or ""),
        enrolment_id=enrolment.pk,
        cells=cells,
        total=total,
        standing=standing_of(total.percent, scheme),
    )


def cell_of(column: Column, entry: Entered | None, decimals: int, *, is_missing: bool) -> Cell:
    """How somebody stands in a column. A grade that was taken back leaves what would stand without one."""
    history = entry.number if entry else 0
    if entry is None or entry.state == GradeEntry.State.WITHDRAWN:
        return Cell(State.MISSING if is_missing else State.WAITING, history=history)
    if entry.state == GradeEntry.State.EXCUSED:
        return Cell(State.EXCUSED, notes=DECIDED if keeps_decision(entry) else (), history=history)
    return Cell(State.GRADED, entry.points, _notes(entry), history, column.most, decimals)


def _notes(entry: Entered) -> tuple[str, ...]:
    codes = {reason.get("code") for reason in entry.reasons if isinstance(reason, dict)}
    is_again = "resubmitted" in codes or (entry.attempt or 1) > 1
    said = {
        "late": "late" in codes,
        "resubmitted": is_again,
        "decided": keeps_decision(entry),
        "changed": entry.kind in (GradeEntry.Kind.CHANGED, GradeEntry.Kind.OVERRIDE),
    }
    return tuple(code for code, is_so in said.items() if is_so)
