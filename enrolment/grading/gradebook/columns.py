"""The columns of a gradebook: what was arranged, and what the run asks for that nobody has arranged yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext as _

from courses.catalogue import api as catalogue
from enrolment.programmes import api as programmes

from ..items import NO_MODULE, module_of, most_in
from ..models import GradeCategory, GradeItem
from .book import Column, Module

if TYPE_CHECKING:
    from courses.catalogue.models import Activity
    from enrolment.programmes.models import CourseRun, RunAssignment


def modules_of(run: CourseRun) -> tuple[Module, ...]:
    """Every module of a run's gradebook with its columns, in order, named in the language of now.

    Seven queries at most, whatever their number; ``run`` has its course.
    """
    titles = Titles(catalogue.outline_of(run.course, get_language()))
    return modules_in({run.pk: titles})[run.pk]


def modules_in(titles: Mapping[int, Titles]) -> dict[int, tuple[Module, ...]]:
    """The same of several runs, by their ids. ``titles``: run id → what is called how there.

    Four queries at most, whatever their number.
    """
    columns: dict[int, list[Column]] = defaultdict(list)
    for item in GradeItem.objects.filter(category__run__in=list(titles)).select_related(
        "category",
        "run_assignment__assignment__activity",
        "run_assignment__run",
        "quiz__activity__course",
    ):
        run_id = item.category.run_id
        columns[run_id].append(_arranged(item, titles[run_id]))
    works = list(programmes.work_of_runs(titles).filter(grade_item=None))
    most = most_in([work.assignment_id for work in works]) if works else {}
    for work in works:
        columns[work.run_id].append(_proposed(work, titles[work.run_id], most[work.assignment_id]))
    modules: dict[int, dict[str, Module]] = defaultdict(dict)
    for category in GradeCategory.objects.filter(run__in=list(titles)):
        modules[category.run_id][category.module] = _module(category, titles[category.run_id])
    for run_id, named in titles.items():
        for column in columns[run_id]:
            modules[run_id].setdefault(column.module, _unsaved(column, named))
    return {run_id: in_order(modules[run_id].values(), columns[run_id]) for run_id in titles}


def in_order(modules: Iterable[Module], columns: Iterable[Column]) -> tuple[Module, ...]:
    """The modules, each with its columns, all by their positions."""
    ordered = sorted(columns, key=lambda column: (column.position, column.code))
    found = (
        replace(module, columns=tuple(column for column in ordered if column.module == module.key))
        for module in modules
    )
    return tuple(sorted(found, key=lambda module: (module.position, module.key)))


class Titles:
    """What activities and modules are called in an outline; without one their codes stand for them."""

    def __init__(self, outline: catalogue.Outline | None = None):
        self._activities, self._modules = {}, {}
        for entry in outline.entries if outline else ():
            for line in (entry, *entry.children):
                if line.activity:
                    self._activities[line.key] = line
            codes = [line.activity.code for line in entry.children if line.activity]
            if codes:
                self._modules[module_of(codes[0])] = entry

    def of(self, activity: Activity) -> tuple[str, str]:
        """Title and its language; of what has no page its code, in none."""
        entry = self._activities.get(activity.pk)
        return (entry.title, entry.language) if entry else (activity.code.rpartition("/")[2], "")

    def of_module(self, key: str) -> tuple[str, str]:
        entry = self._modules.get(key)
        if entry is None:
            return (_("Whole course"), get_language()) if key == NO_MODULE else (key, "")
        return entry.title, entry.language


def _arranged(item: GradeItem, titles: Titles) -> Column:
    code, activity = f"m{item.pk}", None
    if item.run_assignment_id:
        code, activity = f"a{item.run_assignment_id}", item.run_assignment.assignment.activity
    elif item.quiz_id:
        code, activity = f"q{item.quiz_id}", item.quiz.activity
    title, language = titles.of(activity) if activity else (item.title, "")
    return Column(
        code=code,
        kind=item.kind,
        module=item.category.module,
        title=title,
        language=language,
        weight=item.weight,
        most=item.most,
        position=item.position,
        item_id=item.pk,
        work=item.run_assignment,
        quiz=item.quiz,
    )


def _proposed(work: RunAssignment, titles: Titles, most: Decimal) -> Column:
    """As ``item_of`` would make it."""
    activity = work.assignment.activity
    title, language = titles.of(activity)
    return Column(
        code=f"a{work.pk}",
        kind=GradeItem.Kind.ASSIGNMENT,
        module=module_of(activity.code),
        title=title,
        language=language,
        weight=Decimal(1),
        most=most,
        position=activity.position,
        work=work,
    )


def _module(category: GradeCategory, titles: Titles) -> Module:
    title, language = (category.title, "") if category.title else titles.of_module(category.module)
    return Module(category.module, title, language, category.weight, category.drop_lowest, category.position)


def _unsaved(column: Column, titles: Titles) -> Module:
    title, language = titles.of_module(column.module)
    return Module(column.module, title, language, Decimal(1), 0, column.position, is_saved=False)
