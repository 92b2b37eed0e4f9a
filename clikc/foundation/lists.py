"""Long lists: a page of them, what comes first in them, and what was searched for."""

from collections.abc import Sequence
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.utils.translation import ngettext

LONGEST_SEARCH = 100


def page_of(request, rows, size: int) -> Page:
    """The page of ``rows`` that is asked for; the first or last one where it cannot be."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


class Head(NamedTuple):
    """The first of a list that gets shorter as they are dealt with; ``number`` in all, and how many more
    there are in words, "" where there are none."""

    rows: list
    number: int
    more: str


def head_of(rows: Sequence, most: int) -> Head:
    left = len(rows) - most
    more = ngettext("and %(count)d more", "and %(count)d more", left) % {"count": left} if left > 0 else ""
    return Head(list(rows[:most]), len(rows), more)


def searched(request) -> str:
    """What the reader searches for, not longer than a name is."""
    return request.GET.get("q", "").strip()[:LONGEST_SEARCH]
