"""Every call, and the sessions that have none yet."""

from __future__ import annotations

from django.shortcuts import render
from django.views.decorators.http import require_safe

from clikc.foundation.lists import page_of
from enrolment.admissions import api as admissions

from .asked import OUTSIDE
from .door import manager_page
from .showing import State

NOT_IN_FIELD = (State.DRAFT, *OUTSIDE)
PAGE, MOST_WITHOUT = 25, 12


@manager_page
@require_safe
def calls(request):
    """The latest first. As many queries for 25 as for 1."""
    rows = page_of(request, admissions.calls().order_by("-closes_at", "-pk"), PAGE)
    counts = admissions.counts_by_state(call.pk for call in rows)
    lines = [_line(call, counts.get(call.pk, {})) for call in rows]
    context = {
        "rows": rows,
        "lines": lines,
        "without": admissions.sessions_without_call()[:MOST_WITHOUT],
    }
    return render(request, "secretariat/calls/calls.html", context)


def _line(call, counts: dict[str, int]) -> dict:
    field = sum(number for state, number in counts.items() if state not in NOT_IN_FIELD)
    return {"call": call, "counts": counts, "field": field}
