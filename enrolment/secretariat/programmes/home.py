"""The Secretariat's first page: what wants attention."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes
from enrolment.programmes.rules import calendar

from .door import manager_page

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Running:
    """A session in one of its weeks."""

    session: object
    week: int


@dataclass
class Today:
    """``closing``: calls that close within a week; ``selecting``: calls that are over, with as many
    candidates; ``offered``: calls with as many offers nobody has answered, of which ``late`` ones."""

    closing: list = field(default_factory=list)
    selecting: list = field(default_factory=list)
    offered: list = field(default_factory=list)
    running: list[Running] = field(default_factory=list)
    to_close: list = field(default_factory=list)
    unannounced: list = field(default_factory=list)

    @property
    def is_quiet(self) -> bool:
        return not (self.closing or self.selecting or self.offered or self.to_close or self.unannounced)


@manager_page
@require_safe
def home(request):
    """As many queries for 40 sessions as for 4."""
    now = timezone.now()
    today = Today()
    _look_at_calls(today, now)
    _look_at_sessions(today, now)
    return render(request, "secretariat/home.html", {"today": today, "section": "home"})


def _look_at_calls(today: Today, now: datetime) -> None:
    state = admissions.NominationState
    waiting = Q(nominations__state__in=[state.SUBMITTED, state.ENDORSED, state.SHORTLISTED])
    offers = Q(nominations__offered_at__isnull=False, nominations__answered_at=None)
    offers &= Q(nominations__state=state.ACCEPTED)
    found = (
        admissions.calls()
        .filter(session__closed_at=None)
        .annotate(
            waiting=Count("nominations", filter=waiting),
            offers=Count("nominations", filter=offers),
            late=Count("nominations", filter=offers & Q(nominations__answer_until__lt=now)),
        )
    )
    for call in found.order_by("closes_at", "pk"):
        if now < call.closes_at <= now + SOON:
            today.closing.append(call)
        elif call.is_over and call.published_at is None:
            today.selecting.append(call)
        if call.offers:
            today.offered.append(call)


def _look_at_sessions(today: Today, now: datetime) -> None:
    day = now.date()
    found = programmes.all_sessions().filter(closed_at=None).prefetch_related("closed_days")
    for session in found.order_by("starts_on", "pk"):
        closed = [closed.on for closed in session.closed_days.all()]
        weeks = calendar.weeks_of(session.starts_on, session.weeks, closed)
        if session.announced_at is None:
            today.unannounced.append(session)
        elif weeks[-1].sunday < day:
            today.to_close.append(session)
        elif session.starts_on <= day:
            number = max((week.number for week in weeks if week.monday <= day), default=1)
            today.running.append(Running(session, number))
