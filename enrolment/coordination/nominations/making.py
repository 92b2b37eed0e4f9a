"""Making a nomination, and changing one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clikc.foundation.lists import searched
from enrolment.admissions import api as admissions

from ..members.finding import as_id, members_of
from ..workspace import coordinator_page
from .finding import call_or_404, nomination_or_404
from .forms import NominationForm

FOUND = 20


@coordinator_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request, administration, call_id):
    """First the officer is chosen, then her facts are given. Who is nominated already has a page of hers."""
    call = call_or_404(call_id)
    if not call.is_open:
        messages.warning(request, admissions.DeadlinePassed().words)
        return redirect("coordination_call", code=administration.code, call_id=call.pk)
    asked = as_id((request.POST if request.method == "POST" else request.GET).get("person", ""))
    if not asked:
        return _choose(request, administration, call)
    person = members_of(administration).filter(is_active=True, pk=asked).first()
    if person is None:
        raise Http404
    there = admissions.nominated_in(call, [person.pk], user=request.user).get(person.pk)
    if there is not None:
        return redirect("coordination_nomination", code=administration.code, pk=there)
    form = NominationForm(request.POST or None, call=call)
    if request.method == "POST" and form.is_valid():
        made = _made(request, administration, call, person, form)
        if made is not None:
            return _onwards(request, administration, made)
    return _render(request, administration, "new.html", call=call, person=person, form=form)


def _choose(request, administration, call):
    """The officers of the administration by name or address, with what they have in this call."""
    q = searched(request)
    found = members_of(administration).filter(is_active=True).exclude(pk=request.user.pk)
    found = found.named(q) if q else found
    people = list(found.select_related("unit").order_by("search_name", "pk")[: FOUND + 1])
    there = admissions.nominated_in(call, [person.pk for person in people], user=request.user)
    return _render(
        request,
        administration,
        "choose.html",
        call=call,
        q=q,
        people=[(person, there.get(person.pk)) for person in people[:FOUND]],
        has_more=len(people) > FOUND,
    )


def _made(request, administration, call, person, form):
    """The nomination; None where the form says why there is none."""
    try:
        return admissions.nominate(
            call=call, administration=administration, person=person, by=request.user, facts=form.facts
        )
    except admissions.NominationRefused as refused:
        form.add_error(None, refused.words)
        return None


@coordinator_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, administration, pk):
    """What somebody else changed meanwhile is not written over unseen: what was typed stays, and says so."""
    item = nomination_or_404(request, administration, pk)
    form = NominationForm.of(item, request.POST if request.method == "POST" else None)
    is_changed = False
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            done = admissions.rewrite_nomination(
                nomination_id=item.pk, by=request.user, facts=form.facts, seen=seen
            )
            return _onwards(request, administration, done)
        except admissions.ChangedMeanwhile:
            form.data = form.data.copy()
            form.data["seen"] = item.version
            is_changed = True
        except admissions.NominationRefused as refused:
            form.add_error(None, refused.words)
    elif not item.call.is_open:
        messages.warning(request, admissions.DeadlinePassed().words)
        return redirect("coordination_nomination", code=administration.code, pk=item.pk)
    return _render(
        request, administration, "change.html", call=item.call, item=item, form=form, is_changed=is_changed
    )


def _onwards(request, administration, nomination):
    """To her page, where her eligibility is judged anew; or to the endorsement, which is confirmed."""
    if "endorse" in request.POST:
        return redirect("coordination_nomination_endorse", code=administration.code, pk=nomination.pk)
    messages.success(request, _("Saved."))
    return redirect("coordination_nomination", code=administration.code, pk=nomination.pk)


def _render(request, administration, template, **context):
    context |= {"administration": administration, "section": "nominations"}
    return render(request, f"coordination/nominations/{template}", context)
