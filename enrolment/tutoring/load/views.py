"""The runs one tutors: how many participants, how much waits, and the days one is away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from enrolment.grading import api as grading
from enrolment.programmes import api as programmes

from ..workspace import tutor_page
from .forms import OwnAwayForm

if TYPE_CHECKING:
    from enrolment.programmes.models import ProgrammeSession, RunTutor


@dataclass(frozen=True)
class TutoredRun:
    """One of her runs. ``names``: of her participants, none where the run is marked blind."""

    terms: RunTutor
    participants: int
    names: list[str]
    is_blind: bool
    form: OwnAwayForm


@tutor_page
@require_http_methods(["GET", "HEAD", "POST"])
def own_runs(request):
    """As many queries for ten runs as for one. POST says when she is away in one of them."""
    terms = programmes.runs_tutored_by(request.user)
    sessions = _sessions_of(terms)
    sent = None
    if request.method == "POST":
        chosen = next((item for item in terms if str(item.pk) == request.POST.get("terms")), None)
        if chosen is None:
            raise Http404
        sent = OwnAwayForm(request.POST, prefix=str(chosen.pk), session=sessions.get(chosen.run_id))
        if sent.is_valid():
            return _said(request, chosen, sent.cleaned_data)
    people = grading.participants_tutored_by(request.user)
    runs = [_run(item, people.get(item.run_id, []), sessions.get(item.run_id), sent) for item in terms]
    return render(request, "tutoring/load.html", {"runs": runs}, status=422 if sent else 200)


def _said(request, terms: RunTutor, days: dict):
    said = programmes.say_away(terms_id=terms.pk, tutor=request.user, **days)
    if said is None:
        raise Http404
    messages.success(request, _("Kept. Nobody new is given to you for those days."))
    return redirect("tutoring_load")


def _sessions_of(terms: Sequence[RunTutor]) -> dict[int, ProgrammeSession]:
    """Run id → its session, where she tutors other runs of that too. Two queries."""
    own = {item.run_id for item in terms}
    modules = [item for item in programmes.modules_beside(own) if item.run_id in own]
    number = Counter(item.session_id for item in modules)
    return {item.run_id: item.session for item in modules if number[item.session_id] > 1}


def _run(terms: RunTutor, people: list, session, sent: OwnAwayForm | None) -> TutoredRun:
    is_blind = programmes.scheme_of(terms.run).is_blind
    days = {"away_from": terms.away_from, "away_until": terms.away_until}
    is_sent = sent is not None and sent.prefix == str(terms.pk)
    return TutoredRun(
        terms=terms,
        participants=len(people),
        names=[] if is_blind else sorted(person.get_full_name() for person in people),
        is_blind=is_blind,
        form=sent if is_sent else OwnAwayForm(initial=days, prefix=str(terms.pk), session=session),
    )
