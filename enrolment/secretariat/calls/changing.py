"""A call is made for a session, and changed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods

from clikc.people import api as people
from enrolment.admissions import api as admissions

from .documents_fields import documents_form, read_documents
from .door import LARGEST_ID, call_page, manager_page
from .forms import CallForm

METHODS = ["GET", "HEAD", "POST"]
FAULTS = {
    "order": ("closes_at", gettext_lazy("It closes before it opens.")),
    "start": (
        "closes_at",
        gettext_lazy("It closes when the session has begun: nobody could be chosen any more."),
    ),
    "scored": (
        "scores_needed",
        gettext_lazy(
            "All scores of a candidate are in, and those who gave them have read them: not more now."
        ),
    ),
    "reason": ("reason", gettext_lazy("Say why the deadline is moved: those who were nominated will ask.")),
    "document": (None, gettext_lazy("A document that was given with a nomination already stays asked for.")),
    "trainer": ("trainers", gettext_lazy("A trainer who has scored a candidate already stays.")),
    "scores": ("scores_needed", gettext_lazy("There are not so many trainers.")),
}
PUBLISHED = gettext_lazy(
    "The results are told. Only the days to answer and the words of the call can still be changed."
)
CHANGED = gettext_lazy(
    "Somebody else has changed this call meanwhile. Open the page again, and see what has become of it."
)


@manager_page
@require_http_methods(METHODS)
def new(request, session):
    """The call of a session; where there is one already, it is that."""
    found = admissions.sessions_without_call().filter(pk=session).first() if session <= LARGEST_ID else None
    if found is None:
        there = admissions.calls().filter(session=session).first() if session <= LARGEST_ID else None
        if there is None:
            raise Http404
        return redirect("call_change", pk=there.pk)
    facts = admissions.suggested_facts(found)
    form, documents = _forms(request, facts, found)
    if _is_saved(request, form, documents):
        return _made(request, found, form, documents)
    return _page(request, None, found, form, documents)


@call_page
@require_http_methods(METHODS)
def change(request, call):
    facts = admissions.facts_of_call(call)
    form, documents = _forms(request, facts, call.session)
    if _is_saved(request, form, documents) and _write(request, call, form, documents):
        messages.success(request, _("Saved."))
        return redirect("call_change", pk=call.pk)
    return _page(request, call, call.session, form, documents)


def _forms(request, facts, session):
    data = request.POST if request.method == "POST" else None
    form = CallForm(data, facts=facts, zone=session.time_zone, starts_on=session.starts_on)
    return form, documents_form(facts.documents, data)


def _is_saved(request, form, documents) -> bool:
    """A search for trainers only shows the page again, with all that was typed."""
    if request.method != "POST" or "search" in request.POST:
        return False
    return all([form.is_valid(), documents.is_valid()])


def _made(request, session, form, documents):
    facts = form.facts(read_documents(documents))
    try:
        call = admissions.make_call(session=session, facts=facts, by=request.user, role=_role(request))
    except admissions.CallFault as fault:
        form.add_error(*FAULTS[fault.code])
        return _page(request, None, session, form, documents)
    messages.success(request, _("The call is made."))
    return redirect("call", pk=call.pk)


def _write(request, call, form, documents) -> bool:
    """Whether it was written; what refuses it stands on the form."""
    version = request.POST.get("version", "")
    try:
        admissions.change_call(
            call_id=call.pk,
            facts=form.facts(read_documents(documents)),
            version=int(version) if version.isdecimal() and len(version) < 10 else 0,
            by=request.user,
            role=_role(request),
            reason=form.cleaned_data["reason"],
        )
    except admissions.CallFault as fault:
        form.add_error(*FAULTS[fault.code])
    except admissions.CallIsPublished:
        form.add_error(None, PUBLISHED)
    except admissions.CallChanged:
        form.add_error(None, CHANGED)
    else:
        return True
    return False


def _role(request) -> str:
    return people.role_in(request.user, None)


def _page(request, call, session, form, documents):
    is_searching = "search" in request.POST
    if is_searching:
        form.errors.clear()
    context = {
        "call": call,
        "session": session,
        "form": form,
        "documents": documents,
        "is_searching": is_searching,
        "version": request.POST.get("version", "") or (call.version if call else ""),
        "changes": call.changes.select_related("by")[:20] if call else [],
    }
    is_bad = request.method == "POST" and not is_searching
    return render(request, "secretariat/calls/change.html", context, status=422 if is_bad else 200)
