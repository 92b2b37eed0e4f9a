"""What participants have come to so far in several runs at once, as their gradebooks would say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from enrolment.programmes import api as programmes

from ..items import FULL_MARKS, module_of
from ..models import GradeCategory, GradeEntry, GradeItem
from ..rules.scheme import Category, Item, Score, State
from ..rules.totals import total_of
from .book import standing_of
from .reading import current_in

if TYPE_CHECKING:
    from enrolment.programmes.models import CourseRun


class Seat(NamedTuple):
    """Somebody in a run: its id, and that of her enrolment."""

    run_id: int
    pk: UUID


@dataclass(frozen=True)
class RunTotal:
    """Per cent of what counts, None while nothing does; ``standing``: honours, passed, below, "";
    ``is_final``: nothing waits."""

    percent: Decimal | None
    standing: str
    is_final: bool


def totals_in_runs(
    *,
    runs: Sequence[CourseRun],
    seats: Sequence[Seat],
    missing: Collection[tuple[str, UUID]] = (),
) -> dict[tuple[int, UUID], RunTotal]:
    """(Run id, enrolment id) → total so far of each. ``missing``: (code of the
    column, enrolment id) of what was due and is not there, as the caller knows it already.

    Four queries, whatever the number; ``runs`` have their schemes.
    """
    by_id = {run.pk: run for run in runs}
    items, item_ids = _items_of(by_id)
    categories = _categories_of(by_id, items)
    entries = current_in(list(item_ids), seats)
    codes, gaps = defaultdict(dict), defaultdict(set)
    for code, enrolment_id in missing:
        gaps[enrolment_id].add(code)
    for (item_id, enrolment_id), entry in entries.items():
        codes[enrolment_id][item_ids[item_id]] = entry
    found = {}
    for item in seats:
        run, modules = by_id[item.run_id], categories[item.run_id].values()
        found[run.pk, item.pk] = _total(run, items[run.pk], modules, codes[item.pk], gaps[item.pk])
    return found


def _items_of(runs: Mapping[int, CourseRun]) -> tuple[dict[int, list[Item]], dict[int, str]]:
    """Run id → its columns; id of an item → its code. Two queries."""
    found, ids = defaultdict(list), {}
    for item in GradeItem.objects.filter(category__run__in=list(runs)).select_related("category"):
        code = _code_of(item)
        ids[item.pk] = code
        found[item.category.run_id].append(
            Item(code, item.category.module, item.weight, item.most, item.kind)
        )
    for work in programmes.work_of_runs(runs).filter(grade_item=None):
        module = module_of(work.assignment.activity.code)
        found[work.run_id].append(Item(f"a{work.pk}", module, Decimal(1), FULL_MARKS))
    return found, ids


def _code_of(item: GradeItem) -> str:
    if item.run_assignment_id:
        return f"a{item.run_assignment_id}"
    return f"q{item.quiz_id}" if item.quiz_id else f"m{item.pk}"


def _categories_of(runs, items: Mapping[int, Sequence[Item]]) -> dict[int, dict[str, Category]]:
    """Run id → module → category; one that nobody has arranged weighs one. One query."""
    found = defaultdict(dict)
    for row in GradeCategory.objects.filter(run__in=list(runs)):
        found[row.run_id][row.module] = Category(row.module, row.weight, row.drop_lowest)
    for run_id, columns in items.items():
        for item in columns:
            found[run_id].setdefault(item.module, Category(item.module, Decimal(1)))
    return found


def _total(
    run: CourseRun, items: Sequence[Item], categories, entries: Mapping, missing: Collection[str]
) -> RunTotal:
    scheme = programmes.scheme_of(run)
    scores = [_score(item.code, entries.get(item.code), item.code in missing) for item in items]
    total = total_of(items, categories, scores, decimals=scheme.decimals)
    return RunTotal(total.percent, standing_of(total.percent, scheme), total.is_final)


def _score(code: str, entry, is_missing: bool) -> Score:
    if entry is None or entry.state == GradeEntry.State.WITHDRAWN:
        return Score(code, None, State.MISSING if is_missing else State.WAITING)
    if entry.state == GradeEntry.State.EXCUSED:
        return Score(code, None, State.EXCUSED)
    return Score(code, entry.points, State.GRADED)


def decided_quizzes(run_ids: Sequence[int]) -> dict[tuple[int, int, UUID], str]:
    """(Run id, quiz id, enrolment id) → state, of every quiz that is graded or excused in these gradebooks,
    by whatever way. One query."""
    found = GradeEntry.objects.filter(item__category__run__in=list(run_ids), item__quiz__isnull=False)
    rows = found.order_by("number").values_list("item__category__run", "item__quiz", "enrolment", "state")
    last = {(run, quiz, enrolment): state for run, quiz, enrolment, state in rows}
    return {key: state for key, state in last.items() if state != GradeEntry.State.WITHDRAWN}
