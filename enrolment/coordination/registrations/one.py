"""One registration: confirm it, ask back, refuse it, take a refusal back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods

from enrolment.admissions import api as admissions
from enrolment.membership import api as membership

from ..deciding import Desk, desk_pages
from .forms import ApproveForm, AskForm, RefuseForm
from .queue import approve_into, tell_decided

DONE = {
    "approve": ("approved", gettext_lazy("The officer is confirmed.")),
    "ask": ("asked", gettext_lazy("Your question is on its way.")),
    "refuse": ("refused", gettext_lazy("The registration is refused. The officer is told why.")),
    "reopen": ("waiting", gettext_lazy("The registration waits again.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
def _one(request, desk: Desk, pk: int):
    found = membership.registrations(request.user, desk.administration).filter(pk=pk).first()
    if found is None:
        raise Http404
    step = request.POST.get("step", "")
    forms = _forms(request, desk, step)
    form = forms.get(step)
    if request.method == "POST" and step in DONE and (form is None or form.is_valid()):
        return _decide(request, desk, found, step, form)
    context = desk.context(
        registration=found, similar=membership.similar_members([found])[found.pk], forms=forms
    )
    status = 400 if request.method == "POST" else 200
    return render(request, "coordination/registrations/one.html", context, status=status)


registration, secretariat_registration = desk_pages("registrations")(_one)


def _forms(request, desk: Desk, step: str) -> dict:
    """A form for each decision; the one that was sent is filled in."""

    def said(name: str):
        return request.POST if request.method == "POST" and step == name else None

    places = {"administration": desk.administration, "user": request.user}
    return {
        "approve": ApproveForm(said("approve"), auto_id="approve_%s", **places),
        "ask": AskForm(said("ask"), auto_id="ask_%s"),
        "refuse": RefuseForm(said("refuse"), auto_id="refuse_%s"),
    }


def _decide(request, desk: Desk, found, step: str, form):
    try:
        is_done = _STEPS[step](found, form, request.user)
    except admissions.CohortIsClosed:
        messages.error(request, _("This cohort was closed meanwhile. Nobody was confirmed."))
        return redirect(desk.place_of(found.pk))
    if is_done:
        messages.success(request, DONE[step][1])
    else:
        tell_decided(request, desk, [found.pk], [])
    return redirect(desk.queue)


def _is_mine(after, step: str, user) -> bool:
    return after.state == DONE[step][0] and after.decided_by_id == user.pk


def _approve(found, form, user) -> bool:
    return bool(approve_into([found], form.cleaned_data, user))


def _ask(found, form, user) -> bool:
    question = form.cleaned_data["question"]
    return _is_mine(membership.ask_back(request=found, by=user, question=question), "ask", user)


def _refuse(found, form, user) -> bool:
    reason = form.words_for(found.person)
    return _is_mine(membership.refuse(request=found, by=user, reason=reason), "refuse", user)


def _reopen(found, _form, user) -> bool:
    return _is_mine(membership.reopen(request=found, by=user), "reopen", user)


_STEPS = {"approve": _approve, "ask": _ask, "refuse": _refuse, "reopen": _reopen}
