"""What is done on the way to a closed session: each step a button, and one participant's award."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from enrolment.certificates import api as certificates
from enrolment.programmes import api as programmes

from ..running.door import CLOSED, participant_page, session_page
from .forms import OverruleForm, RevokeForm
from .table import WORDS, named_lines_of

STEPS: dict[str, tuple[Callable, object]] = {
    "freeze": (certificates.freeze_regulation, _("The regulation is frozen.")),
    "thaw": (certificates.thaw_regulation, _("The regulation can be changed again.")),
    "propose": (certificates.propose_decisions, _("The awards are proposed. Another manager confirms them.")),
    "take_back": (certificates.take_back_proposal, _("The proposal is taken back.")),
    "confirm": (certificates.confirm_decisions, _("The awards are confirmed.")),
    "award": (certificates.start_awards, _("The certificates are being made, and everybody is told.")),
    "close": (certificates.close_session, _("The session is closed.")),
}
REFUSED = {
    "not_frozen": _("The regulation is not frozen yet."),
    "open_grades": _("Marks are still open. Say why the regulation is frozen all the same."),
    "confirmed": _("It is confirmed already, and stays so."),
    "changed": _("Somebody has changed the awards meanwhile: look at them again."),
    "no_honours": _("This session gives no honours."),
    "stale": _(
        "Marks have changed since these awards were proposed: look at the table, and ask the rule again."
    ),
    "no_reason": _("Another award than the rule says needs a reason."),
    "nothing": _("No award is confirmed yet."),
    "left": _("Somebody has left the session since the awards were proposed: propose them again."),
    "undecided": _("Not everybody's award is confirmed yet."),
    "unissued": _("Not all certificates are made yet."),
}
SAME_PERSON = _("You proposed these awards yourself: another manager confirms them.")


@session_page
@require_POST
def step(request, session):
    """One step, by the name of its button; what cannot be done is said on the page."""
    name = request.POST.get("step", "")
    if name not in STEPS:
        raise Http404
    verb, done = STEPS[name]
    given = {"digest": request.POST.get("digest", "")} if name == "confirm" else {}
    if name == "freeze":
        given["reason"] = request.POST.get("reason", "")[:300].replace("\0", "")
    _said(request, lambda: verb(session_id=session.pk, by=request.user, **given), done)
    return redirect("closing", pk=session.pk)


@participant_page
@require_http_methods(["GET", "HEAD", "POST"])
def one(request, session, participation):
    """Everything that is asked of a participant, met or not, and the award, which people may overrule."""
    lines, names = named_lines_of(session)
    line = next((item for item in lines if item.record.participation == participation), None)
    if line is None:
        raise Http404
    form = _overrule_form(request, line.decision, has_honours=session.has_honours)
    if request.method == "POST" and form is not None and form.is_valid():
        given = {"award": form.cleaned_data["award"], "reason": form.cleaned_data["reason"]}
        done = _("The award is changed. Another manager confirms it.")
        verb = certificates.overrule_decision
        if _said(request, lambda: verb(decision_id=line.decision.pk, by=request.user, **given), done):
            return redirect("closing", pk=session.pk)
    reasons = certificates.reasons_of(line.decision) if line.decision else line.by_rule.reasons
    said = certificates.said(reasons, names)
    context = {
        "session": session,
        "participation": participation,
        "line": line,
        "by_rule": WORDS[line.decision.by_rule] if line.decision else line.award_words,
        "reasons": [
            (words, [item for item in said if item.award == award])
            for award, words in WORDS.items()
            if any(item.award == award for item in said)
        ],
        "form": form,
    }
    return render(request, "secretariat/closing/participant.html", context)


@participant_page
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request, session, participation):
    """GET says what it means that a certificate is withdrawn; POST does it, for good, and she is told why. A
    session that is closed does not hinder it."""
    decision = certificates.decisions_of(session).filter(participation=participation).first()
    certificate = getattr(decision, "certificate", None)
    if certificate is None:
        messages.info(request, _("There is no certificate."))
        return redirect("closing_participant", pk=session.pk, key=participation.pk)
    form = RevokeForm(request.POST or None)
    is_there = certificate.is_valid
    if request.method == "POST" and is_there and form.is_valid():
        reason = form.cleaned_data["reason"]
        certificates.revoke_certificate(certificate=certificate, reason=reason, by=request.user)
        messages.success(request, _("The certificate is withdrawn; the letter is on its way."))
    if not is_there or form.is_valid():
        return redirect("closing_participant", pk=session.pk, key=participation.pk)
    context = {"session": session, "participation": participation, "certificate": certificate, "form": form}
    status = 422 if form.errors else 200
    return render(request, "secretariat/closing/revoke.html", context, status=status)


def _overrule_form(request, decision, *, has_honours: bool) -> OverruleForm | None:
    """None where nothing can be changed (yet, or any more)."""
    if decision is None or decision.confirmed_at is not None:
        return None
    now = {"award": decision.award, "reason": decision.overruled_because}
    return OverruleForm(request.POST or None, initial=now, has_honours=has_honours)


def _said(request, act: Callable, done: object) -> bool:
    """Whether it was done; either way the next page says so."""
    try:
        act()
    except certificates.SamePerson:
        messages.error(request, SAME_PERSON)
    except certificates.ClosingRefused as refusal:
        messages.error(request, REFUSED[refusal.code])
    except programmes.SessionIsClosed:
        messages.error(request, CLOSED)
    else:
        messages.success(request, done)
        return True
    return False
