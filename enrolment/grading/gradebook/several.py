"""What participants have come to so far in several runs at once, as their gradebooks would say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from enrolment.programmes import api as programmes

from ..items import FULL_MARKS, module_of
from ..models import GradeCategory, GradeEntry
from ..rules.scheme import Category, Item, Score, State
from ..rules.totals import total_of
from .book import standing_of
from .reading import current_in

if TYPE_CHECKING:
    from enrolment.programmes.models import CourseRun, RunAssignment


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
    works: Iterable[RunAssignment] | None = None,
) -> dict[tuple[int, UUID], RunTotal]:
    """(Run id, enrolment id) → total so far of each. ``missing``: (code of the
    column, enrolment id) of what was due and is not there, as the caller knows it already; ``works``: all
    that is to be handed in in these runs, for who knows it.

    Three queries, two with ``works``, whatever the number; ``runs`` have their schemes.
    """
    by_id = {run.pk: run for run in runs}
    there = programmes.work_of_runs(by_id) if works is None else works
    items, item_ids, categories = _columns_of(by_id, there)
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


def _columns_of(
    runs: Iterable[int], works: Iterable[RunAssignment]
) -> tuple[dict[int, list[Item]], dict[int, str], dict[int, dict[str, Category]]]:
    """Run id → its columns; id of an item → its code; run id → module → category, one that nobody has
    arranged weighs one. One query."""
    items, codes, categories = defaultdict(list), {}, defaultdict(dict)
    for row in _arranged(runs):
        module = row["module"]
        categories[row["run"]][module] = Category(module, row["weight"], row["drop_lowest"])
        if row["items"]:
            codes[row["items"]] = code = _code_of(row)
            weight, most, kind = (row[f"items__{name}"] for name in ("weight", "most", "kind"))
            items[row["run"]].append(Item(code, module, weight, most, kind))
    known = set(codes.values())
    for work in works:
        if (code := f"a{work.pk}") not in known:
            module = module_of(work.assignment.activity.code)
            items[work.run_id].append(Item(code, module, Decimal(1), FULL_MARKS))
            categories[work.run_id].setdefault(module, Category(module, Decimal(1)))
    return items, codes, categories


def _arranged(runs: Iterable[int]) -> QuerySet:
    """Every item of these gradebooks with its category; one without items once."""
    found = GradeCategory.objects.filter(run__in=list(runs))
    names = ("weight", "most", "kind", "run_assignment", "quiz")
    return found.order_by("position", "items__position", "items").values(
        "run", "module", "weight", "drop_lowest", "items", *(f"items__{name}" for name in names)
    )


def _code_of(row: Mapping) -> str:
    if row["items__run_assignment"]:
        return f"a{row['items__run_assignment']}"
    return f"q{row['items__quiz']}" if row["items__quiz"] else f"m{row['items']}"


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
