"""Long lists: a page of them, and what was searched for."""

from django.core.paginator import Page, Paginator

LONGEST_SEARCH = 100


def page_of(request, rows, size: int) -> Page:
    """The page of ``rows`` that is asked for; the first or last one where it cannot be."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def searched(request) -> str:
    """What the reader searches for, not longer than a name is."""
    return request.GET.get("q", "").strip()[:LONGEST_SEARCH]
