"""The table: officer by course."""

from __future__ import annotations

from dataclasses import dataclass

from django.shortcuts import render
from django.views.decorators.http import require_safe

from clikc.foundation.lists import page_of
from enrolment.following import api as following
from enrolment.programmes import api as programmes

from ..courses import courses_taken
from ..workspace import coordinator_page
from .asked import filters_of, query_of

PAGE = 50


@dataclass(frozen=True)
class Facet:
    """A standing with how many are in it, and where it leads."""

    words: object
    number: int
    query: str
    is_current: bool


@dataclass(frozen=True)
class Head:
    """The head of a column. ``order`` is what a reader is told of its order now, or ""."""

    column: following.Column
    query: str
    order: str


@coordinator_page
@require_safe
def following_page(request, administration):
    """Fifty a page; as many queries for 20 officers as for 2,000."""
    filters = filters_of(request.GET)
    look = following.Look.at(administration)
    counts = following.counts(request.user, administration, filters, look)
    rows = following.following_rows(request.user, administration, filters, look)
    # Keys alone are sorted; what is said of them is asked of fifty.
    page = page_of(request, Counted(rows.values_list("pk", flat=True), _number(counts, filters)), PAGE)
    context = {
        "administration": administration,
        "section": "following",
        "filters": filters,
        "query": query_of(filters),
        "is_filtered": bool(query_of(filters, sort="", standing="")),
        "facets": _facets(counts, filters),
        "heads": _heads(filters),
        "page": page,
        "lines": list(following.lines_by_id(request.user, administration, list(page), look)),
        "courses": courses_taken(request.user, administration),
        "cohorts": _cohorts(request.user, administration),
        "units": list(administration.units.all()),
        "no_unit": following.NO_UNIT,
        "has_people": any(counts.values()),
    }
    return render(request, "coordination/following/table.html", context)


class Counted:
    """Rows whose number is known already."""

    def __init__(self, rows, number: int):
        self._rows = rows
        self._number = number

    def count(self) -> int:
        return self._number

    def __len__(self) -> int:
        return self._number

    def __getitem__(self, part: slice):
        return list(self._rows[part])


def _number(counts: dict, filters: following.Filters) -> int:
    if filters.kind:
        return counts[filters.kind]
    return sum(number for kind, number in counts.items() if kind != following.Kind.LEFT)


def _facets(counts: dict, filters: following.Filters) -> list[Facet]:
    return [
        Facet(words, counts[kind], query_of(filters, standing=kind.value), filters.kind == kind)
        for kind, words in following.KINDS.items()
    ]


def _heads(filters: following.Filters) -> list[Head]:
    return [_head(column, filters) for column in following.COLUMNS if not column.joins]


def _head(column: following.Column, filters: following.Filters) -> Head:
    now = filters.sort or "name"
    is_up, is_down = now == column.sort, now == f"-{column.sort}"
    order = "ascending" if is_up else "descending" if is_down else ""
    return Head(column, query_of(filters, sort=f"-{column.sort}" if is_up else column.sort), order)


def _cohorts(user, administration) -> list:
    return list(programmes.cohorts_seen_by(user, administration_id=administration.pk))
