"""What is done with people who were picked: into a unit, into a cohort, accounts closed."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods

from clikc.people import api as people_api
from enrolment.membership import api as membership
from enrolment.programmes import api as programmes

from ..selection import SelectionGone, people_of
from ..workspace import coordinator_page
from .forms import CohortForm, PutIntoUnitForm, ReasonForm

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from clikc.people.models import User

# How many names a page shows of a selection.
SHOWN = 20


def selection_page(view):
    """``view(request, administration, picked)``; who comes back after the selection is gone picks again."""

    @coordinator_page
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request, administration, key):
        try:
            picked = people_of(request, administration, key)
        except SelectionGone:
            messages.warning(request, _("This selection is no longer kept. Please pick the people again."))
            return redirect("coordination_people", code=administration.code)
        return view(request, administration, picked)

    return guarded


@selection_page
def unit(request, administration, picked: QuerySet[User]):
    """Puts a selection into a unit, or out of every unit."""
    form = PutIntoUnitForm(request.POST or None, administration=administration)
    if request.method == "POST" and form.is_valid():
        changed = people_api.put_into_unit(
            people=picked,
            unit=form.cleaned_data["unit"],
            by=request.user,
            administration_id=administration.pk,
        )
        said = ngettext(
            "%(number)d person was put into another unit.",
            "%(number)d people were put into another unit.",
            len(changed),
        )
        return _done(request, administration, said % {"number": len(changed)})
    return _page(request, administration, "unit", picked, form)


@selection_page
def cohort(request, administration, picked: QuerySet[User]):
    """Begins to put a selection into an open cohort; what it comes to is shown before anything is done."""
    picked = picked.filter(is_active=True)
    form = CohortForm(request.POST or None, administration=administration, by=request.user)
    if request.method == "POST" and form.is_valid():
        draft = programmes.start_draft(
            administration=administration,
            owner=request.user,
            person_ids=picked.values_list("pk", flat=True),
            cohort=form.cleaned_data["cohort"],
        )
        return redirect("coordination_cohort_review", code=administration.code, draft=draft.pk)
    return _page(request, administration, "cohort", picked, form)


@selection_page
def close(request, administration, picked: QuerySet[User]):
    """Closes the accounts of a selection, after a page that says how many; where that number is another
    one by now, it is said again."""
    picked = picked.filter(is_active=True)
    number = picked.count()
    form = ReasonForm(request.POST or None, initial={"number": number})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["number"] == number:
            return _close(request, administration, picked, form.cleaned_data["reason"])
        form.add_error(None, _("The selection has changed meanwhile. Please look at the number again."))
        form.data = form.data.copy()
        form.data["number"] = str(number)
    return _page(request, administration, "close", picked, form)


def _close(request, administration, picked, reason: str):
    wanted = list(picked)
    closed = membership.deactivate(people=wanted, by=request.user, reason=reason)
    said = ngettext("%(number)d account was closed.", "%(number)d accounts were closed.", len(closed))
    said %= {"number": len(closed)}
    if len(closed) < len(wanted):
        said += " " + _("Yourself and people of the Secretariat were left as they are.")
    return _done(request, administration, said)


def _page(request, administration, action: str, picked, form):
    context = {
        "administration": administration,
        "section": "people",
        "form": form,
        "key": request.resolver_match.kwargs["key"],
        "number": picked.count(),
        "shown": list(picked[:SHOWN]),
    }
    status = 422 if form.errors else 200
    return render(request, f"coordination/members/selected_{action}.html", context, status=status)


def _done(request, administration, said: str):
    messages.success(request, said)
    return redirect("coordination_people", code=administration.code)
