"""A session is made from its programme, after all of its dates were shown."""

from __future__ import annotations

import hashlib
import json

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from enrolment.programmes import api as programmes
from enrolment.programmes.rules.calendar import CalendarFault
from enrolment.programmes.rules.templates import digest_of

from .door import programme_page, role_of
from .session_forms import NewSessionForm


@programme_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request, programme):
    """First the dates, then the session: made is only what was shown."""
    first = {
        "number": programmes.next_number(programme),
        "language": "en",
        "time_zone": timezone.get_current_timezone_name(),
    }
    zone = request.POST.get("time_zone", "") or first["time_zone"]
    form = NewSessionForm(request.POST or None, programme=programme, zone=zone, initial=first)
    plan, digest, is_stale, there = None, "", False, None
    if request.method == "POST" and form.is_valid():
        plan = _plan(programme, form)
        digest = plan and _digest(programme, form)
        try:
            if plan and request.POST.get("digest") == digest:
                return _make(request, programme, form)
            programmes.must_be_free(programme, form.cleaned_data["number"])
        except programmes.NumberTaken as taken:
            there, plan = taken.session, None
            form.add_error("number", _("There is a session of this number already."))
        is_stale = plan is not None and bool(request.POST.get("digest"))
        if plan:
            form.with_all_days()
    context = {
        "programme": programme,
        "words": programmes.titled(programme),
        "section": "programmes",
        "form": form,
        "plan": plan,
        "lines": _lines(plan) if plan else [],
        "digest": digest,
        "is_stale": is_stale,
        "there": there,
    }
    status = 409 if is_stale else 422 if form.errors else 200
    return render(request, "secretariat/programmes/session_new.html", context, status=status)


def _make(request, programme, form):
    said = form.cleaned_data
    session = programmes.make_session(
        programme=programme,
        number=said["number"],
        language=said["language"],
        starts_on=said["starts_on"],
        time_zone=said["time_zone"],
        place=said["place"],
        closed=form.closed,
        by=request.user,
        role=role_of(request),
    )
    messages.success(request, _("The session is made. Nobody knows of it until you announce it."))
    return redirect("secretariat_session", pk=session.pk)


def _plan(programme, form):
    """All the dates; None, and an error at the field, where there are none."""
    try:
        return programmes.plan_of(programme, programmes.Dates(form.cleaned_data["starts_on"], form.closed))
    except CalendarFault as fault:
        message = _("The event “%(code)s” of the programme follows none that is there.")
        form.add_error(None, message % {"code": fault.code})
    except (ValueError, OverflowError):
        form.add_error("closed_days", _("With all these days closed, nothing of the session has a day."))
    return None


def _lines(plan) -> list[dict]:
    return [
        {
            "event": event,
            "words": programmes.titled(event),
            "module": programmes.titled(event.module) if event.module else None,
            "on": placed.on,
            "why": placed.why,
            "wanted": placed.wanted,
        }
        for event, placed in plan.events
    ]


def _digest(programme, form) -> str:
    """Names what was shown: the programme as it stands, and what the form says."""
    said = form.cleaned_data
    shown = [
        digest_of(programmes.template_of(programme)),
        [str(said[name]) for name in ("number", "language", "starts_on", "time_zone", "place")],
        sorted((day.isoformat(), name) for day, name in form.closed.items()),
    ]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()
