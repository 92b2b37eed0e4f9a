"""The course runs of a session's modules: each made with the session, on its dates, with the programme's
grading scheme; what is due in one moves with the session's events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction

from courses.lessons import api as lessons
from courses.quizzes import api as quizzes

from .models import (
    CourseRun,
    GradingScheme,
    Programme,
    ProgrammeSession,
    RunAssignment,
    RunQuiz,
    RunTutor,
    SessionEvent,
    SessionModule,
)
from .models.templates import EventFacts
from .rules import calendar
from .signals import run_quiz_moved, session_dated
from .work import FACTS_COLUMNS

Kind = EventFacts.Kind
LARGEST_ID = 2**31 - 1


def open_runs(session: ProgrammeSession, *, by) -> None:
    """A course run for each module that has a course and no run yet, and what is due in all of them. Under
    the lock of the session."""
    scheme = _scheme_of(session.programme)
    for module in session.modules.filter(course__isnull=False, run__isnull=True):
        module.run = CourseRun.objects.create(
            course_id=module.course_id,
            name=f"{session.name} · {module.code.upper()}",
            language=session.language,
            time_zone=session.time_zone,
            made_by=by,
        )
        module.save(update_fields=["run"])
        GradingScheme.objects.create(run=module.run, **scheme)
    sync_runs(session)


def sync_runs(session: ProgrammeSession) -> None:
    """Make the dates of the runs what the events of their modules say. What somebody was granted beyond
    stays hers; a deadline whose event is gone stays where it was."""
    events = _events_by_module(session)
    modules = list(session.modules.filter(run__isnull=False).select_related("run"))
    for module in modules:
        module.run.opens_on, module.run.closes_on = days_of(session, module)
        module.run.time_zone, module.run.language = session.time_zone, session.language
        module.run.save(update_fields=["opens_on", "closes_on", "time_zone", "language"])
        theirs = events.get(module.pk, [])
        _set_assignments(session, module, theirs)
        _set_quizzes(session, module, theirs)
    session_dated.send(ProgrammeSession, session=session)


def days_of(session: ProgrammeSession, module: SessionModule) -> tuple[date, date]:
    """From when a module can be opened until the session is over."""
    opening = module.events.filter(kind=Kind.OPENS).order_by("on").values_list("on", flat=True).first()
    closed = set(session.closed_days.values_list("on", flat=True))
    weeks = calendar.weeks_of(session.starts_on, session.weeks, closed)
    first = weeks[min(module.first_week, session.weeks) - 1].monday
    return opening or first, weeks[-1].monday + timedelta(days=6)


def runs_of_session(session: ProgrammeSession) -> list[CourseRun]:
    """The runs of its modules, in the order of the modules. One query."""
    found = CourseRun.objects.filter(session_module__session=session)
    return list(found.select_related("course", "scheme").order_by("session_module__position"))


def session_of_run(run_id: int) -> ProgrammeSession | None:
    """The session that a course run belongs to. One query."""
    found = ProgrammeSession.objects.filter(modules__run=run_id)
    return found.select_related("programme").first()


def session_by_id(pk: int) -> ProgrammeSession | None:
    """A session with its programme and who has frozen it. One query, none for a number that no record can
    have."""
    if pk > LARGEST_ID:
        return None
    return ProgrammeSession.objects.select_related("programme", "frozen_by").filter(pk=pk).first()


def modules_beside(run_ids: Iterable[int]) -> list[SessionModule]:
    """Every module of the sessions that these runs belong to, in their order, each with its session and the
    closed days of it. Two queries, one where none belongs to a session."""
    theirs = SessionModule.objects.filter(run__in=list(run_ids)).values("session")
    found = SessionModule.objects.filter(session__in=theirs).select_related("session__programme")
    return list(found.prefetch_related("session__closed_days").order_by("session", "position", "pk"))


def tutors_of_runs(run_ids: Iterable[int]) -> list[RunTutor]:
    """The terms of every tutor of these runs, with account and administration. One query."""
    return list(RunTutor.objects.filter(run__in=list(run_ids)).select_related("tutor__administration"))


def session_ids_by_run(session_ids: Iterable[int]) -> dict[int, int]:
    """Run id → session id, of all modules of these sessions. One query."""
    found = SessionModule.objects.filter(session__in=list(session_ids), run__isnull=False)
    return dict(found.values_list("run", "session"))


def _scheme_of(programme: Programme) -> dict[str, object]:
    scheme = getattr(programme, "scheme", None)
    return {name: getattr(scheme, name) for name in FACTS_COLUMNS} if scheme else {}


def _events_by_module(session: ProgrammeSession) -> Mapping[int, list[SessionEvent]]:
    found: dict[int, list[SessionEvent]] = {}
    for event in session.events.filter(module__isnull=False).order_by("on", "position"):
        event.session = session
        found.setdefault(event.module_id, []).append(event)
    return found


def _set_assignments(session, module: SessionModule, events: Iterable[SessionEvent]) -> None:
    opens_at = _opening(session, events)
    due = {event.activity_id: event for event in events if event.kind == Kind.DUE}
    for assignment in lessons.assignments_of(module.course_id):
        event = due.get(assignment.activity_id) or due.get(None)
        if event is None:
            continue
        facts = {"due_at": _wall(event), "is_own_zone": _is_own(event)}
        facts["opens_at"] = opens_at if opens_at and opens_at < facts["due_at"] else None
        RunAssignment.objects.update_or_create(run=module.run, assignment=assignment, defaults=facts)


def _set_quizzes(session, module: SessionModule, events: Iterable[SessionEvent]) -> None:
    opens_at = _opening(session, events)
    closing = {event.activity_id: event for event in events if event.kind == Kind.QUIZ}
    for quiz in quizzes.quizzes_of(module.course_id):
        event = closing.get(quiz.activity_id) or closing.get(None)
        if event is None:
            continue
        facts = {"closes_at": _wall(event), "is_own_zone": _is_own(event)}
        facts["opens_at"] = opens_at if opens_at and opens_at < facts["closes_at"] else None
        RunQuiz.objects.update_or_create(run=module.run, quiz=quiz, defaults=facts)
        # Attempts are locked before quizzes elsewhere, so who moves their deadlines comes when this is done.
        transaction.on_commit(partial(run_quiz_moved.send, RunQuiz, quiz=quiz))


def _opening(session: ProgrammeSession, events: Iterable[SessionEvent]) -> datetime | None:
    return next((_wall(event) for event in events if event.kind == Kind.OPENS), None)


def _wall(event: SessionEvent) -> datetime:
    """When it is on the clock of the session; whose own clock is meant stands beside it."""
    return event.moment_in(event.session.time_zone)


def _is_own(event: SessionEvent) -> bool:
    return event.zone == EventFacts.Zone.OWN
