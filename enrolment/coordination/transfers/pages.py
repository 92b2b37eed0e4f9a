"""Transfers: who asks to leave, who asks to come, and what was decided of those who are here."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from clikc.foundation.lists import page_of
from enrolment.membership import api as membership

from ..deciding import Desk, desk_pages
from .forms import AcceptForm, ReasonForm

SIZE = 50
RECENT = 10
# Step: the state in which it is possible, the state it leads to, what is said when it is done.
STEPS = {
    "release": (
        "asked",
        "released",
        gettext_lazy("Released. Now the other administration decides."),
    ),
    "refuse": ("asked", "refused", gettext_lazy("The officer stays, and is told why.")),
    "accept": ("released", "accepted", gettext_lazy("The officer is one of yours now.")),
    "decline": ("released", "declined", gettext_lazy("The officer is not accepted, and is told why.")),
}


@require_safe
def _queue(request, desk: Desk):
    everything = membership.transfers(request.user, desk.administration)
    places = membership.places_of(desk.administration)
    closed = everything.filter(closed_at__isnull=False).order_by("-closed_at")
    released = everything.filter(state="released", from_administration=desk.administration)
    context = desk.context(
        rows=desk.placed(page_of(request, everything.filter(membership.in_turn(places)), SIZE)),
        released=desk.placed(list(released)),
        closed=desk.placed(list(closed[:RECENT])),
    )
    return render(request, "coordination/transfers/queue.html", context)


transfers, secretariat_transfers = desk_pages("transfers")(_queue)


@require_http_methods(["GET", "HEAD", "POST"])
def _one(request, desk: Desk, pk: int):
    found = membership.transfers(request.user, desk.administration).filter(pk=pk).first()
    if found is None:
        raise Http404
    step = request.POST.get("step", "")
    forms = _forms(request, desk, step)
    if request.method == "POST" and step in STEPS:
        _may_or_403(desk, found, step)
        form = forms.get(step)
        if form is None or form.is_valid():
            return _decide(request, desk, found, step, form)
    context = desk.context(
        transfer=found, forms=forms, is_turn=_is_turn(desk, found), closed_by=_closed_by(desk, found)
    )
    status = 400 if request.method == "POST" else 200
    return render(request, "coordination/transfers/one.html", context, status=status)


transfer, secretariat_transfer = desk_pages("transfers")(_one)


def _forms(request, desk: Desk, step: str) -> dict:
    def said(name: str):
        return request.POST if request.method == "POST" and step == name else None

    return {
        "refuse": ReasonForm(said("refuse"), auto_id="refuse_%s"),
        "decline": ReasonForm(said("decline"), auto_id="decline_%s"),
        "accept": AcceptForm(said("accept"), auto_id="accept_%s", administration=desk.administration),
    }


def _is_turn(desk: Desk, found) -> bool:
    """Whether this desk is asked now."""
    if not found.is_open:
        return False
    return desk.administration is None or membership.turn_of(found) == desk.administration.pk


def _closed_by(desk: Desk, found):
    """Who decided, where that is somebody this desk knows: whoever decides elsewhere has no name here."""
    here, who = desk.administration, found.closed_by
    return who if who and (here is None or who.administration_id == here.pk) else None


def _may_or_403(desk: Desk, found, step: str) -> None:
    """Letting go is for the administration she leaves, taking in for the one she comes to."""
    side = "from_administration" if STEPS[step][0] == "asked" else "to_administration"
    if desk.administration is not None and getattr(found, side) != desk.administration:
        raise PermissionDenied


def _decide(request, desk: Desk, found, step: str, form):
    before, after, words = STEPS[step]
    if found.state != before:
        decided, is_mine = found, False
    else:
        decided = _do(step, found, form, request.user)
        who = decided.released_by_id if after == "released" else decided.closed_by_id
        is_mine = decided.state == after and who == request.user.pk
    if is_mine:
        messages.success(request, words)
    else:
        words = _("This was decided meanwhile – %(state)s.")
        messages.warning(request, words % {"state": decided.get_state_display()})
    return redirect(desk.queue)


def _do(step: str, found, form, user):
    if step == "release":
        return membership.release(transfer=found, by=user)
    if step == "accept":
        return membership.accept_transfer(transfer=found, by=user, unit=form.cleaned_data.get("unit"))
    verb = membership.refuse_release if step == "refuse" else membership.decline_transfer
    return verb(transfer=found, by=user, reason=form.cleaned_data["reason"])
