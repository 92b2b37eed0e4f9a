"""The runs of one session judged together: a sign of life in one module is one in all of them, and silence is
said where something goes on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes
from enrolment.programmes.rules import calendar

from .facts import last_seen_of, with_signs

if TYPE_CHECKING:
    from enrolment.admissions.models import Enrolment
    from enrolment.programmes.models import ProgrammeSession, SessionModule


@dataclass(frozen=True)
class Timetable:
    """All modules of a session that have runs, each with its session, and its weeks."""

    modules: Sequence[SessionModule]
    weeks: Sequence[calendar.Week]


@dataclass(frozen=True)
class Beside:
    """What is known of runs by the session they belong to. ``sessions``: run id → session id; ``began``: run
    id → the first day of the session; ``asked``: the runs of sessions where silence is said; ``seen``:
    (session id, person id) → the last sign of her in any of its runs."""

    sessions: Mapping[int, int] = field(default_factory=dict)
    began: Mapping[int, date] = field(default_factory=dict)
    asked: frozenset[int] = frozenset()
    seen: Mapping[tuple[int, int], datetime] = field(default_factory=dict)

    def last_seen(self, participant: Enrolment) -> datetime | None:
        session = self.sessions.get(participant.run_id)
        known = [last_seen_of(participant), self.seen.get((session, participant.learner_id))]
        return max(filter(None, known), default=None)

    def silent_from(self, participant: Enrolment, begins_at: datetime | None) -> datetime | None:
        """From when she is looked for: when the session began for her, else (no session) ``begins_at``."""
        if participant.run_id not in self.began:
            return begins_at
        starts = datetime.combine(self.began[participant.run_id], time(), UTC)
        return max(filter(None, [participant.seated_at, starts]))

    def says_silence(self, run_id: int) -> bool:
        """A run that belongs to no session always does."""
        return run_id not in self.sessions or run_id in self.asked


def beside(
    run_ids: Collection[int],
    participants: QuerySet,
    people: Sequence[Enrolment],
    now: datetime,
    *,
    is_everybody: bool = False,
    timetable: Timetable | None = None,
) -> Beside:
    """Of these runs and ``people``, who are ``participants`` with their signs (``facts.with_signs``);
    ``is_everybody``: nobody else is in these runs; ``timetable``: of the one session that they all belong to,
    for who knows it. Three queries, two of everybody in all runs of their sessions, one where no run belongs
    to a session; two less with ``timetable``."""
    timetables = [timetable] if timetable else _timetables(run_ids)
    modules = [module for one in timetables for module in one.modules]
    if not modules:
        return Beside()
    sessions = {module.run_id: module.session_id for module in modules}
    today, is_all = now.astimezone(UTC).date(), is_everybody and set(sessions) <= set(run_ids)
    return Beside(
        sessions=sessions,
        began={module.run_id: module.session.starts_on for module in modules},
        asked=frozenset(run for one in timetables for run in _asked(one, today)),
        seen=_seen(sessions, people, None if is_all else participants),
    )


def _timetables(run_ids: Collection[int]) -> list[Timetable]:
    by_session: dict[int, list[SessionModule]] = defaultdict(list)
    for module in programmes.modules_beside(run_ids):
        if module.run_id:
            by_session[module.session_id].append(module)
    return [Timetable(modules, _weeks(modules[0].session)) for modules in by_session.values()]


def _weeks(session: ProgrammeSession) -> Sequence[calendar.Week]:
    closed = [day.on for day in session.closed_days.all()]
    return calendar.weeks_of(session.starts_on, session.weeks, closed)


def _asked(timetable: Timetable, today: date) -> Iterable[int]:
    """The runs where somebody is looked for: of required modules that go on, or between two of them that of
    the last one."""
    weeks = timetable.weeks
    begun = [
        module
        for module in timetable.modules
        if module.is_required and weeks[min(module.first_week, len(weeks)) - 1].monday <= today
    ]
    going_on = [module for module in begun if weeks[min(module.last_week, len(weeks)) - 1].sunday >= today]
    last = sorted(begun, key=lambda module: (module.last_week, module.position))[-1:]
    return [module.run_id for module in going_on or last]


def _seen(
    sessions: Mapping[int, int], people: Sequence[Enrolment], participants: QuerySet | None
) -> dict[tuple[int, int], datetime]:
    """Also where they study and are not among the ``participants``; None: they study nowhere else."""
    elsewhere = []
    if participants is not None:
        theirs = admissions.participants_in(sessions).filter(learner__in={item.learner_id for item in people})
        elsewhere = with_signs(theirs.exclude(pk__in=participants.order_by().values("pk")))
    found: dict[tuple[int, int], datetime] = {}
    for item in [*people, *elsewhere]:
        key, at = (sessions.get(item.run_id), item.learner_id), last_seen_of(item)
        if key[0] and at:
            found[key] = max(found.get(key, at), at)
    return found
