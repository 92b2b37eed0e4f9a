"""The door of every page here: a coordinator, after her second factor, in one of her administrations."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from clikc.people.models import Administration
from clikc.people.staff import staff_page

if TYPE_CHECKING:
    from clikc.people.models import User


def coordinates(user: User) -> bool:
    """Whether this person is coordinator, or deputy, of any administration today."""
    return bool(user.administrations_coordinated)


def coordinator_page(view):
    """``view(request, administration, …)`` for the coordinators of that administration.

    The address names it by its code; the code of another one is as unknown as any.
    """

    @staff_page(coordinates)
    @wraps(view)
    def guarded(request, code, *args, **kwargs):
        here = Administration.objects.select_related("region")
        mine = here.filter(pk__in=request.user.administrations_coordinated, code=code).first()
        if mine is None:
            raise Http404
        return view(request, mine, *args, **kwargs)

    return guarded


@staff_page(coordinates)
@require_safe
def choose(request):
    """Into the one administration; who acts for several chooses."""
    mine = Administration.objects.filter(pk__in=request.user.administrations_coordinated)
    if len(mine) == 1:
        return redirect("coordination_home", code=mine[0].code)
    return render(request, "coordination/choose.html", {"administrations": mine})
