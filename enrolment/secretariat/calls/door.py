"""The doors here: programme managers at calls and selections, trainers at their candidates."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.http import Http404

from clikc.people import api as people
from clikc.people.roles import Role
from clikc.people.staff import staff_page
from enrolment.admissions import api as admissions

if TYPE_CHECKING:
    from enrolment.admissions.models import Call

LARGEST_ID = 2**31 - 1


def keeps_calls(user) -> bool:
    """Whether somebody makes calls and selects."""
    return people.may(user, "call", "P", "*")


def is_trainer(user) -> bool:
    """Whether somebody can be asked what she thinks of candidates."""
    return user.has_role(Role.TUTOR)


manager_page = staff_page(keeps_calls)
trainer_page = staff_page(is_trainer)


def call_page(view):
    """``view(request, call, …)`` for those who keep calls; an unknown call is 404."""

    @manager_page
    @wraps(view)
    def guarded(request, pk, **names):
        return view(request, call_or_404(admissions.calls(), pk), **names)

    return guarded


def candidate_page(view):
    """``view(request, call, nomination)``; a nomination that is not seen, or of another call, is 404."""

    @call_page
    @wraps(view)
    def guarded(request, call, key, **names):
        found = call.nominations.visible_to(request.user).filter(pk=key)
        nomination = found.select_related("person", "administration__region", "endorsed_by").first()
        if nomination is None:
            raise Http404
        nomination.call = call
        return view(request, call, nomination, **names)

    return guarded


def call_or_404(calls, pk: int) -> Call:
    found = calls.filter(pk=pk).first() if pk <= LARGEST_ID else None
    if found is None:
        raise Http404
    return found
