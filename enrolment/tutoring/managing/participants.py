"""The participants of a run: their tutors, and more time for one of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from clikc.foundation.lists import page_of, searched
from clikc.people.names import name_words
from courses.catalogue import api as catalogue
from enrolment.admissions import api as admissions
from enrolment.assessment import api as assessment
from enrolment.grading import api as grading
from enrolment.programmes import api as programmes

from .forms import GivenTutorForm, MoreTimeForm
from .workspace import heading, run_page

PAGE = 50
WHY_NOT = {
    "not_a_tutor": gettext_lazy("She is no tutor of this run any more."),
    "own_administration": gettext_lazy(
        "Nobody marks work from her own administration. Choose another tutor."
    ),
    "own_work": gettext_lazy("Nobody marks her own work. Choose another tutor."),
    "not_a_participant": gettext_lazy("She has no seat in this run any more."),
}


@run_page
@require_safe
def participants(request, run):
    """Everybody in the run by name, with her tutor. As many queries for 1 as for 50."""
    query = searched(request)
    found = admissions.participants_in([run.pk]).order_by("learner__search_name", "pk")
    for word in name_words(query):
        found = found.filter(learner__search_name__contains=word)
    rows, tutors = page_of(request, found, PAGE), grading.tutors_of(run_id=run.pk)
    lines = [{"enrolment": row, "tutor": tutors.get(row.pk)} for row in rows]
    context = heading(run) | {"q": query, "rows": rows, "lines": lines}
    return render(request, "tutoring/managing/participants.html", context)


@run_page
@require_safe
def participant(request, run, enrolment_id):
    """One participant: her tutor, and when her work is due."""
    enrolment = _enrolment_or_404(run, enrolment_id)
    return _page(request, run, enrolment)


def _page(request, run, enrolment, *, tutor_form=None, time_form=None):
    tutor = grading.tutor_of(run_id=run.pk, enrolment_id=enrolment.pk)
    work = list(programmes.work_of_runs([run.pk]))
    due = assessment.due_times(work, [enrolment.pk])
    titles = _titles(work)
    shown = {"tutor": tutor.pk if tutor else ""}
    context = heading(run) | {
        "enrolment": enrolment,
        "tutor": tutor,
        "lines": [
            {
                "work": item,
                "title": titles[item.pk],
                "due_at": due[item.pk, enrolment.pk],
                "usual": item.due_in(enrolment.learner.time_zone),
            }
            for item in work
        ],
        "tutor_form": tutor_form or GivenTutorForm(run=run, initial=shown),
        "time_form": time_form or MoreTimeForm(run=run, choices=list(titles.items())),
    }
    is_wrong = tutor_form is not None or time_form is not None
    return render(request, "tutoring/managing/participant.html", context, status=422 if is_wrong else 200)


def _titles(work) -> dict[int, str]:
    entries = catalogue.entries_of([item.assignment.activity_id for item in work], get_language())
    named = {item.pk: entries.get(item.assignment.activity_id) for item in work}
    return {
        item.pk: named[item.pk].title if named[item.pk] else item.assignment.activity.code for item in work
    }


@run_page
@require_POST
def set_tutor(request, run, enrolment_id):
    """Give the participant another tutor, or none."""
    enrolment = _enrolment_or_404(run, enrolment_id)
    form = GivenTutorForm(request.POST, run=run)
    if not form.is_valid():
        return _page(request, run, enrolment, tutor_form=form)
    tutors = {item.tutor_id: item.tutor for item in programmes.run_tutors_of(run)}
    chosen = tutors.get(form.cleaned_data["tutor"])
    try:
        grading.set_tutor(
            run=run,
            enrolment_id=enrolment.pk,
            tutor=chosen,
            by=request.user,
            reason=form.cleaned_data["reason"],
        )
    except grading.TutorRefused as refusal:
        form.add_error("tutor", WHY_NOT[refusal.reason])
        return _page(request, run, enrolment, tutor_form=form)
    messages.success(request, _("Saved."))
    return redirect("run_participant", pk=run.pk, enrolment_id=enrolment.pk)


@run_page
@require_POST
def more_time(request, run, enrolment_id):
    """Give the participant a later due time at one assignment."""
    enrolment = _enrolment_or_404(run, enrolment_id)
    work = {item.pk: item for item in programmes.work_of_runs([run.pk])}
    form = MoreTimeForm(request.POST, run=run, choices=list(_titles(work.values()).items()))
    if not form.is_valid():
        return _page(request, run, enrolment, time_form=form)
    try:
        assessment.grant_due_extension(
            run_assignment=work[form.cleaned_data["work"]],
            enrolment=enrolment,
            due_at=form.cleaned_data["due_at"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
    except assessment.DueExtensionRefused:
        form.add_error("due", _("Her work is due then or later already."))
        return _page(request, run, enrolment, time_form=form)
    messages.success(request, _("She has more time."))
    return redirect("run_participant", pk=run.pk, enrolment_id=enrolment.pk)


def _enrolment_or_404(run, enrolment_id):
    found = admissions.participants_in([run.pk]).filter(pk=enrolment_id).first()
    if found is None:
        raise Http404
    return found
