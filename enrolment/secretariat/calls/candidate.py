"""One candidate: what is known of her, what trainers think, what was done; and what is decided by hand."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from clikc.people.roles import Role
from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

from .door import call_page, candidate_page
from .forms import AnswerForm, ByHandForm, ReserveForm
from .showing import VERDICT_TONES, Line, State, changed_words

OPEN = (State.ENDORSED, State.SHORTLISTED)
CHANGED = gettext_lazy("Somebody else has decided about this candidate meanwhile: please look again.")
RESULTS_OUT = gettext_lazy("The results are told: the selection stands.")
NOT_OPEN = gettext_lazy("As this nomination stands now, that cannot be done with it.")


@candidate_page
@require_safe
def candidate(request, call, nomination):
    entrant = admissions.entrant_of(call, nomination)
    given = admissions.documents_of([nomination]).get(nomination.pk, {})
    context = {
        "call": call,
        "line": Line(entrant),
        "reasons": admissions.reasons_in_words(entrant.eligibility),
        "tones": VERDICT_TONES,
        "nomination": entrant.nomination,
        "languages": [admissions.language_label(code) for code in nomination.languages],
        "documents": [(asked, given.get(asked.pk)) for asked in call.documents.all()],
        "scores": admissions.scores_seen(nomination, request.user),
        "history": [_told(change) for change in _changes(nomination)],
        "is_open": call.published_at is None and nomination.state in OPEN,
        "has_offer": nomination.state == State.ACCEPTED,
        "waits": nomination.state == State.RESERVE,
        "may_wait": nomination.state == State.NOT_SELECTED and admissions.gives_seats(call),
    }
    return render(request, "secretariat/calls/candidate.html", context)


@call_page
@require_safe
def document(request, call, key):
    return admissions.document_answer(request.user, key, nomination__call=call)


@candidate_page
@require_POST
def by_hand(request, call, nomination):
    """Give a seat, leave out, or take that back; the selection says what has changed by it."""
    form = ByHandForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed: please say why in plain words."))
        return _back(request, call, nomination)
    before, given = admissions.select(call), form.cleaned_data
    try:
        admissions.decide_by_hand(
            nomination_id=nomination.pk,
            by_hand=given["by_hand"],
            reason=given["reason"],
            by=request.user,
            seen=given["seen"],
        )
    except admissions.ReasonMissing:
        messages.error(request, _("Nothing was changed: whoever decides over the rule says why."))
    except (admissions.ChangedMeanwhile, admissions.ResultsAreOut, admissions.WrongState) as refused:
        messages.error(request, _refusal(refused))
    else:
        for words in changed_words(before, admissions.select(call)):
            messages.success(request, words)
    return _back(request, call, nomination)


@candidate_page
@require_POST
def shortlist(request, call, nomination):
    """Put on the shortlist; with ``off``, take off it."""
    verb = admissions.unlist if request.POST.get("off") else admissions.shortlist
    try:
        verb(nomination_id=nomination.pk, by=request.user)
    except (admissions.ResultsAreOut, admissions.WrongState) as refused:
        messages.error(request, _refusal(refused))
    return redirect("call_candidate", pk=call.pk, key=nomination.pk)


@candidate_page
@require_POST
def reserve(request, call, nomination):
    """Put who was not selected on the reserve list, after the results are told."""
    form = ReserveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed: please say why in plain words."))
        return redirect("call_candidate", pk=call.pk, key=nomination.pk)
    try:
        found = admissions.put_on_reserve(nomination_id=nomination.pk, by=request.user, **form.cleaned_data)
    except (admissions.ChangedMeanwhile, admissions.WrongState) as refused:
        messages.error(request, _refusal(refused))
    else:
        said = {
            State.RESERVE: _("On the reserve list now, at the end of it; the letter is on its way."),
            State.ACCEPTED: _("A seat was free: it is offered now, and the letter is on its way."),
        }
        messages.success(request, said[found.state])
    return redirect("call_candidate", pk=call.pk, key=nomination.pk)


@candidate_page
@require_POST
def answer(request, call, nomination):
    """Answer an offer for a candidate who has said so by other means; only what was said is written."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed: say which answer it is, and why in plain words."))
        return redirect("call_candidate", pk=call.pk, key=nomination.pk)
    facts = {"nomination_id": nomination.pk, "by": request.user}
    try:
        if form.cleaned_data["answer"] == "accept":
            admissions.accept_offer(**facts)
        else:
            admissions.decline_offer(**facts, reason=form.cleaned_data["reason"])
    except admissions.OfferExpired:
        messages.error(request, _("The last day to answer is over."))
    except (admissions.NoOffer, programmes.SessionIsClosed):
        messages.error(request, NOT_OPEN)
    else:
        messages.success(request, _("The answer is written down."))
    return redirect("call_candidate", pk=call.pk, key=nomination.pk)


def _back(request, call, nomination):
    """To the page that was asked from."""
    if request.POST.get("from") == "candidate":
        return redirect("call_candidate", pk=call.pk, key=nomination.pk)
    show = request.POST.get("show", "")
    query = f"?show={show}" if show in ("seats", "reserve", "others") else ""
    return redirect(f"{reverse('call_selection', args=[call.pk])}{query}#balance")


def _refusal(refused: Exception) -> str:
    if isinstance(refused, admissions.ResultsAreOut):
        return str(RESULTS_OUT)
    return str(CHANGED if isinstance(refused, admissions.ChangedMeanwhile) else NOT_OPEN)


def _changes(nomination):
    return nomination.changes.select_related("by").order_by("-number")


def _told(change) -> dict:
    """A step for the page: the state it led to, or what was decided by hand, and the reasons kept with it."""
    hand = change.changed.get("by_hand")
    why = change.changed.get("why")
    return {
        "change": change,
        "role": dict(Role.choices).get(change.role, ""),
        "is_step": change.before != change.after,
        "by_hand": None if hand is None else hand[1] or "undone",
        "why": admissions.kept_reasons(why[1]) if why else [],
    }
