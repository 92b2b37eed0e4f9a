"""The units of an administration: how many people each has; made, renamed, merged, taken out of use."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from clikc.people import api as people_api

from ..workspace import coordinator_page
from .finding import members_of
from .forms import MergeForm, UnitForm


@coordinator_page
@require_http_methods(["GET", "HEAD", "POST"])
def units(request, administration):
    """Every unit with its number of people; POST adds one."""
    form = UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        unit = people_api.add_unit(administration=administration, name=name, by=request.user)
        messages.success(request, _("The unit “%(name)s” is in use.") % {"name": unit.name})
        return redirect("coordination_units", code=administration.code)
    there = administration.units.annotate(number=_number())
    context = {
        "administration": administration,
        "section": "people",
        "form": form,
        "units": list(there.order_by("-is_active", "name")),
        "without": members_of(administration).filter(unit=None).count(),
    }
    return render(request, "coordination/members/units.html", context, status=422 if form.errors else 200)


@coordinator_page
@require_http_methods(["GET", "HEAD", "POST"])
def unit(request, administration, pk):
    """One unit; POST renames it."""
    item = _unit_or_404(administration, pk)
    form = UnitForm(request.POST or None, initial={"name": item.name})
    if request.method == "POST" and form.is_valid():
        try:
            people_api.rename_unit(unit=item, name=form.cleaned_data["name"], by=request.user)
        except people_api.NameIsTaken:
            form.add_error("name", _("Another unit has this name. You can merge the two."))
        else:
            messages.success(request, _("Saved."))
            return redirect("coordination_units", code=administration.code)
    return _page(request, administration, item, form, MergeForm(unit=item))


@coordinator_page
@require_POST
def merge(request, administration, pk):
    """Puts everybody of a unit into another one; it goes out of use."""
    item = _unit_or_404(administration, pk)
    form = MergeForm(request.POST, unit=item)
    if not form.is_valid():
        return _page(request, administration, item, UnitForm(initial={"name": item.name}), form)
    moved = people_api.merge_units(unit=item, into=form.cleaned_data["into"], by=request.user)
    said = ngettext("Merged. %(number)d person was moved.", "Merged. %(number)d people were moved.", moved)
    messages.success(request, said % {"number": moved})
    return redirect("coordination_units", code=administration.code)


@coordinator_page
@require_POST
def retire(request, administration, pk):
    """Takes a unit out of use."""
    people_api.retire_unit(unit=_unit_or_404(administration, pk), by=request.user)
    messages.success(request, _("The unit is no longer in use. You can take it back into use below."))
    return redirect("coordination_units", code=administration.code)


@coordinator_page
@require_POST
def revive(request, administration, pk):
    """Takes a unit into use again."""
    people_api.revive_unit(unit=_unit_or_404(administration, pk), by=request.user)
    messages.success(request, _("The unit is in use again."))
    return redirect("coordination_units", code=administration.code)


def _unit_or_404(administration, pk: int):
    found = administration.units.filter(pk=pk).annotate(number=_number()).first()
    if found is None:
        raise Http404
    return found


def _number() -> Count:
    return Count("people", filter=Q(people__merged_into=None))


def _page(request, administration, item, form, merge_form):
    context = {
        "administration": administration,
        "section": "people",
        "unit": item,
        "form": form,
        "merge_form": merge_form,
    }
    status = 422 if form.errors or merge_form.errors else 200
    return render(request, "coordination/members/unit.html", context, status=status)
