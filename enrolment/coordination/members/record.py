"""What was done to the people of an administration, by whom, in which role."""

from __future__ import annotations

from datetime import timedelta

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clikc.foundation.lists import page_of, searched
from clikc.people.api import deeds_by_name
from clikc.people.models import AuditEntry, User

from ..workspace import coordinator_page
from .finding import Filter, as_id, matching, members_of

PAGE = 50
DAYS = (7, 30, 365)


@coordinator_page
@require_safe
def record(request, administration):
    """The entries of this administration, newest first; as many queries for many as for one."""
    deeds = deeds_by_name()
    person = _person(administration, request.GET.get("person", ""))
    query = "" if person else searched(request)
    what, days = request.GET.get("what", ""), request.GET.get("days", "")
    what = what if what in deeds else ""
    days = days if days in map(str, DAYS) else ""
    found = AuditEntry.objects.visible_to(request.user).filter(administration=administration)
    if what:
        found = found.filter(what=what)
    if days:
        found = found.filter(at__gte=timezone.now() - timedelta(days=int(days)))
    if query:
        found = found.filter(person__in=_people(administration, query))
    if person:
        found = found.filter(person=person)
    context = {
        "administration": administration,
        "section": "record",
        "page": page_of(request, found.select_related("actor", "person"), PAGE),
        "deeds": deeds,
        "person": person,
        "q": query,
        "what": what,
        "days": days,
        "choices_of_days": [str(number) for number in DAYS],
        "is_filtered": bool(person or query or what or days),
    }
    return render(request, "coordination/members/record.html", context)


def _people(administration, query: str):
    """Whose name or address is meant by a query."""
    return matching(administration, Filter(q=query)).values("pk")


def _person(administration, typed: str) -> User | None:
    """The member of this id; nobody, where it is none."""
    asked = as_id(typed)
    return members_of(administration).filter(pk=asked).first() if asked else None
