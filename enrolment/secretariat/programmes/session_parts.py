"""What a session has of its own: events and modules beside those of its programme, and what is said of an
event."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

from .door import role_of, session_page
from .event_forms import SessionEventForm
from .events import event_form
from .module_rows import ModuleForm, course_choices
from .multilingual import read_words

METHODS = ["GET", "HEAD", "POST"]
CLOSED = gettext_lazy("This session is closed: nothing is changed in it any more.")
KEPT = gettext_lazy("It is on record who was there, so this event stays.")
HAS_WORK = gettext_lazy("Something was handed in, graded or attended in this module, so it stays.")
HOLDS = gettext_lazy("Other events follow it: %(titles)s. Take those out first.")


@session_page
@require_http_methods(METHODS)
def new_event(request, session):
    """An event of this session alone."""
    form = event_form(session, programmes.modules_of(session), None, request.POST or None)

    def add():
        programmes.add_event(session_id=session.pk, event=form.event, by=request.user, role=role_of(request))

    return _answer(request, session, form, add, "session_event_new")


@session_page
@require_http_methods(METHODS)
def event(request, session, event_id):
    """What people are told of an event: its words, its time, where to join."""
    there = session.events.filter(pk=event_id).first() if event_id < 2**63 else None
    if there is None:
        raise Http404
    shown = {name: getattr(there, name) for name in ("at", "minutes", "zone", "link")}
    form = SessionEventForm(
        request.POST or None,
        titles=programmes.words_of(there, "title"),
        initial=shown | {"version": session.version},
    )

    def change():
        said = form.cleaned_data
        programmes.change_event(
            session_id=session.pk,
            code=there.code,
            facts={name: said[name] for name in shown} | {"titles": read_words(form, "title")},
            seen=said["version"],
            by=request.user,
            role=role_of(request),
        )

    return _answer(request, session, form, change, "session_event", event=there)


@session_page
@require_POST
def remove_event(request, session, event_id):
    there = session.events.filter(pk=event_id).first() if event_id < 2**63 else None
    if there is not None:
        try:
            programmes.remove_event(
                session_id=session.pk, code=there.code, by=request.user, role=role_of(request)
            )
        except (programmes.EventHolds, programmes.EventIsKept, programmes.SessionIsClosed) as refused:
            messages.error(request, _refusal(refused))
        else:
            messages.success(request, _("The event is taken out of this session."))
    return redirect("secretariat_session", pk=session.pk)


@session_page
@require_http_methods(METHODS)
def new_module(request, session):
    """A module of this session alone; everybody who is in the session is in it."""
    form = ModuleForm(request.POST or None, choices=course_choices())

    def add():
        admissions.add_session_module(
            session_id=session.pk, module=form.module, by=request.user, role=role_of(request)
        )

    return _answer(request, session, form, add, "session_module_new")


@session_page
@require_POST
def remove_module(request, session, module_id):
    there = session.modules.filter(pk=module_id).first() if module_id < 2**63 else None
    if there is not None:
        try:
            admissions.remove_session_module(
                session_id=session.pk, code=there.code, by=request.user, role=role_of(request)
            )
        except (programmes.EventHolds, programmes.ModuleHasWork, programmes.SessionIsClosed) as refused:
            messages.error(request, _refusal(refused))
        else:
            messages.success(request, _("The module is taken out of this session."))
    return redirect("secretariat_session", pk=session.pk)


def _answer(request, session, form, act, page: str, **more):
    """The form, or, where ``act`` did what a valid one says, the session."""
    is_stale = False
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except programmes.TemplateRefused as refused:
            form.refuse(refused.faults)
        except programmes.SessionIsClosed:
            form.add_error(None, CLOSED)
        except programmes.SessionChanged:
            is_stale = True
            form.data = form.data | {"version": str(session.version)}
        if not form.errors and not is_stale:
            messages.success(request, _("Saved."))
            return redirect("secretariat_session", pk=session.pk)
    context = {
        "session": session,
        "words": programmes.titled(session),
        "section": "sessions",
        "form": form,
        "is_stale": is_stale,
    } | more
    status = 409 if is_stale else 422 if form.errors else 200
    return render(request, f"secretariat/programmes/{page}.html", context, status=status)


def _refusal(refused: Exception) -> str:
    if isinstance(refused, programmes.EventHolds):
        return HOLDS % {"titles": ", ".join(refused.titles)}
    said = {programmes.EventIsKept: KEPT, programmes.ModuleHasWork: HAS_WORK}
    return str(said.get(type(refused), CLOSED))
