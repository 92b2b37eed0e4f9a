"""The tutors of a run: their terms and loads, and giving every participant one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from enrolment.admissions import api as admissions
from enrolment.grading import api as grading
from enrolment.programmes import api as programmes
from enrolment.programmes.bases import NewTutorForm, TutorForm

from .workspace import heading, run_page


@run_page
@require_http_methods(["GET", "HEAD", "POST"])
def tutors(request, run):
    """Every tutor with her load; POST adds one."""
    there = [item.tutor_id for item in programmes.run_tutors_of(run)]
    form = NewTutorForm(request.POST or None, there=there)
    if request.method == "POST" and form.is_valid():
        terms = dict(form.cleaned_data)
        programmes.set_run_tutor(run=run, tutor=terms.pop("tutor"), **terms)
        messages.success(request, _("She is a tutor of the run now."))
        return redirect("run_tutors", pk=run.pk)
    allocated = grading.preview_allocation(run=run)
    context = heading(run) | {
        "form": form,
        "loads": grading.loads_of(run),
        "participants": admissions.participants_in([run.pk]).count(),
        "without": grading.unplaced_count(run),
        "changed": len(allocated.changed),
        "unplaced": len(allocated.unplaced),
    }
    return render(request, "tutoring/managing/tutors.html", context, status=422 if form.errors else 200)


@run_page
@require_POST
def allocate(request, run):
    """Give a tutor to everybody who has none."""
    found = grading.allocate_tutors(run=run, by=request.user)
    number = len(found.changed)
    messages.success(
        request,
        ngettext(
            "%(number)d participant has a new tutor.", "%(number)d participants have a new tutor.", number
        )
        % {"number": number},
    )
    if found.unplaced:
        number = len(found.unplaced)
        messages.warning(
            request,
            ngettext(
                "%(number)d participant is still without: no tutor of another administration has room.",
                "%(number)d participants are still without: no tutor of another administration has room.",
                number,
            )
            % {"number": number},
        )
    return redirect("run_tutors", pk=run.pk)


@run_page
@require_http_methods(["GET", "HEAD", "POST"])
def tutor(request, run, tutor_id):
    """The terms of one tutor."""
    terms = _terms_or_404(run, tutor_id)
    shown = {name: getattr(terms, name) for name in programmes.TUTOR_COLUMNS}
    form = TutorForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        programmes.set_run_tutor(run=run, tutor=terms.tutor, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("run_tutors", pk=run.pk)
    context = heading(run) | {"form": form, "terms": terms}
    return render(request, "tutoring/managing/tutor.html", context, status=422 if form.errors else 200)


@run_page
@require_POST
def end(request, run, tutor_id):
    """She is no tutor of the run from now on; what she has not finished waits for others."""
    terms = _terms_or_404(run, tutor_id)
    grading.end_run_tutor(
        run=run, tutor=terms.tutor, by=request.user, reason=request.POST.get("reason", "")[:500]
    )
    messages.success(request, _("She is no longer a tutor of the run. Give her participants another tutor."))
    return redirect("run_tutors", pk=run.pk)


def _terms_or_404(run, tutor_id: int):
    found = next((item for item in programmes.run_tutors_of(run) if item.tutor_id == tutor_id), None)
    if found is None:
        raise Http404
    return found
