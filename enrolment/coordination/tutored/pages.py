"""The tutored runs with officers of an administration, and one of them."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from django.views.decorators.http import require_safe

from clikc.foundation.lists import page_of
from enrolment.following import api as following

from ..workspace import coordinator_page
from .summing import lines_of, runs_of

PAGE = 50
RESULTS = {
    "honours": _("Passed with honours"),
    "passed": pgettext_lazy("a course", "Passed"),
    "below": pgettext_lazy("a course", "Not passed"),
}


@coordinator_page
@require_safe
def runs(request, administration):
    """Who is at risk, then every run. As many queries for 60 officers in three runs as for one in one."""
    here = following.tutored_runs_of(administration)
    standings = following.standings_of_officers(request.user, administration, here)
    context = {
        "administration": administration,
        "section": "tutored",
        "runs": runs_of(here, standings),
        "at_risk": [(item, following.reasons_said(item)) for item in standings if item.is_at_risk],
    }
    return render(request, "coordination/tutored/runs.html", context)


@coordinator_page
@require_safe
def run(request, administration, run_id):
    """The officers in one run, by name; ``show=risk``: those at risk alone."""
    found = next((run for run in following.tutored_runs_of(administration) if run.pk == run_id), None)
    if found is None:
        raise Http404
    standings = following.standings_of_officers(request.user, administration, [found])
    [summed] = runs_of([found], standings)
    only_at_risk = request.GET.get("show") == "risk"
    page = page_of(request, [item for item in standings if item.is_at_risk or not only_at_risk], PAGE)
    context = {
        "administration": administration,
        "section": "tutored",
        "run": summed,
        "page": page,
        "lines": lines_of(summed, list(page)),
        "only_at_risk": only_at_risk,
        "results": RESULTS,
    }
    return render(request, "coordination/tutored/run.html", context)
