"""Sessions of programmes: all of them, and one with its dates, its modules and its history."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import F
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clikc.foundation.lists import page_of
from courses.catalogue import api as catalogue
from enrolment.programmes import api as programmes

from .door import manager_page, role_of, session_page
from .history import changes_of
from .sentences import regulation_in_words
from .session_forms import SessionFactsForm, SessionRegulationForm, refuse

PAGE = 25
METHODS = ["GET", "HEAD", "POST"]


@manager_page
@require_safe
def sessions(request):
    """The latest first; closed ones where they are asked for. As many queries for 25 as for 1."""
    is_closed = request.GET.get("state") == "closed"
    found = programmes.all_sessions().filter(closed_at__isnull=not is_closed)
    rows = page_of(request, found, PAGE)
    lines = [{"session": item, "words": programmes.titled(item)} for item in rows]
    context = {"rows": rows, "lines": lines, "is_closed": is_closed, "section": "sessions"}
    return render(request, "secretariat/programmes/sessions.html", context)


@session_page
@require_safe
def show(request, session):
    """As many queries for 300 events as for 3."""
    modules = list(session.modules.select_related("course", "run"))
    entries = catalogue.titles_of([item.course_id for item in modules if item.course_id], get_language())
    context = {
        "session": session,
        "words": programmes.titled(session),
        "section": "sessions",
        "timeline": programmes.timeline_of(session, timezone.get_current_timezone_name()),
        "modules": [
            {"module": item, "words": programmes.titled(item), "entry": entries.get(item.course_id)}
            for item in modules
        ],
        "events": [_line(session, event) for event in _events(session)],
        "closed": list(session.closed_days.all()),
        "regulation": regulation_in_words(session),
        "changes": changes_of(session),
        "last_day": programmes.last_day_of(session),
    }
    return render(request, "secretariat/programmes/session.html", context)


@session_page
@require_http_methods(METHODS)
def facts(request, session):
    """Number, language, zone, place, weeks, titles."""
    return _edit(request, session, SessionFactsForm, _("Change the session"))


@session_page
@require_http_methods(METHODS)
def regulation(request, session):
    """What is asked for a certificate, until it is frozen."""
    return _edit(request, session, SessionRegulationForm, _("Regulation of the session"))


@session_page
@require_http_methods(METHODS)
def announce(request, session):
    """After a page that says what follows."""
    if request.method == "POST":
        try:
            programmes.announce_session(session_id=session.pk, by=request.user, role=role_of(request))
        except programmes.SessionIsClosed:
            messages.error(request, _("This session is closed: nothing is changed in it any more."))
        else:
            messages.success(request, _("The session is announced."))
        return redirect("secretariat_session", pk=session.pk)
    context = {"session": session, "words": programmes.titled(session), "section": "sessions"}
    return render(request, "secretariat/programmes/announce.html", context)


def _edit(request, session, made, heading: str):
    form, is_stale = made(request.POST or None, session=session), False
    if request.method == "POST" and form.is_valid():
        try:
            programmes.change_session(
                session_id=session.pk,
                facts=form.facts,
                seen=form.cleaned_data["version"],
                by=request.user,
                role=role_of(request),
                reason=form.cleaned_data.get("reason", ""),
            )
        except programmes.TemplateRefused as refused:
            refuse(form, refused.faults)
        except programmes.SessionChanged:
            is_stale = True
            form.data = form.data | {"version": str(session.version)}
        except programmes.SessionIsClosed:
            form.add_error(None, _("This session is closed: nothing is changed in it any more."))
        except programmes.RegulationIsFrozen:
            form.add_error(None, _("The regulation is frozen: awards are decided by it."))
        else:
            messages.success(request, _("Saved."))
            return redirect("secretariat_session", pk=session.pk)
    context = {
        "session": session,
        "words": programmes.titled(session),
        "section": "sessions",
        "heading": heading,
        "form": form,
        "is_stale": is_stale,
    }
    status = 409 if is_stale else 422 if form.errors else 200
    return render(request, "secretariat/programmes/session_edit.html", context, status=status)


def _events(session):
    found = session.events.select_related("module")
    return found.order_by("on", F("at").asc(nulls_first=True), "position", "pk")


def _line(session, event) -> dict:
    """An event with the moment it is on the session's clock; None where it takes the whole day, or is on
    each one's own clock."""
    event.session = session
    is_own = event.zone == event.Zone.OWN
    return {
        "event": event,
        "words": programmes.titled(event),
        "module": programmes.titled(event.module) if event.module else None,
        "is_own": is_own,
        "moment": None if event.at is None or is_own else event.moment_in(session.time_zone),
    }
