"""What a run asks to be handed in, by when, and how it is graded."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods

from courses.catalogue import api as catalogue
from courses.lessons import api as lessons
from enrolment.programmes import api as programmes

from .forms import DueForm, SchemeForm, ZoneForm
from .workspace import heading, run_page


@run_page
@require_http_methods(["GET", "HEAD", "POST"])
def work(request, run):
    """Every assignment of the course with its due time in the run; POST sets them all."""
    data = request.POST or None
    zone_form = ZoneForm(data, run=run)
    zone = (
        zone_form.data.get("time_zone", "") if zone_form.is_bound and zone_form.is_valid() else run.time_zone
    )
    lines = _lines(run, data, zone)
    # Every form is asked, so that all that is wrong is said at once.
    are_right = [line["form"].is_valid() for line in lines]
    if request.method == "POST" and zone_form.is_valid() and all(are_right):
        _save(run, zone_form.cleaned_data["time_zone"], lines)
        messages.success(request, _("Saved."))
        return redirect("run_work", pk=run.pk)
    scheme = SchemeForm(instance=programmes.scheme_of(run))
    is_wrong = request.method == "POST"
    context = heading(run) | {
        "zone_form": zone_form,
        "lines": lines,
        "scheme_form": scheme,
        "session": programmes.session_of_run(run.pk),
    }
    return render(request, "tutoring/managing/work.html", context, status=422 if is_wrong else 200)


def _lines(run, data, zone: str) -> list[dict]:
    assignments = lessons.assignments_of(run.course_id)
    there = {item.assignment_id: item for item in programmes.work_of_runs([run.pk])}
    entries = catalogue.entries_of([item.activity_id for item in assignments], get_language())
    return [
        {
            "assignment": item,
            "entry": entries.get(item.activity_id),
            "is_own_zone": item.pk in there and there[item.pk].is_own_zone,
            "form": DueForm(data, work=there.get(item.pk), zone=zone, prefix=f"work-{item.pk}"),
        }
        for item in assignments
    ]


@transaction.atomic
def _save(run, zone: str, lines: list[dict]) -> None:
    programmes.set_zone(run=run, time_zone=zone)
    for line in lines:
        opens_at, due_at = line["form"].cleaned_data["moments"]
        if due_at:
            programmes.set_due(run=run, assignment_id=line["assignment"].pk, due_at=due_at, opens_at=opens_at)


@run_page
@require_http_methods(["POST"])
def scheme(request, run):
    """Change how work is taken and graded from now on."""
    form = SchemeForm(request.POST, instance=programmes.scheme_of(run))
    if form.is_valid():
        programmes.set_scheme(run=run, facts=form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("run_work", pk=run.pk)
    context = heading(run) | {
        "zone_form": ZoneForm(run=run),
        "lines": _lines(run, None, run.time_zone),
        "scheme_form": form,
        "session": programmes.session_of_run(run.pk),
    }
    return render(request, "tutoring/managing/work.html", context, status=422)
