"""The queue: who registered and waits, the oldest first; several are approved at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods

from clikc.foundation.lists import page_of
from enrolment.admissions import api as admissions
from enrolment.membership import api as membership

from ..deciding import Desk, desk_pages
from .forms import ApproveForm

SIZE = 50
# A page of ticks, and as many names of those somebody else decided on.
NAMED = 5


@require_http_methods(["GET", "HEAD", "POST"])
def _queue(request, desk: Desk):
    form = ApproveForm(
        request.POST if request.method == "POST" else None,
        administration=desk.administration,
        user=request.user,
        auto_id="approve_%s",
    )
    if form.is_valid():
        _approve_ticked(request, desk, form)
        return redirect(desk.queue)
    waiting = membership.registrations(request.user, desk.administration).to_decide()
    rows = desk.placed(page_of(request, waiting, SIZE))
    context = desk.context(
        form=form,
        rows=rows,
        similar=membership.similar_members(list(rows)),
        refused=_refused(request.user, desk),
    )
    status = 400 if form.errors else 200
    return render(request, "coordination/registrations/queue.html", context, status=status)


registrations, secretariat_registrations = desk_pages("registrations")(_queue)


def _refused(user, desk: Desk) -> list:
    """Those refused last: a refusal can be taken back."""
    found = membership.registrations(user, desk.administration)
    refused = found.filter(state="refused", person__administration=None).order_by("-decided_at")
    return desk.placed(list(refused[:NAMED]))


def _approve_ticked(request, desk: Desk, form: ApproveForm) -> None:
    ticked = request.POST.getlist("pick")[:SIZE]
    ids = [int(pk) for pk in ticked if pk.isdecimal() and len(pk) < 19]
    wanted = list(membership.registrations(request.user, desk.administration).filter(pk__in=ids))
    if not wanted:
        messages.info(request, _("Tick who is to be confirmed."))
        return
    try:
        approved = approve_into(wanted, form.cleaned_data, request.user)
    except admissions.CohortIsClosed:
        messages.error(request, _("This cohort was closed meanwhile. Nobody was confirmed."))
        return
    if approved:
        words = ngettext(
            "%(number)d officer is confirmed.", "%(number)d officers are confirmed.", len(approved)
        )
        messages.success(request, words % {"number": len(approved)})
    tell_decided(request, desk, [item.pk for item in wanted], [item.pk for item in approved])


@transaction.atomic
def approve_into(requests: Sequence, into: dict, by) -> list:
    """Approve, and put those approved into the unit and the cohort that were chosen."""
    approved = membership.approve(requests=requests, by=by, unit=into.get("unit"))
    if approved and into.get("cohort"):
        admissions.add_to_cohort(cohort=into["cohort"], people=[item.person for item in approved], by=by)
    return approved


def tell_decided(request, desk: Desk, wanted: Sequence[int], done: Sequence[int]) -> None:
    """Say what somebody else decided of those that were wanted and not done."""
    others = set(wanted) - set(done)
    found = membership.registrations(request.user, desk.administration).filter(pk__in=others)
    for item in found[:NAMED]:
        words = _("%(officer)s: somebody else has decided meanwhile – %(state)s.")
        facts = {"officer": item.person, "state": item.get_state_display()}
        if item.decided_by:
            words = _("%(officer)s: %(by)s has decided meanwhile – %(state)s.")
            facts["by"] = item.decided_by
        messages.warning(request, words % facts)
    if len(others) > len(found[:NAMED]):
        messages.warning(request, _("What you looked at was withdrawn, or decided by somebody else."))
