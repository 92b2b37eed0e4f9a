"""Who was at the live events of a session."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from enrolment.admissions import api as admissions
from enrolment.progress import api as progress

from .door import CLOSED, session_page

LIVE = "live"
STATES = [
    ("", gettext_lazy("not said")),
    ("present", gettext_lazy("present")),
    ("absent", gettext_lazy("absent")),
    ("excused", gettext_lazy("excused")),
]
BADGES = {"present": "good", "absent": "bad", "excused": "accent"}
WORDS = dict(STATES)
REFUSED = {
    "not_in_session": gettext_lazy("Somebody has left the session meanwhile: look again who is in it."),
    "unknown": gettext_lazy("Choose what is to be said of everybody."),
    "not_a_live_event": gettext_lazy("Nobody attends this event."),
}


@session_page
@require_safe
def grid(request, session):
    """Participants by name, and what was said of each live event."""
    events, people = _events(session), list(_people(session))
    said = progress.attendance_of([event.pk for event in events])
    rows = [(item, [_cell(event, said.get((event.pk, item.pk))) for event in events]) for item in people]
    heads = [(event, sum((event.pk, item.pk) in said for item in people)) for event in events]
    context = {"session": session, "heads": heads, "rows": rows, "number": len(people)}
    return render(request, "secretariat/running/attendance.html", context)


def _cell(event, attendance) -> tuple:
    state = attendance.state if attendance else ""
    return event, WORDS[state] if state else "", BADGES.get(state, "")


def _events(session) -> list:
    return list(session.events.filter(kind=LIVE).order_by("on", "at", "pk"))


def _people(session):
    return admissions.participants_of(session).current().order_by("learner__search_name", "pk")


@session_page
@require_http_methods(["GET", "HEAD", "POST"])
def event(request, session, event_id):
    """Everybody in the session, to be said of one event; ``all=present`` says it of all not spoken of yet."""
    found = next((item for item in _events(session) if item.pk == event_id), None)
    if found is None:
        raise Http404
    found.session = session
    people = list(_people(session))
    fault, typed = "", {}
    if request.method == "POST":
        typed = _typed(request, people)
        fault = _save(request, session, found, people, typed)
        if not fault:
            return redirect("running_attendance", pk=session.pk)
    said = progress.attendance_of([found.pk])
    rows = [(item, typed.get(item.pk, _state(said.get((found.pk, item.pk))))) for item in people]
    context = {"session": session, "event": found, "rows": rows, "states": STATES, "fault": fault}
    return render(request, "secretariat/running/event.html", context, status=422 if fault else 200)


def _state(attendance) -> str:
    return attendance.state if attendance else ""


def _typed(request, people) -> dict:
    """Participation id → what was chosen; whoever the form does not name is left as she is."""
    sent = {item.pk: request.POST.get(f"state-{item.pk}") for item in people}
    return {pk: state for pk, state in sent.items() if state is not None}


def _save(request, session, event, people, typed: dict) -> object:
    """What is wrong; "" where all was saved."""
    if session.closed_at is not None:
        return CLOSED
    if request.POST.get("all") == "present":
        typed = {item.pk: typed.get(item.pk) or "present" for item in people}
    try:
        number = progress.set_attendance(event=event, states=typed, by=request.user)
    except progress.AttendanceRefused as refusal:
        return REFUSED[refusal.reason]
    said = ngettext("%(number)d entry was changed.", "%(number)d entries were changed.", number)
    messages.success(request, said % {"number": number} if number else _("Nothing was changed."))
    return ""
