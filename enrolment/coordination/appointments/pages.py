"""Which administration has whom: the list of the Secretariat, and one administration with its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clikc.foundation.lists import searched
from clikc.people import appointments
from clikc.people.api import may
from clikc.people.collation import sort_key
from clikc.people.models import Administration, Region
from clikc.people.staff import staff_page

from .forms import AppointForm, EndForm, HandOverForm
from .overview import lines

if TYPE_CHECKING:
    from clikc.people.models import User

FORMS = {"appoint": AppointForm, "hand_over": HandOverForm, "end": EndForm}


def sees_appointments(user: User) -> bool:
    """Whether this person sees who acts for every administration."""
    return may(user, "account", "L", "*")


def appoints(user: User) -> bool:
    return may(user, "role_grant", "C", "*")


@staff_page(sees_appointments)
@require_safe
def administrations(request):
    """As many queries for all as for one."""
    language = get_language()
    asked = {
        "q": searched(request),
        "state": request.GET.get("state", ""),
        "region": request.GET.get("region", ""),
    }
    regions = sorted(Region.objects.all(), key=lambda region: sort_key(str(region), language))
    asked["region"] = asked["region"] if asked["region"] in {item.code for item in regions} else ""
    context = {"lines": lines(language, **asked), "asked": asked, "regions": regions}
    return render(request, "coordination/appointments/administrations.html", context)


@staff_page(sees_appointments)
@require_http_methods(["GET", "HEAD", "POST"])
def administration(request, code):
    """One administration: who acts for it and who did; administrators appoint, hand over and end."""
    place = get_object_or_404(Administration.objects.select_related("region"), code=code)
    step = request.POST.get("step", "")
    forms = {
        name: form(request.POST if step == name else None, auto_id=f"{name}_%s")
        for name, form in FORMS.items()
    }
    if request.method == "POST":
        if not appoints(request.user):
            raise PermissionDenied
        if step not in FORMS:
            raise Http404
        if forms[step].is_valid() and _done(request.user, place, step, forms[step]):
            messages.success(request, _("Saved. Who is concerned is told by mail."))
            return redirect("secretariat_appointment", code=place.code)
    context = {
        "place": place,
        "history": appointments.history_of(place),
        "today": appointments.today(),
        "forms": forms,
        "ended": request.POST.get("grant", ""),
        "may_appoint": appoints(request.user),
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "coordination/appointments/administration.html", context, status=status)


def _done(by: User, place: Administration, step: str, form) -> bool:
    """Whether it was done; if not, the form says why."""
    given = form.cleaned_data
    try:
        if step == "end":
            held = appointments.appointments().filter(administration=place)
            grant = get_object_or_404(held, pk=given.pop("grant"))
            appointments.end_appointment(grant=grant, by=by, **given)
        else:
            verb = appointments.appoint if step == "appoint" else appointments.hand_over
            verb(administration=place, by=by, **given)
    except appointments.AppointmentRefused as refused:
        form.add_error(None, appointments.WORDS[refused.reason])
        return False
    return True
