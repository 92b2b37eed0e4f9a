"""My account: what I may change about myself, and who changed what about me."""

import copy

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from clikc.foundation.lists import page_of

from . import api
from .forms import ProfileForm
from .models import AuditEntry, RoleGrant, User
from .sections import sections_for

ENTRIES = 50


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request) -> HttpResponse:
    """The account page; saving leads to it in the language that was chosen."""
    form = ProfileForm(
        request.POST or None,
        # What is typed must not reach the person in the head of the page before it is accepted.
        instance=copy.copy(request.user),
        name_is_locked=api.is_name_locked(request.user),
    )
    if request.method == "POST" and form.is_valid():
        return _saved(request, api.change_profile(user=request.user, **form.cleaned_data))
    status = 400 if form.is_bound else 200
    return render(request, "people/account.html", {"form": form, **_facts(request.user)}, status=status)


def _saved(request, user: User) -> HttpResponseRedirect:
    with translation.override(user.preferred_language):
        messages.success(request, _("Your account is saved."))
        return HttpResponseRedirect(reverse("account"))


def _facts(user: User) -> dict:
    grants = RoleGrant.objects.visible_to(user).filter(user=user)
    return {
        "grants": grants.select_related("administration", "granted_by", "ended_by"),
        "has_second_factor": is_mfa_enabled(user),
        "sections": sections_for(user),
    }


@never_cache
@login_required
@require_safe
def my_record(request) -> HttpResponse:
    """What was done to the reader, by whom, in which role, when."""
    mine = AuditEntry.objects.visible_to(request.user).filter(person=request.user)
    page = page_of(request, mine.select_related("actor", "administration"), ENTRIES)
    return render(request, "people/my_record.html", {"page": page})
