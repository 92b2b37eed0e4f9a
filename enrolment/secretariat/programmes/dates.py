"""Other dates for a session: what would move is shown, and only that is done."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from enrolment.programmes import api as programmes
from enrolment.programmes.rules.calendar import CalendarFault

from .door import role_of, session_page
from .session_forms import DatesForm


@session_page
@require_http_methods(["GET", "HEAD", "POST"])
def dates(request, session):
    """A confirmation that is out of date is shown anew, with all that was typed."""
    events = list(session.events.order_by("on", "at", "position", "pk"))
    form = DatesForm(request.POST or None, session=session, events=events, dates=programmes.dates_of(session))
    preview, is_stale = None, False
    if request.method == "POST" and form.is_valid():
        digest = request.POST.get("digest", "")[:64]
        if digest and (answer := _move(request, session, form, digest)):
            return answer
        is_stale = bool(digest) and not form.errors
        preview = _preview(session, form)
    context = {
        "session": session,
        "words": programmes.titled(session),
        "section": "sessions",
        "form": form,
        "preview": preview,
        "same": preview is not None and form.dates == form.dates_now,
        "is_stale": is_stale,
        **(_shown(preview, events) if preview else {}),
    }
    status = 409 if is_stale else 422 if form.errors else 200
    return render(request, "secretariat/programmes/dates.html", context, status=status)


def _move(request, session, form, digest: str):
    """The way back to the session; None where it was not done."""
    try:
        programmes.move_session(
            session_id=session.pk,
            dates=form.dates,
            digest=digest,
            by=request.user,
            role=role_of(request),
            reason=form.cleaned_data["reason"],
        )
    except programmes.SessionChanged:
        return None
    except programmes.SessionIsClosed:
        form.add_error(None, _("This session is closed: nothing is changed in it any more."))
        return None
    except (ValueError, OverflowError):
        return None
    messages.success(request, _("The session has its new dates."))
    return redirect("secretariat_session", pk=session.pk)


def _preview(session, form):
    try:
        preview = programmes.preview_dates(session, form.dates)
    except CalendarFault as fault:
        form.add_error(None, _("The event “%(code)s” follows none that is there.") % {"code": fault.code})
        return None
    except (ValueError, OverflowError):
        form.add_error("closed_days", _("With all these days closed, nothing of the session has a day."))
        return None
    form.with_all_days()
    return preview


def _shown(preview, events) -> dict:
    """Moves, and pairs the wrong way round, with the titles of their events."""
    titles = {event.code: programmes.titled(event) for event in events}
    return {
        "moves": [{"words": titles[move.code], "move": move} for move in preview.moves],
        "turned": [(titles[one], titles[two]) for one, two in preview.out_of_order],
        "last": preview.weeks[-1],
    }
