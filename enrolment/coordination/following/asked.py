"""What is looked at, as it stands in an address."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from clikc.foundation.lists import LONGEST_SEARCH
from enrolment.following import api as following

# An id as the database can hold it.
_LONGEST_ID = 18


def filters_of(asked: Mapping[str, str]) -> following.Filters:
    """Whatever cannot be meant is as if it had not been asked."""
    kind, sort = asked.get("standing", ""), asked.get("sort", "")
    return following.Filters(
        kind=kind if kind in set(following.Kind) else "",
        course=_id(asked.get("course", "")),
        cohort=_id(asked.get("cohort", "")),
        unit=_id(asked.get("unit", "")),
        q=" ".join(asked.get("q", "").split())[:LONGEST_SEARCH],
        sort=sort if sort.removeprefix("-") in following.SORTS else "",
    )


def query_of(filters: following.Filters, **changed: str) -> str:
    """The filters as the query of an address, ``?`` included; empty where nothing is asked for."""
    asked = {
        "standing": filters.kind,
        "course": filters.course,
        "cohort": filters.cohort,
        "unit": filters.unit,
        "q": filters.q,
        "sort": filters.sort,
    } | changed
    kept = {name: value for name, value in asked.items() if value not in ("", None)}
    return f"?{urlencode(kept)}" if kept else ""


def _id(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID
    return int(text) if is_number else None
