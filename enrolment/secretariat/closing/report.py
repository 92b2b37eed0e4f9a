"""The closing report of sessions of a programme as a page, and what participants of one said."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language_bidi, gettext as _, ngettext, pgettext
from django.views.decorators.http import require_safe

from clikc.foundation.plots import Column, Plot, draw_columns, share_of
from clikc.people.staff import staff_page
from enrolment.certificates import api as certificates
from enrolment.certificates.api import SessionReport
from enrolment.surveys import api as surveys

from ..running.door import session_page
from ..workspace import runs_sessions
from .tables import tables_of


@dataclass(frozen=True)
class StatementShown:
    """How participants agreed: ``spread`` is (1 to 5, how many, width of the bar), the best first."""

    words: str
    mean: Decimal
    spread: tuple[tuple[int, int, str], ...]


@staff_page(runs_sessions)
@require_safe
def report(request, code):
    """The sessions that are asked for; all that are closed, or all there are, without a choice."""
    there, chosen = sessions_asked(request, code)
    found = certificates.session_report(chosen)
    context = {
        "programme": there[0].programme,
        "there": there,
        "chosen": {session.pk for session in chosen},
        "query": request.GET.urlencode(),
        "report": found,
        "tables": tables_of(found),
        "plot": _certified(found),
        "summary": summary_of(found),
    }
    return render(request, "secretariat/closing/report.html", context)


@session_page
@require_safe
def satisfaction(request, session):
    """Five answers or none at all; words in no order."""
    found = surveys.satisfaction_with([session.pk]).sessions[session.pk]
    words = surveys.statements()
    shown = [
        StatementShown(words[code], found.means[code], _spread(found.spread[code], found.answers))
        for code in (surveys.STATEMENTS if found else ())
    ]
    context = {
        "session": session,
        "satisfaction": found,
        "statements": shown,
        "remarks": surveys.remarks_on(session),
        "fewest": surveys.FEWEST,
    }
    return render(request, "secretariat/closing/satisfaction.html", context)


def sessions_asked(request, code: str) -> tuple[list, list]:
    """The sessions of a programme, and those of them that the address names. Raises Http404."""
    there = certificates.sessions_named(code)
    if not there:
        raise Http404
    asked = set(request.GET.getlist("session"))
    chosen = [session for session in there if str(session.number) in asked]
    if asked and not chosen:
        raise Http404
    closed = [session for session in there if session.closed_at]
    return there, chosen or closed or there


def summary_of(found: SessionReport) -> str:
    """The total in a sentence or two."""
    figures = found.total.figures
    text = ngettext(
        "%(number)s participant from %(administrations)s administrations; %(certified)s certified, of them "
        "%(honours)s with honours.",
        "%(number)s participants from %(administrations)s administrations; %(certified)s certified, of them "
        "%(honours)s with honours.",
        figures.participants,
    )
    return text % {
        "number": figures.participants,
        "administrations": figures.administrations,
        "certified": figures.certified,
        "honours": figures.with_honours,
    }


def _certified(found: SessionReport) -> Plot | None:
    """A column for each class of how participants left, over all sessions."""
    figures = found.total.figures
    if not figures.participants:
        return None
    passed = figures.certified - figures.with_honours
    others = figures.participants - figures.certified - figures.withdrawn
    columns = [
        Column(figures.with_honours, _("honours")),
        Column(passed, _("pass")),
        Column(max(others, 0), _("not certified")),
        Column(figures.withdrawn, pgettext("a participant", "withdrawn")),
    ]
    return draw_columns(columns, mirrored=get_language_bidi())


def _spread(numbers, whole: int) -> tuple[tuple[int, int, str], ...]:
    steps = list(enumerate(numbers, start=1))
    return tuple((step, number, share_of(number, whole)) for step, number in reversed(steps))
