"""The door of the invited: the link of the letter. Looking at it changes nothing."""

from __future__ import annotations

from functools import wraps

from allauth.account.utils import perform_login
from allauth.decorators import rate_limit
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .accepting import (
    Way,
    accept_with_new_account,
    accept_with_own_account,
    find_invitation,
    is_hers,
    way_of,
)
from .forms import AcceptForm, MoveForm
from .models import Invitation
from .tokens import ExpiredLink, InvalidLink, invitation_id

GONE = 410


def _discreet(view):
    """The address is a secret: other sites, and the pages linked here, learn where one came from, not more.

    Not ``no-referrer``: with that, browsers send forms without an origin, and they are refused as forged.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "strict-origin"
        return response

    return guarded


@_discreet
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="accept_invitation")
def invitation(request, token):
    """Who invites, and what accepting means for the holder of this address."""
    try:
        found = find_invitation(invitation_id(token))
    except ExpiredLink:
        return render(request, "membership/invitation/expired.html", status=GONE)
    except InvalidLink:
        raise Http404 from None
    if found is None:
        raise Http404
    way = way_of(found)
    if way == Way.NEW:
        return _with_new_account(request, found)
    if way == Way.OWN_ACCOUNT:
        return _with_own_account(request, found)
    return _is_over(request, found, way)


def _is_over(request, found: Invitation, way: Way):
    if way == Way.WITHDRAWN:
        return render(request, "membership/invitation/withdrawn.html", status=GONE)
    person = found.person.merged_into or found.person
    if request.user == person:
        return redirect("desk")
    return render(request, "membership/invitation/accepted.html", {"invitation": found}, status=GONE)


def _with_new_account(request, found: Invitation):
    if request.user.is_authenticated:
        return _somebody_else(request, found)
    first = {
        "printed_name": found.person.printed_name,
        "preferred_language": found.person.preferred_language,
    }
    form = AcceptForm(_sent(request), initial=first, person=found.person)
    if form.is_valid():
        return _welcome(request, found, form.cleaned_data)
    context = {"invitation": found, "form": form}
    return render(request, "membership/invitation/new.html", context, status=400 if form.errors else 200)


def _sent(request):
    return request.POST if request.method == "POST" else None


def _welcome(request, found: Invitation, said: dict):
    person = accept_with_new_account(
        invitation=found,
        printed_name=said["printed_name"],
        preferred_language=said["preferred_language"],
        password=said["password1"],
    )
    if person is None:
        return redirect(request.path)
    with translation.override(person.preferred_language):
        return perform_login(request, person, redirect_url=reverse("desk"))


def _with_own_account(request, found: Invitation):
    if not request.user.is_authenticated:
        return render(request, "membership/invitation/sign_in.html", {"invitation": found})
    if not is_hers(found, request.user):
        return _somebody_else(request, found)
    form = MoveForm(_sent(request))
    if form.is_valid():
        return _accept(request, found, form.cleaned_data["note"])
    is_move = request.user.administration_id not in (None, found.administration_id)
    context = {"invitation": found, "form": form, "is_move": is_move}
    return render(request, "membership/invitation/own.html", context, status=400 if form.errors else 200)


def _accept(request, found: Invitation, note: str):
    try:
        transfer = accept_with_own_account(invitation=found, person=request.user, note=note)
    except PermissionError:
        return redirect(request.path)
    if transfer is None:
        words = _("You are an officer of %(administration)s here from now on.")
        messages.success(request, words % {"administration": found.administration})
    elif transfer.to_administration_id != found.administration_id:
        messages.warning(
            request, _("You have asked to move to another administration already. Withdraw that first.")
        )
    return redirect("membership")


def _somebody_else(request, found: Invitation):
    return render(request, "membership/invitation/somebody_else.html", {"invitation": found})
