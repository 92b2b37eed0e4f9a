"""The answer to an offer: take the seat, or give it up."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

from .finding import own_or_404
from .forms import ReasonForm
from .shown import Application


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def accept(request, pk):
    """Take the seat, after a page that says what that means."""
    item = Application(own_or_404(request, pk))
    if not item.has_offer:
        return redirect("application", pk=pk)
    if request.method != "POST":
        return render(request, "classroom/applications/accept.html", {"item": item})
    try:
        nomination = admissions.accept_offer(nomination_id=pk, by=request.user)
    except (admissions.NoOffer, admissions.OfferExpired, programmes.SessionIsClosed):
        messages.warning(request, _("This offer cannot be accepted any more."))
        return redirect("application", pk=pk)
    messages.success(request, _("You take part in the session. Here is what is next."))
    own = admissions.participations_of(request.user).filter(session=nomination.call.session_id).first()
    return redirect("own_session", pk=own.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def decline(request, pk):
    """Give up the seat, or the place on the reserve list; somebody else then moves up."""
    item = Application(own_or_404(request, pk))
    if not item.can_decline:
        return redirect("application", pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        context = {"item": item, "form": form}
        status = 422 if form.is_bound else 200
        return render(request, "classroom/applications/decline.html", context, status=status)
    try:
        admissions.decline_offer(nomination_id=pk, by=request.user, reason=form.cleaned_data["reason"])
    except admissions.NoOffer:
        messages.warning(request, _("There is nothing to decline any more."))
    else:
        messages.success(request, _("You have declined. Thank you for saying so."))
    return redirect("application", pk=pk)
