"""Changing a cohort, taking people out of it, closing it and opening it again."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

from ..workspace import coordinator_page
from .forms import CloseForm, EditForm
from .found import cohort_or_404, ids_in


@coordinator_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, administration, pk):
    """What a cohort is. Where somebody else changed it meanwhile, that is shown, and nothing overwritten."""
    cohort = cohort_or_404(request, administration, pk)
    facts = programmes.facts_of(cohort)
    form = EditForm.of(facts, request.POST or None, kept=facts, administration=administration)
    form.initial["seen"] = cohort.version
    others: list = []
    if request.method == "POST" and form.is_valid():
        try:
            done = admissions.change_cohort(
                cohort=cohort, facts=form.facts, by=request.user, seen=form.cleaned_data["seen"]
            )
        except programmes.ChangedMeanwhile as refused:
            others = _look_again(form, refused)
        else:
            messages.success(request, _("Saved.") if done.changed else _("Nothing was changed."))
            return redirect("coordination_cohort", code=administration.code, pk=pk)
    context = {
        "administration": administration,
        "section": "cohorts",
        "cohort": cohort,
        "form": form,
        "others": others,
    }
    status = 409 if others else 422 if form.errors else 200
    return render(request, "coordination/cohorts/edit.html", context, status=status)


def _look_again(form, refused) -> list:
    """Keep what was typed; sent again, it is meant in the knowledge of the others' changes."""
    form.data = form.data.copy()
    form.data["seen"] = str(refused.cohort.version)
    return list(refused.changes)


@coordinator_page
@require_POST
def remove(request, administration, pk):
    """Take people out of a cohort; the first time it says what becomes of their courses, and asks."""
    cohort = cohort_or_404(request, administration, pk)
    seen = programmes.members_seen_by(request.user, cohort=cohort)
    members = list(seen.filter(person__in=ids_in(request, "person")).select_related("person"))
    if not members:
        messages.warning(request, _("Tick the people you mean first."))
        return redirect("coordination_cohort", code=administration.code, pk=pk)
    if not request.POST.get("sure"):
        context = {
            "administration": administration,
            "section": "cohorts",
            "cohort": cohort,
            "members": members,
        }
        return render(request, "coordination/cohorts/remove.html", context)
    ids = [member.person_id for member in members]
    gone = admissions.remove_from_cohort(cohort=cohort, person_ids=ids, by=request.user)
    said = ngettext(
        "%(number)d person is no longer in the cohort.",
        "%(number)d people are no longer in the cohort.",
        len(gone),
    )
    messages.success(request, said % {"number": len(gone)})
    return redirect("coordination_cohort", code=administration.code, pk=pk)


@coordinator_page
@require_http_methods(["GET", "HEAD", "POST"])
def close(request, administration, pk):
    """Close a cohort, after a page that says what follows."""
    cohort = cohort_or_404(request, administration, pk)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        keeps = not form.cleaned_data["takes_courses"]
        admissions.close_cohort(cohort=cohort, by=request.user, keeps_courses=keeps)
        messages.success(request, _("The cohort is closed. You can open it again."))
        return redirect("coordination_cohort", code=administration.code, pk=pk)
    context = {"administration": administration, "section": "cohorts", "cohort": cohort, "form": form}
    return render(request, "coordination/cohorts/close.html", context)


@coordinator_page
@require_POST
def reopen(request, administration, pk):
    """Undo closing."""
    cohort = cohort_or_404(request, administration, pk)
    admissions.reopen_cohort(cohort=cohort, by=request.user)
    messages.success(request, _("The cohort is open again."))
    return redirect("coordination_cohort", code=administration.code, pk=pk)
