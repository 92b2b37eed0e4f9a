"""A session for who takes part in it, and its dates as a file for her calendar."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .calendar_file import calendar_of
from .shown import own_participation, own_session


@require_safe
@login_required
@never_cache
def session_page(request, pk):
    """Where she is this week, what is next in all modules, how each stands, and how she left the session."""
    participation = _own(request, pk)
    shown = own_session(request.user, participation)
    return render(request, "classroom/sessions/session.html", {"shown": shown, "timeline": shown.timeline})


@require_safe
@login_required
@never_cache
def calendar(request, pk):
    """What happens in the session as an iCalendar file; not for who has left it."""
    participation = _own(request, pk)
    if participation.state != "enrolled":
        raise Http404
    name = f"{participation.session.programme.code}-{participation.session.number}.ics"
    response = HttpResponse(
        calendar_of(request.user, participation), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _own(request, pk):
    participation = own_participation(request.user, pk)
    if participation is None:
        raise Http404
    return participation
