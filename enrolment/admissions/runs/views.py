"""Course runs: all of them, a new one, one of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clikc.foundation.lists import page_of, searched
from clikc.people import api as people
from clikc.people.staff import staff_page
from courses.catalogue import api as catalogue
from enrolment.programmes import api as programmes

from ..places import change_run, counts_of, set_run_closed
from .forms import RunForm

PAGE = 25
LARGEST_ID = 2**31 - 1


def keeps_runs(user) -> bool:
    """Whether this person makes and keeps course runs."""
    return people.may(user, "cohort", "C", "*")


@staff_page(keeps_runs)
@require_safe
def runs(request):
    """Every run, the latest first, with its seats. As many queries for 1 as for 25."""
    query, found = searched(request).replace("\x00", ""), programmes.runs()
    if query:
        found = found.filter(name__icontains=query)
    rows = page_of(request, found, PAGE)
    counts = counts_of([run.pk for run in rows])
    titles = catalogue.titles_of({run.course_id for run in rows}, get_language())
    lines = [
        {"run": run, "entry": titles.get(run.course_id), "counts": counts.get(run.pk, {})} for run in rows
    ]
    return render(request, "admissions/runs/runs.html", {"q": query, "rows": rows, "lines": lines})


@staff_page(keeps_runs)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    form = RunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        run = programmes.make_run(facts=form.facts, by=request.user)
        messages.success(request, _("The course run is made."))
        return redirect("run", pk=run.pk)
    status = 422 if form.errors else 200
    return render(request, "admissions/runs/new.html", {"form": form}, status=status)


@staff_page(keeps_runs)
@require_http_methods(["GET", "HEAD", "POST"])
def run(request, pk):
    """A run with its seats as numbers; POST changes it, and seats who waits where seats were added."""
    run = _run_or_404(pk)
    form = RunForm.of(run, request.POST or None)
    if request.method == "POST" and form.is_valid():
        change_run(run=run, facts=form.facts)
        messages.success(request, _("Saved."))
        return redirect("run", pk=pk)
    context = {
        "run": run,
        "form": form,
        "entry": catalogue.titles_of([run.course_id], get_language()).get(run.course_id),
        "counts": counts_of([pk]).get(pk, {"taken": 0, "waiting": 0}),
    }
    return render(request, "admissions/runs/run.html", context, status=422 if form.errors else 200)


@staff_page(keeps_runs)
@require_POST
def close(request, pk):
    """Close a run to newcomers; with ``open``, open it again."""
    is_closed = not request.POST.get("open")
    set_run_closed(run=_run_or_404(pk), is_closed=is_closed)
    messages.success(request, _("The run is closed.") if is_closed else _("The run is open again."))
    return redirect("run", pk=pk)


def _run_or_404(pk: int):
    run = programmes.runs().filter(pk=pk).first() if pk <= LARGEST_ID else None
    if run is None:
        raise Http404
    return run
