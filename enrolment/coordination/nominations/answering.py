"""An offer of a seat answered by a coordinator for an officer of hers, after a page that asks. The record
says that it was she; the officer is told by a letter."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

from ..workspace import coordinator_page
from .finding import nomination_or_404
from .forms import ReasonForm
from .showing import Line, lines_of

ASKED = require_http_methods(["GET", "HEAD", "POST"])


@coordinator_page
@ASKED
def accept(request, administration, pk):
    item = nomination_or_404(request, administration, pk)
    [line] = lines_of(item.call, [item])
    if not line.has_offer:
        return _no_offer(request, administration, item)
    if request.method != "POST":
        return _asking(request, administration, line, "accept.html")
    try:
        admissions.accept_offer(nomination_id=item.pk, by=request.user)
    except (admissions.NoOffer, admissions.OfferExpired, programmes.SessionIsClosed):
        return _no_offer(request, administration, item)
    messages.success(request, _("The seat is accepted. The officer is told by a letter."))
    return _to_page(administration, item)


@coordinator_page
@ASKED
def decline(request, administration, pk):
    """A seat, or a place on the reserve list; that is for good."""
    item = nomination_or_404(request, administration, pk)
    [line] = lines_of(item.call, [item])
    if not line.can_decline:
        return _no_offer(request, administration, item)
    about = _("You need not say why. The officer and the Secretariat read it.")
    form = ReasonForm(request.POST or None, is_required=False, help_text=about)
    del form.fields["seen"]
    if request.method != "POST" or not form.is_valid():
        return _asking(request, administration, line, "decline.html", form=form)
    try:
        admissions.decline_offer(nomination_id=item.pk, by=request.user, reason=form.cleaned_data["reason"])
    except admissions.NoOffer:
        return _no_offer(request, administration, item)
    messages.success(request, _("Declined. The officer is told by a letter."))
    return _to_page(administration, item)


def _no_offer(request, administration, item):
    """Who only looks is led to how it stands; who answers is told."""
    if request.method == "POST":
        messages.warning(request, _("There is no offer to answer, or none any more."))
    return _to_page(administration, item)


def _to_page(administration, item):
    return redirect("coordination_nomination", code=administration.code, pk=item.pk)


def _asking(request, administration, line: Line, template, **context):
    item = line.nomination
    context |= {"administration": administration, "section": "nominations"}
    context |= {"call": item.call, "item": item, "line": line}
    return render(request, f"coordination/nominations/{template}", context)
