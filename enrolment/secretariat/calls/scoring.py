"""Trainers and their candidates: what waits for a score, one after the other."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from clikc.foundation.lists import head_of, page_of
from enrolment.admissions import api as admissions

from .door import call_or_404, trainer_page
from .forms import ScoreForm
from .showing import VERDICT_TONES

PAGE = 50
REFUSALS = {
    admissions.ScoresAreIn: gettext_lazy(
        "All scores of this candidate are in, and stand. Yours was not taken."
    ),
    admissions.NotScored: gettext_lazy("This candidate is no longer among those that are chosen from."),
}


@trainer_page
@require_safe
def mine(request):
    """The calls that ask the trainer, and how many candidates wait in each."""
    lines = [_line(call, request.user) for call in admissions.calls_to_score(request.user)]
    return render(request, "secretariat/calls/scoring.html", {"lines": lines})


@trainer_page
@require_safe
def of_call(request, pk):
    """Her candidates in an order of her own: the first of those that wait, then those she has scored."""
    call = call_or_404(admissions.calls_to_score(request.user), pk)
    found = admissions.in_own_order(request.user, admissions.candidates_for(call, request.user))
    own = admissions.own_points(request.user, found)
    context = {
        "call": call,
        "waiting": head_of([one for one in found if _waits(call, one)], PAGE),
        "scored": page_of(request, [(one, own[one.pk]) for one in found if one.own_count], PAGE),
    }
    return render(request, "secretariat/calls/scoring_call.html", context)


@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def score(request, pk, key):
    """One candidate; saved as it is given, and on to the next."""
    call = call_or_404(admissions.calls_to_score(request.user), pk)
    nomination = admissions.candidates_for(call, request.user).filter(pk=key).first()
    if nomination is None:
        raise Http404
    nomination.call = call
    scores = admissions.scores_seen(nomination, request.user)
    own = next((item for item in scores if item.trainer_id == request.user.pk), None)
    initial = {"points": own.points.normalize(), "words": own.words} if own else None
    form = ScoreForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _save(request, nomination, form):
        following = _next(call, request.user, key)
        if following is not None and "next" in request.POST:
            return redirect("call_score", pk=pk, key=following.pk)
        return redirect("calls_scoring_call", pk=pk)
    given = admissions.documents_of([nomination]).get(nomination.pk, {})
    context = {
        "call": call,
        "nomination": nomination,
        "reasons": admissions.reasons_in_words(
            admissions.judge_nominations(call, [nomination])[nomination.pk]
        ),
        "tones": VERDICT_TONES,
        "form": form,
        "own": own,
        "others": [item for item in scores if item is not own],
        "is_in": nomination.given >= call.scores_needed,
        "languages": [admissions.language_label(code) for code in nomination.languages],
        "documents": [(asked, given.get(asked.pk)) for asked in call.documents.all()],
        "following": _next(call, request.user, key),
    }
    return render(request, "secretariat/calls/score.html", context, status=422 if form.errors else 200)


@trainer_page
@require_safe
def document(request, pk, key):
    """A document of a candidate she is asked about."""
    call = call_or_404(admissions.calls_to_score(request.user), pk)
    hers = admissions.candidates_for(call, request.user).values("pk")
    return admissions.document_answer(request.user, key, nomination__in=hers)


def _line(call, user) -> dict:
    candidates = admissions.candidates_for(call, user)
    waiting = candidates.filter(admissions.waits_for(call))
    return {"call": call, "waiting": waiting.count(), "scored": candidates.filter(own_count__gt=0).count()}


def _waits(call, nomination) -> bool:
    return not nomination.own_count and nomination.given < call.scores_needed


def _next(call, user, key):
    """The next one that waits, after this."""
    waiting = admissions.candidates_for(call, user).filter(admissions.waits_for(call)).exclude(pk=key)
    return next(iter(admissions.in_own_order(user, waiting)), None)


def _save(request, nomination, form) -> bool:
    given = form.cleaned_data
    try:
        admissions.score_candidate(
            nomination_id=nomination.pk, points=given["points"], words=given["words"], by=request.user
        )
    except tuple(REFUSALS) as refused:
        form.add_error(None, REFUSALS[type(refused)])
        return False
    messages.success(request, _("Saved."))
    return True
