"""Which runs somebody has grades in, and her grades in one of them."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.catalogue import api as catalogue
from enrolment.grading import api as grading

from .shown import modules_shown, needs_shown
from .words import STANDINGS

BEGINNING = "if-"
LONGEST = 20


@login_required
@never_cache
@require_safe
def runs(request):
    """The runs in which she is graded; a single one is opened at once."""
    found = grading.runs_graded_for(request.user)
    if len(found) == 1:
        return redirect("own_grades_run", pk=found[0].pk)
    titles = catalogue.titles_of({run.course_id for run in found}, get_language())
    lines = [{"run": run, "entry": titles.get(run.course_id)} for run in found]
    return render(request, "classroom/grades/runs.html", {"lines": lines})


@login_required
@never_cache
@require_safe
def run(request, pk):
    """Her grades in a run; with points in the query, what would be if she had them."""
    found = grading.own_enrolment(request.user, pk)
    if found is None:
        raise Http404
    own = grading.grades_of(run=found[0], enrolment=found[1])
    assumed, typed, wrong = _assumed(request, own)
    what_if = own.what_if(assumed)
    context = {
        "run": own.run,
        "own": own,
        "scheme": own.scheme,
        "total": own.total,
        "standing": STANDINGS[own.row.standing],
        "modules": modules_shown(own, typed, wrong, what_if),
        "what_if": what_if,
        "what_if_standing": STANDINGS[what_if.standing],
        "needs": needs_shown(own, what_if),
        "is_assumed": bool(assumed),
        "has_wrong": bool(wrong),
        "entry": catalogue.titles_of([own.run.course_id], get_language()).get(own.run.course_id),
    }
    return render(request, "classroom/grades/run.html", context)


def _assumed(request, own) -> tuple[dict[str, Decimal], dict[str, str], set[str]]:
    """Column → points as they were typed: read, as they stand, and those that are no points of the column."""
    assumed, typed, wrong = {}, {}, set()
    for line in own.lines:
        code, text = line.column.code, request.GET.get(BEGINNING + line.column.code, "").strip()
        if not (text and line.is_open):
            continue
        typed[code] = text[:LONGEST]
        points = grading.typed_points(text, line.column.most)
        if points is None:
            wrong.add(code)
        else:
            assumed[code] = points
    return assumed, typed, wrong
