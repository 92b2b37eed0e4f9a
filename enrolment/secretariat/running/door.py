"""The door of every page of a session that runs: those who keep sessions, after their second factor."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from clikc.people import api as people
from clikc.people.staff import staff_page
from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

if TYPE_CHECKING:
    from enrolment.admissions.models import Participation
    from enrolment.programmes.models import ProgrammeSession

CLOSED = _("This session is closed: nothing is changed in it any more.")

AWARDED = _(
    "The award is confirmed: nobody with one is taken out of the session, or put back into it, any more."
)


def runs_it(user) -> bool:
    return people.may(user, "cohort", "U", "*")


def session_page(view):
    """``view(request, session, …)`` for those who keep sessions; an unknown session is 404."""

    @staff_page(runs_it)
    @wraps(view)
    def guarded(request, pk, **names):
        session = programmes.session_by_id(pk)
        if session is None:
            raise Http404
        return view(request, session, **names)

    return guarded


def participant_page(view):
    """``view(request, session, participation)``; somebody who was never in the session is 404."""

    @session_page
    @wraps(view)
    def guarded(request, session, key):
        return view(request, session, participation_or_404(request.user, session, key))

    return guarded


def unless_closed(view):
    """What is refused because the session is closed is said on its board."""

    @wraps(view)
    def guarded(request, session, *args, **names):
        try:
            return view(request, session, *args, **names)
        except programmes.SessionIsClosed:
            messages.error(request, CLOSED)
            return redirect("running_board", pk=session.pk)

    return guarded


def participation_or_404(user, session: ProgrammeSession, key) -> Participation:
    found = admissions.participants_of(session).visible_to(user).filter(pk=key)
    participation = found.select_related(
        "learner__administration", "administration", "session__programme", "moved_to__session__programme"
    ).first()
    if participation is None:
        raise Http404
    return participation
