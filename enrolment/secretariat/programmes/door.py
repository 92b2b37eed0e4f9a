"""The door of every page here: those who keep programmes and sessions, after their second factor."""

from __future__ import annotations

from functools import wraps

from django.http import Http404

from clikc.people import api as people
from clikc.people.staff import staff_page
from enrolment.programmes import api as programmes


def keeps_programmes(user) -> bool:
    """Whether somebody makes programmes and their sessions."""
    return people.may(user, "cohort", "P", "*")


manager_page = staff_page(keeps_programmes)


def programme_page(view):
    """``view(request, programme, …)``; an unknown one is 404."""

    @manager_page
    @wraps(view)
    def guarded(request, code, **names):
        programme = programmes.all_programmes().filter(code=code).first()
        if programme is None:
            raise Http404
        return view(request, programme, **names)

    return guarded


def session_page(view):
    """``view(request, session, …)``; an unknown one is 404."""

    @manager_page
    @wraps(view)
    def guarded(request, pk, **names):
        session = programmes.session_by_id(pk)
        if session is None:
            raise Http404
        return view(request, session, **names)

    return guarded


def role_of(request) -> str:
    """The role in which she acts."""
    return people.role_in(request.user, None)
