"""The people of an administration: found, sorted, picked."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clikc.foundation.lists import page_of
from clikc.people.models import LANGUAGES
from enrolment.programmes import api as programmes

from ..selection import store
from ..workspace import coordinator_page
from .finding import NEWS, NO_UNIT, SORT_NAMES, SORTS, STATES, Filter, as_id, matching, members_of
from .rows import rows_of

PAGE = 50
# What is done with a selection → the page that asks for the rest.
ACTIONS = {
    "unit": "coordination_selected_unit",
    "cohort": "coordination_selected_cohort",
    "close": "coordination_selected_close",
}


@coordinator_page
@require_safe
def people(request, administration):
    """Fifty a page; as many queries for 20 as for 2,000."""
    wanted = Filter.of(request.GET)
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "name"
    found = matching(administration, wanted).select_related("unit").order_by(*SORTS[sort])
    page = page_of(request, found, PAGE)
    context = {
        "administration": administration,
        "section": "people",
        "wanted": wanted,
        "is_filtered": bool(wanted.asked),
        "sort": sort,
        "sorts": SORT_NAMES,
        "page": page,
        "rows": rows_of(list(page)),
        "units": list(administration.units.all()),
        "no_unit": NO_UNIT,
        "cohorts": programmes.open_cohorts_of(administration.pk),
        "states": STATES,
        "news": NEWS,
        "languages": LANGUAGES,
    }
    return render(request, "coordination/members/people.html", context)


@coordinator_page
@require_POST
def select(request, administration):
    """Keep who was ticked, or everybody the filter matches, and go on to what is to be done with them."""
    route = ACTIONS.get(request.POST.get("action", ""))
    if route is None:
        raise Http404
    wanted = Filter.of(request.POST)
    if request.POST.get("all"):
        return redirect(route, code=administration.code, key=store(request, administration, filter=wanted))
    ids = _ticked(request, administration)
    if not ids:
        messages.warning(request, _("Tick the people you mean first."))
        address = reverse("coordination_people", kwargs={"code": administration.code})
        return redirect(f"{address}?{urlencode(wanted.asked)}")
    return redirect(route, code=administration.code, key=store(request, administration, ids=ids))


def _ticked(request, administration) -> list[int]:
    """Who was ticked, of this administration alone."""
    ids = [int(text) for text in request.POST.getlist("person")[: PAGE * 10] if as_id(text)]
    return list(members_of(administration).filter(pk__in=ids).values_list("pk", flat=True))
