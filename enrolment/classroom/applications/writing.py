"""Applying: the form, saved as a draft; sending it; taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

from .finding import call_or_404, own_or_404
from .forms import ApplicationForm, ReasonForm
from .shown import Application, eligible_for

LARGEST_VERSION = 2**31


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def new(request, call_id):
    """Begin an application to a call. Who has one, or was nominated, is shown that."""
    call = call_or_404(call_id)
    there = admissions.own_nominations(request.user).filter(call=call).first()
    if there is not None:
        return redirect("application", pk=there.pk)
    is_refused = not (call.is_open and call.takes_applications and request.user.administration_id)
    form = ApplicationForm(request.POST if request.method == "POST" else None, call=call)
    if request.method == "POST" and form.is_valid():
        try:
            made = admissions.apply_to_call(call=call, person=request.user, facts=form.facts)
        except admissions.AlreadyNominated:
            # Somebody was quicker, in another tab or in her administration.
            return redirect("applications")
        except admissions.NominationRefused as refused:
            return _form(request, call, form, status=403, refused=refused.words)
        messages.success(request, _("Your draft is saved. Nobody else reads it before you send it."))
        return redirect("application", pk=made.pk)
    status = 422 if form.is_bound else 200
    return _form(request, call, form, status=status, is_refused=is_refused)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def change(request, pk):
    """Write on in an application that is not endorsed yet."""
    nomination = own_or_404(request, pk)
    item = Application(nomination)
    form = ApplicationForm.of(nomination, request.POST if request.method == "POST" else None)
    if not item.can_write:
        return redirect("application", pk=pk)
    if request.method == "POST" and form.is_valid():
        try:
            admissions.rewrite_nomination(
                nomination_id=pk, by=request.user, facts=form.facts, seen=form.cleaned_data["seen"]
            )
        except admissions.NominationRefused as refused:
            return _form(request, nomination.call, form, item=item, status=409, refused=refused.words)
        messages.success(request, _("Your changes are saved."))
        return redirect("application", pk=pk)
    return _form(request, nomination.call, form, item=item, status=422 if form.is_bound else 200)


@require_POST
@login_required
def send(request, pk):
    """Send it to one's administration, once every required document is there."""
    item = Application(own_or_404(request, pk))
    if item.can_send and item.missing:
        messages.warning(request, _("A required document is missing. Your application was not sent."))
        return redirect("application", pk=pk)
    try:
        admissions.submit_application(nomination_id=pk, by=request.user, seen=_seen(request))
    except admissions.NominationRefused as refused:
        messages.warning(request, refused.words)
    else:
        messages.success(request, _("Your application was sent to your administration."))
    return redirect("application", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def withdraw(request, pk):
    """Take it back, for good, after a page that asks; a draft nobody has seen leaves nothing behind."""
    item = Application(own_or_404(request, pk))
    if not item.can_withdraw:
        return redirect("application", pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        is_deleted = admissions.withdrawal_leaves_nothing(item.nomination)
        context = {"item": item, "form": form, "is_deleted": is_deleted}
        status = 422 if form.is_bound else 200
        return render(request, "classroom/applications/withdraw.html", context, status=status)
    try:
        left = admissions.withdraw_nomination(
            nomination_id=pk, by=request.user, reason=form.cleaned_data["reason"]
        )
    except admissions.NominationRefused as refused:
        messages.warning(request, refused.words)
        return redirect("application", pk=pk)
    messages.success(request, _("It was withdrawn."))
    return redirect("application", pk=pk) if left else redirect("applications")


def _seen(request) -> int | None:
    """The version that the page had; one that nobody can have had is another one."""
    try:
        seen = int(request.POST.get("seen", ""))
    except ValueError:
        return None
    return min(max(seen, 0), LARGEST_VERSION)


def _form(request, call, form, *, status=200, item=None, refused="", is_refused=False):
    context = {"call": call, "form": form, "item": item, "refused": refused, "is_refused": is_refused}
    if item is None and not is_refused:
        context["standing"] = eligible_for(request.user, [call])[call.pk]
    context |= {"asked": admissions.rules_in_words(call), "words": programmes.titled(call.session)}
    return render(request, "classroom/applications/form.html", context, status=status)
