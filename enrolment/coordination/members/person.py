"""One member: what is known of her here, and what a coordinator may do."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clikc.people import api as people_api
from clikc.people.models import AuditEntry, User
from enrolment.following import api as following
from enrolment.membership import api as membership

from ..workspace import coordinator_page
from .finding import STATES, members_of
from .forms import MemberForm
from .rows import BADGES, state_of

# The last of what was done to her; the record has the rest.
DEEDS_SHOWN = 10


def member_or_404(administration, pk: int) -> User:
    """A member of this administration; anybody else is as unknown as a number nobody has."""
    person = members_of(administration).select_related("unit").filter(pk=pk).first()
    if person is None:
        raise Http404
    return person


@coordinator_page
@require_safe
def person(request, administration, pk):
    """Her page. As many queries for many courses as for one."""
    member = member_or_404(administration, pk)
    invitation = membership.open_invitations_of([member.pk]).get(member.pk)
    state = state_of(member, is_invited=invitation is not None)
    record = AuditEntry.objects.visible_to(request.user).filter(person=member, administration=administration)
    standings = following.standings_of(request.user, administration, people=[member.pk])
    context = {
        "administration": administration,
        "section": "people",
        "person": member,
        "state": state,
        "state_name": STATES[state],
        "badge": BADGES[state],
        "invitation": invitation,
        "may_close": membership.may_close(request.user, member),
        "lines": standings.get(member.pk, []),
        "cohorts": cohorts_of(administration, member),
        "certificates": list(member.certificates.visible_to(request.user)),
        "entries": list(record.select_related("actor")[:DEEDS_SHOWN]),
    }
    return render(request, "coordination/members/person.html", context)


def cohorts_of(administration, member: User) -> list:
    """The cohorts of this administration she is in, closed ones as well. One query."""
    here = member.cohort_memberships.current().filter(cohort__administration=administration)
    return [membership.cohort for membership in here.select_related("cohort").order_by("-joined_at")]


@coordinator_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, administration, pk):
    """Puts name, language and unit right."""
    member = member_or_404(administration, pk)
    form = MemberForm(request.POST or None, person=member, administration=administration)
    if request.method == "POST" and form.is_valid():
        try:
            _change(request.user, administration, member, form.cleaned_data)
        except people_api.NameIsLocked:
            form.add_error("printed_name", _("Meanwhile a certificate bears this name."))
        else:
            messages.success(request, _("Saved."))
            return redirect("coordination_person", code=administration.code, pk=pk)
    context = {"administration": administration, "section": "people", "person": member, "form": form}
    return render(request, "coordination/members/change.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _change(by: User, administration, member: User, given: dict) -> None:
    people_api.correct_member(
        person=member,
        by=by,
        printed_name=given["printed_name"],
        preferred_language=given["preferred_language"],
    )
    people_api.put_into_unit(people=[member], unit=given["unit"], by=by, administration_id=administration.pk)


@coordinator_page
@require_POST
def reopen(request, administration, pk):
    """Opens a closed account again."""
    member = member_or_404(administration, pk)
    if membership.reactivate(people=[member], by=request.user):
        messages.success(request, _("The account is open again."))
    elif not member.is_active:
        messages.error(request, _("You cannot open this account."))
    return redirect("coordination_person", code=administration.code, pk=pk)


@coordinator_page
@require_POST
def invite_again(request, administration, pk):
    """Another letter to somebody who has not come yet."""
    member = member_or_404(administration, pk)
    invitation = membership.open_invitations_of([member.pk]).get(member.pk)
    if invitation and membership.send_again(invitations=[invitation], by=request.user):
        messages.success(request, _("Another letter is on its way."))
    elif invitation:
        messages.warning(request, _("The last letter was written less than a day ago. Try again tomorrow."))
    return redirect("coordination_person", code=administration.code, pk=pk)


@coordinator_page
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, administration, pk):
    """Takes an invitation back, after asking; she is no member any more."""
    member = member_or_404(administration, pk)
    invitation = membership.open_invitations_of([member.pk]).get(member.pk)
    if invitation is None:
        return redirect("coordination_person", code=administration.code, pk=pk)
    if request.method == "POST":
        if membership.withdraw_invitation(invitation=invitation, by=request.user).withdrawn_at is None:
            messages.warning(request, _("The invitation was accepted meanwhile."))
            return redirect("coordination_person", code=administration.code, pk=pk)
        messages.success(request, _("The invitation was withdrawn."))
        return redirect("coordination_people", code=administration.code)
    context = {"administration": administration, "section": "people", "person": member}
    return render(request, "coordination/members/withdraw.html", context)
