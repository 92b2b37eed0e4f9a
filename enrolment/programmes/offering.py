"""Programmes and sessions as everybody may know them: what is offered, and what has been announced."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from .models import Programme, ProgrammeSession
from .rules import calendar


def programmes_offered() -> QuerySet[Programme]:
    """The programmes that are offered now."""
    return Programme.objects.offered()


def programme_by_code(code: str) -> Programme | None:
    """One that is offered, with its modules in their order. Two queries."""
    return Programme.objects.offered().prefetch_related("modules").filter(code=code).first()


def sessions_announced(programme_ids: Iterable[int]) -> QuerySet[ProgrammeSession]:
    """Their sessions that everybody may know of, the latest first, with programme and closed days."""
    found = ProgrammeSession.objects.filter(programme__in=list(programme_ids), announced_at__isnull=False)
    return found.select_related("programme").prefetch_related("closed_days")


def last_day_of(session: ProgrammeSession) -> date:
    """The Friday of its last week. No query, if it has its closed days."""
    closed = [day.on for day in session.closed_days.all()]
    last = calendar.weeks_of(session.starts_on, session.weeks, closed)[-1]
    return last.monday + (calendar.WORKING_DAYS - 1) * calendar.DAY
