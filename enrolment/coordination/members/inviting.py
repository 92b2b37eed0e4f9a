"""One officer is invited; what came of it in words."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from enrolment.admissions import api as admissions
from enrolment.membership import api as membership

from ..workspace import coordinator_page
from .forms import InviteForm


@coordinator_page
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request, administration):
    """Invites an officer whose address is unknown here, and says so where it is known."""
    form = InviteForm(request.POST or None, administration=administration, by=request.user)
    found = None
    if request.method == "POST" and form.is_valid():
        found = _invite(administration, form, request.user)
        if found is None:
            messages.success(request, _("Invited. A letter is on its way."))
            return redirect("coordination_invite", code=administration.code)
    context = {"administration": administration, "section": "people", "form": form, "found": found}
    status = 422 if form.errors or found else 200
    return render(request, "coordination/members/invite.html", context, status=status)


@transaction.atomic
def _invite(administration, form: InviteForm, by) -> membership.Found | None:
    """What is known of the address, where something is; else she is invited now."""
    newcomer = form.newcomer
    made = membership.invite_many(administration=administration, newcomers=[newcomer], by=by)
    if newcomer.address not in made:
        return membership.find_many(administration=administration, addresses=[newcomer.address])[
            newcomer.address
        ]
    invitation = made[newcomer.address]
    for cohort in sorted(form.chosen_cohorts, key=lambda cohort: cohort.pk):
        admissions.add_to_cohort(cohort=cohort, people=[invitation.person], by=by)
    membership.write_invitations(invitations=[invitation], by=by)
    return None
