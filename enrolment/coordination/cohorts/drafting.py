"""Beginning to put a cohort together: from nothing, from a selection, from another cohort; and giving up."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

from ..selection import people_of
from ..workspace import coordinator_page
from .forms import CloneForm
from .found import cohort_or_404, draft_or_404


@coordinator_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request, administration):
    """Says how it goes; POST begins. With ``selection``, those people are in it already."""
    key = (request.POST if request.method == "POST" else request.GET).get("selection", "")[:64]
    picked = people_of(request, administration, key).filter(is_active=True) if key else None
    if request.method == "POST":
        ids = list(picked.values_list("pk", flat=True)) if key else []
        draft = programmes.start_draft(administration=administration, owner=request.user, person_ids=ids)
        return redirect("coordination_cohort_who", code=administration.code, draft=draft.pk)
    context = {
        "administration": administration,
        "section": "cohorts",
        "selection": key,
        "number": picked.count() if key else None,
    }
    return render(request, "coordination/cohorts/new.html", context)


@coordinator_page
@require_POST
def add_people(request, administration, pk):
    """Begin to add late-comers to an open cohort."""
    cohort = cohort_or_404(request, administration, pk)
    if not cohort.is_open:
        messages.warning(request, _("This cohort is closed. Open it again first."))
        return redirect("coordination_cohort", code=administration.code, pk=pk)
    draft = programmes.start_draft(administration=administration, owner=request.user, cohort=cohort)
    return redirect("coordination_cohort_who", code=administration.code, draft=draft.pk)


@coordinator_page
@require_http_methods(["GET", "HEAD", "POST"])
def clone(request, administration, pk):
    """The next intake: the same courses and texts, dates moved; nobody is taken along unless asked for."""
    cohort = cohort_or_404(request, administration, pk)
    form = CloneForm(request.POST or None, initial={"name": cohort.name, "days": 0})
    if request.method == "POST" and form.is_valid():
        draft = _cloned(request, administration, cohort, form.cleaned_data)
        return redirect("coordination_cohort_who", code=administration.code, draft=draft.pk)
    context = {"administration": administration, "section": "cohorts", "cohort": cohort, "form": form}
    status = 422 if form.errors else 200
    return render(request, "coordination/cohorts/clone.html", context, status=status)


def _cloned(request, administration, cohort, asked):
    facts = programmes.facts_of(cohort)
    current = {run.pk for run in programmes.runs_of(facts.course_ids)}
    facts = replace(
        facts,
        name=asked["name"],
        opens_on=admissions.shifted(facts.opens_on, asked["days"]),
        due_on=admissions.shifted(facts.due_on, asked["days"]),
        runs={course: run for course, run in facts.runs.items() if run in current},
    )
    members = programmes.members_seen_by(request.user, cohort=cohort).filter(person__is_active=True)
    return programmes.start_draft(
        administration=administration,
        owner=request.user,
        person_ids=members.values_list("person", flat=True) if asked["with_people"] else (),
        cloned_from=cohort,
        facts=programmes.facts_as_data(facts),
    )


@coordinator_page
@require_POST
def delete(request, administration, draft):
    """Give up what was being put together. Nothing of it had happened."""
    draft = draft_or_404(request, administration, draft)
    cohort = draft.cohort
    draft.delete()
    messages.success(request, _("Given up. Nothing was changed."))
    if cohort is not None:
        return redirect("coordination_cohort", code=administration.code, pk=cohort.pk)
    return redirect("coordination_cohorts", code=administration.code)
