"""People picked on one page and acted upon on another: kept in the session, never in the address.

What is kept is which people were picked, or the filter that picks all of its matches; who that is now,
and whether she is still of the administration, is looked up when the selection is used.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.http import Http404
from django.utils.crypto import get_random_string

from .members.finding import Filter, matching, members_of

if TYPE_CHECKING:
    from clikc.people.models import Administration, User

KEPT_IN = "coordination_selections"
# Somebody with many tabs open finds the older selections gone, and picks again.
MOST = 8


class SelectionGone(Http404):
    """The selection is not kept any more, or never was."""


def store(
    request, administration: Administration, *, ids: Iterable[int] = (), filter: Filter | None = None
) -> str:
    """Keep a selection; its key, for addresses. Either people's ids, or a filter: everybody it matches."""
    chosen = {"administration": administration.pk}
    chosen |= {"ids": sorted(set(ids))} if filter is None else {"filter": filter.asked}
    kept = list(request.session.get(KEPT_IN, {}).items())[-(MOST - 1) :]
    key = get_random_string(16)
    request.session[KEPT_IN] = dict([*kept, (key, chosen)])
    return key


def people_of(request, administration: Administration, key: str) -> QuerySet[User]:
    """Who a selection means, of this administration alone, by name. Raises SelectionGone, which is a 404."""
    chosen = request.session.get(KEPT_IN, {}).get(key)
    if chosen is None or chosen["administration"] != administration.pk:
        raise SelectionGone
    if "ids" in chosen:
        found = members_of(administration).filter(pk__in=chosen["ids"])
    else:
        found = matching(administration, Filter.of(chosen["filter"]))
    return found.order_by("search_name", "pk")
