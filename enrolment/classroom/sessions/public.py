"""What everybody may know: the programmes that are offered, their sessions, open calls, and what became of
those that are over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import translate_url
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from clikc.home.api import PublicPage
from clikc.people.time_zones import UTC_NAME
from courses.catalogue import api as catalogue
from enrolment.admissions import api as admissions
from enrolment.certificates import api as certificates
from enrolment.programmes import api as programmes

from ..applications.shown import eligible_for

if TYPE_CHECKING:
    from datetime import date

    from enrolment.admissions.models import Call
    from enrolment.certificates.api import Figures
    from enrolment.programmes.api import Titled
    from enrolment.programmes.models import Programme, ProgrammeSession


@dataclass(frozen=True)
class SessionShown:
    """``call`` is the one that is open now, or None; ``figures`` are those of a session that is closed."""

    session: ProgrammeSession
    words: Titled
    last_day: date
    call: Call | None = None
    figures: Figures | None = None

    @property
    def is_over(self) -> bool:
        return self.session.closed_at is not None

    @property
    def are_weeks_over(self) -> bool:
        return self.last_day < timezone.localdate()


@dataclass(frozen=True)
class ProgrammeShown:
    """``coming`` starts soonest first, the others latest first. ``ended``: their weeks are over, and nobody
    has closed them yet."""

    programme: Programme
    words: Titled
    summary: Titled
    coming: Sequence[SessionShown] = ()
    running: Sequence[SessionShown] = ()
    ended: Sequence[SessionShown] = ()
    over: Sequence[SessionShown] = ()
    figures: Figures | None = None
    open: Sequence[SessionShown] = field(default=())

    @property
    def next_close(self):
        """When the first of its open calls closes."""
        return min(shown.call.closes_at for shown in self.open) if self.open else None


@require_safe
def programmes_page(request):
    """All programmes that are offered, those that can be applied for first."""
    shown = _shown(list(programmes.programmes_offered()))
    found = sorted(shown, key=lambda item: (item.next_close is None, item.next_close or item.programme.code))
    return render(request, "classroom/sessions/programmes.html", {"programmes": found} | _head(request))


@require_safe
def programme_page(request, code):
    """One programme: what it is made of, who can take part, its sessions."""
    programme = programmes.programme_by_code(code)
    if programme is None:
        raise Http404
    [shown] = _shown([programme], with_figures=True)
    modules = list(programme.modules.all())
    courses = catalogue.titles_of([item.course_id for item in modules if item.course_id], get_language())
    soonest = next(iter([*shown.open, *shown.coming, *shown.running]), None)
    zone = timezone.get_current_timezone_name()
    context = {
        "shown": shown,
        "modules": [(item, programmes.titled(item), courses.get(item.course_id)) for item in modules],
        "asked": admissions.rules_in_words(programme),
        "calls": _calls_shown(request.user, shown.open),
        "soonest": soonest,
        "timeline": programmes.timeline_of(soonest.session, zone) if soonest else None,
        "is_utc": zone == UTC_NAME,
    }
    return render(request, "classroom/sessions/programme.html", context | _head(request))


def addressed() -> list[PublicPage]:
    """The pages here, for the sitemap. One query."""
    codes = programmes.programmes_offered().values_list("code", flat=True)
    return [PublicPage("programmes"), *(PublicPage("programme", {"code": code}) for code in codes)]


def _shown(found: Sequence[Programme], *, with_figures: bool = False) -> list[ProgrammeShown]:
    """Four queries, whatever their number; two more with figures."""
    ids = [programme.pk for programme in found]
    sessions = list(programmes.sessions_announced(ids))
    announced = admissions.calls_announced().filter(session__in=sessions).prefetch_related("documents")
    calls = {call.session_id: call for call in announced if call.is_open}
    over = [session.pk for session in sessions if session.closed_at is not None]
    figures = certificates.figures_of(over) if with_figures else None
    by_programme = defaultdict(list)
    for session in sessions:
        of_it = figures.sessions.get(session.pk) if figures else None
        by_programme[session.programme_id].append(
            SessionShown(
                session=session,
                words=programmes.titled(session),
                last_day=programmes.last_day_of(session),
                call=calls.get(session.pk),
                figures=of_it,
            )
        )
    total = figures.total if figures and over else None
    return [_programme_shown(item, by_programme[item.pk], total) for item in found]


def _programme_shown(programme, sessions: Iterable[SessionShown], total) -> ProgrammeShown:
    today = timezone.localdate()
    under_way = [item for item in sessions if not item.is_over]
    coming = [item for item in under_way if item.session.starts_on > today]
    begun = [item for item in under_way if item.session.starts_on <= today]
    return ProgrammeShown(
        programme=programme,
        words=programmes.titled(programme),
        summary=programmes.titled(programme, "summary"),
        coming=coming[::-1],
        running=[item for item in begun if not item.are_weeks_over],
        ended=[item for item in begun if item.are_weeks_over],
        over=[item for item in sessions if item.is_over],
        figures=total,
        open=sorted((item for item in under_way if item.call), key=lambda item: item.call.closes_at),
    )


def _calls_shown(user, shown: Sequence[SessionShown]) -> list[dict]:
    """Open calls with all that they ask. For an officer who is signed in, what she has applied for already,
    and how she stands with the rules: two queries."""
    calls = [item.call for item in shown]
    if not (calls and user.is_authenticated and user.administration_id):
        return [_call_shown(item) for item in shown]
    own = admissions.own_nominations(user).filter(call__in=calls)
    # Of several in a call, what counts comes first.
    taken = {item.call_id: item for item in reversed(own)}
    standing = eligible_for(user, calls)
    return [
        _call_shown(item) | {"taken": taken.get(item.call.pk), "standing": standing[item.call.pk]}
        for item in shown
    ]


def _call_shown(shown: SessionShown) -> dict:
    """An open call with all that it asks."""
    return {
        "shown": shown,
        "call": shown.call,
        "words": programmes.titled(shown.call, "words"),
        "asked": admissions.rules_in_words(shown.call),
        "documents": [(item, programmes.titled(item)) for item in shown.call.documents.all()],
    }


def _head(request) -> dict:
    """What search engines are told of the page: its one address, and that for whoever reads none of the
    languages."""
    return {
        "canonical": request.build_absolute_uri(request.path),
        "root": request.build_absolute_uri("/")[:-1],
        "x_default": request.build_absolute_uri(translate_url(request.path, settings.LANGUAGE_CODE)),
    }
