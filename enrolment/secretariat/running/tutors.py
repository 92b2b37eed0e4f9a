"""The tutors of a session, over the runs of all its modules: their terms, and who has whom."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from enrolment.admissions import api as admissions
from enrolment.grading import api as grading
from enrolment.programmes import api as programmes
from enrolment.programmes.bases import NewTutorForm, TutorForm

from .door import session_page, unless_closed
from .forms import EndForm

WHY = {
    "no_tutor": gettext_lazy("no tutor is there"),
    "own_administration": gettext_lazy("all who are there are of the same administration"),
    "full": gettext_lazy("all others have as many as they take"),
}


@session_page
@require_http_methods(["GET", "HEAD", "POST"])
@unless_closed
def tutors(request, session):
    """Everybody who tutors a module, with her load; what giving out the participants would change. POST adds
    a tutor to every module."""
    runs = programmes.runs_of_session(session)
    there = grading.session_tutors_of(runs)
    form = NewTutorForm(request.POST or None, there=[item.tutor.pk for item in there])
    if request.method == "POST" and form.is_valid():
        terms = dict(form.cleaned_data)
        new = terms.pop("tutor")
        grading.set_session_tutor(runs=runs, tutor=new, **terms)
        said = _("%(name)s is a tutor of every module now.")
        messages.success(request, said % {"name": new.get_full_name()})
        return redirect("running_tutors", pk=session.pk)
    context = _context(session, runs, there) | {"form": form}
    return render(request, "secretariat/running/tutors.html", context, status=422 if form.errors else 200)


def _context(session, runs, there) -> dict:
    plan = grading.preview_session_allocation(runs=runs)
    names = {item.tutor.pk: item.tutor.get_full_name() for item in there}
    modules = {module.run_id: module for module in session.modules.all() if module.run_id}

    def changes(item: grading.Given) -> list:
        before = dict(zip(item.runs, item.before, strict=True))
        return [(modules[run], names.get(before[run], "")) for run in modules if run in before]

    return {
        "session": session,
        "tutors": [
            (item, [modules[pk] for pk in modules if pk in item.run_ids], plan.loads.get(item.tutor.pk, 0))
            for item in there
        ],
        "modules": len(modules),
        "plan": plan,
        "given": [(item, changes(item)) for item in plan.given],
        "unplaced": [(person, WHY[why]) for person, why in plan.unplaced],
        "participants": admissions.participants_of(session).current().count(),
    }


@session_page
@require_POST
@unless_closed
def allocate(request, session):
    """Give everybody a tutor, as the page has shown it."""
    runs = programmes.runs_of_session(session)
    try:
        plan = grading.allocate_session(
            runs=runs, digest=request.POST.get("digest", "")[:64], by=request.user
        )
    except grading.AllocationChanged:
        messages.warning(request, _("Something has changed meanwhile: look at what would be done now."))
        return redirect("running_tutors", pk=session.pk)
    number = len(plan.given)
    said = ngettext(
        "%(number)d participant has a new tutor.", "%(number)d participants have a new tutor.", number
    )
    messages.success(request, said % {"number": number})
    return redirect("running_tutors", pk=session.pk)


@session_page
@require_http_methods(["GET", "HEAD", "POST"])
@unless_closed
def tutor(request, session, tutor_id):
    """The terms of one tutor, in every module she is a tutor of."""
    item = _tutor_or_404(session, tutor_id)
    shown = {name: getattr(item.terms, name) for name in programmes.TUTOR_COLUMNS}
    form = TutorForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        runs = [run for run in programmes.runs_of_session(session) if run.pk in item.run_ids]
        grading.set_session_tutor(runs=runs, tutor=item.tutor, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("running_tutors", pk=session.pk)
    context = {"session": session, "item": item, "form": form, "end_form": EndForm()}
    return render(request, "secretariat/running/tutor.html", context, status=422 if form.errors else 200)


@session_page
@require_POST
@unless_closed
def end(request, session, tutor_id):
    """She tutors nobody here from now on; what she has not finished waits for others."""
    item, form = _tutor_or_404(session, tutor_id), EndForm(request.POST)
    if not form.is_valid():
        context = {"session": session, "item": item, "form": TutorForm(), "end_form": form}
        return render(request, "secretariat/running/tutor.html", context, status=422)
    grading.end_session_tutor(
        runs=programmes.runs_of_session(session),
        tutor=item.tutor,
        by=request.user,
        reason=form.cleaned_data["reason"],
    )
    said = _("%(name)s is no longer a tutor of this session. Give the participants another tutor.")
    messages.success(request, said % {"name": item.tutor.get_full_name()})
    return redirect("running_tutors", pk=session.pk)


def _tutor_or_404(session, tutor_id: int) -> grading.SessionTutor:
    there = grading.session_tutors_of(programmes.runs_of_session(session))
    found = next((item for item in there if item.tutor.pk == tutor_id), None)
    if found is None:
        raise Http404
    return found
