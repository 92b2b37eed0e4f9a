"""The participants of a session with all that is asked of them, over the runs of all its modules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language

from clikc.foundation.zones import zone_named
from courses.catalogue import api as catalogue
from enrolment.admissions import api as admissions
from enrolment.assessment import api as assessment
from enrolment.grading import api as grading
from enrolment.programmes import api as programmes

from ..risk.reading import ParticipantStanding, Sight, standings_in_runs
from ..risk.rules import Why, WorkState
from ..risk.sessions import Timetable
from .gone import Trace, traces_of
from .rules import BEHIND, ItemState, PersonState, Stand, stand_of, state_of_test

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.admissions.models import Participation
    from enrolment.programmes.models import CourseRun, ProgrammeSession, RunAssignment, SessionModule

STATES = {
    WorkState.NOT_DUE: ItemState.TO_COME,
    WorkState.HANDED_IN: ItemState.ON_TIME,
    WorkState.GRADED: ItemState.ON_TIME,
    WorkState.LATE: ItemState.LATE,
    WorkState.OVERDUE: ItemState.OVERDUE,
    WorkState.MISSED: ItemState.MISSING,
    WorkState.EXCUSED: ItemState.EXCUSED,
    WorkState.NO_TEAM: ItemState.TO_COME,
    WorkState.NOT_SHOWN: ItemState.NOT_SHOWN,
}


@dataclass(frozen=True)
class Asked:
    """A work or a test that a session asks for. ``code`` is that of its column in the gradebook of the run;
    ``due_at`` as the session says it, ``week`` the number of the week it falls in, 0 before the first."""

    code: str
    module: SessionModule
    activity_id: int
    title: str
    language: str
    due_at: datetime
    week: int

    @property
    def is_test(self) -> bool:
        return self.code.startswith("q")


@dataclass(frozen=True)
class Answer:
    """How one thing that is asked stands with a participant. ``due_at`` is hers; ``at`` when it came in."""

    asked: Asked
    enrolment_id: UUID
    due_at: datetime
    state: ItemState
    at: datetime | None = None
    late_days: int = 0
    has_more_time: bool = False


@dataclass(frozen=True)
class Line:
    """A participant, or who was one: of her nothing is asked (``answers``), and what she did stays.

    ``tutors``: module id → tutor id; ``enrolments``: module id → her enrolment there;
    ``sees_grades`` False: whoever looks marks her works by code."""

    participation: Participation
    stand: Stand
    answers: tuple[Answer, ...] = ()
    tutors: Mapping[int, int] = field(default_factory=dict)
    enrolments: Mapping[int, UUID] = field(default_factory=dict)
    last_seen_at: datetime | None = None
    sees_grades: bool = True

    @property
    def person(self) -> User:
        return self.participation.learner

    @property
    def is_in(self) -> bool:
        return self.stand.state != PersonState.LEFT


@dataclass(frozen=True)
class Board:
    """A session with everybody who is or was in it, by name, or with the one who was asked for. ``week``: the
    number of the present one, 0 before the first; ``works``: all that is to be handed in."""

    session: ProgrammeSession
    modules: tuple[SessionModule, ...]
    runs: tuple[CourseRun, ...]
    weeks: tuple
    week: int
    works: tuple[RunAssignment, ...]
    asked: tuple[Asked, ...]
    lines: tuple[Line, ...]

    def line(self, participation_id: UUID) -> Line | None:
        return next((line for line in self.lines if line.participation.pk == participation_id), None)


def board_of(session: ProgrammeSession, viewer: User, *, only: Participation | None = None) -> Board:
    """The session as a programme manager may see it; ``only``: with the line of this one alone, who is of the
    session. A constant number of queries, whatever the number of participants and modules."""
    now = timezone.now()
    modules = tuple(session.modules.select_related("run__scheme", "run__course"))
    runs = tuple(module.run for module in modules if module.run_id)
    weeks = programmes.weeks_of(session)
    timetable = Timetable([module for module in modules if module.run_id], weeks)
    # Of everybody: what is said of one by name depends on how the others stand.
    standings = _by_person(standings_in_runs(runs, viewer, timetable=timetable))
    windows, works = list(_windows(runs)), _works(runs, standings)
    asked = _asked(session, modules, works, windows, weeks)
    people = [only] if only else _people(session)
    tests = _tests(windows, [standings.get(item.learner_id, {}) for item in people], asked, now)
    traces = traces_of(runs, [item.learner_id for item in people if item.state != item.State.ENROLLED])
    is_over = session.closed_at is not None or (bool(weeks) and weeks[-1].sunday < now.date())
    lines = (
        _line(item, standings.get(item.learner_id, {}), modules, asked, tests, now, is_over=is_over)
        if item.state == item.State.ENROLLED
        else _gone(item, traces.get(item.learner_id, Trace()), modules)
        for item in people
    )
    week = _week_of(weeks, timezone.localtime(now, zone_named(session.time_zone)).date())
    ordered = tuple(sorted(asked.values(), key=lambda item: (item.due_at, item.code)))
    return Board(session, modules, runs, weeks, week, tuple(works), ordered, tuple(lines))


def _people(session: ProgrammeSession) -> list[Participation]:
    return list(admissions.participants_of(session).order_by("learner__search_name", "pk"))


def totals_of(board: Board, lines: Sequence[Line]) -> dict[tuple[UUID, int], grading.RunTotal]:
    """(Participation id, module id) → what these have come to so far in each module with a run: what the
    gradebook says. Two queries."""
    runs = {module.pk: module.run_id for module in board.modules}
    known = [line for line in lines if line.sees_grades]
    where = {
        grading.Seat(runs[module_id], enrolment_id): (line.participation.pk, module_id)
        for line in known
        for module_id, enrolment_id in line.enrolments.items()
    }
    missing = {
        (answer.asked.code, answer.enrolment_id)
        for line in known
        for answer in line.answers
        if answer.state in BEHIND
    }
    found = grading.totals_in_runs(runs=board.runs, seats=list(where), missing=missing, works=board.works)
    return {where[key]: total for key, total in found.items()}


def _by_person(standings: Sequence[ParticipantStanding]) -> dict[int, dict[int, ParticipantStanding]]:
    """Person id → run id → standing."""
    found: dict[int, dict[int, ParticipantStanding]] = defaultdict(dict)
    for item in standings:
        found[item.person.pk][item.run.pk] = item
    return found


def _windows(runs: Sequence[CourseRun]):
    found = programmes.quizzes_in_runs().filter(run__in=[run.pk for run in runs], closes_at__isnull=False)
    return found.select_related("run", "quiz__activity__course")


def _works(runs: Sequence[CourseRun], standings) -> list:
    """What is to be handed in in these runs. One query, none where everybody's standings name it."""
    there = [item for hers in standings.values() for item in hers.values()]
    if {item.run.pk for item in there} >= {run.pk for run in runs}:
        return list({one.work.pk: one.work for item in there for one in item.works}.values())
    return list(programmes.work_of_runs([run.pk for run in runs]))


def _asked(session, modules, works, windows, weeks) -> dict[tuple[int, str], Asked]:
    """(Run id, code) → what is asked, titled in the language of now. One query."""
    by_run = {module.run_id: module for module in modules}
    activities = {
        **{(work.run_id, f"a{work.pk}"): (work.assignment.activity, work.due_at) for work in works},
        **{(item.run_id, f"q{item.quiz_id}"): (item.quiz.activity, item.closes_at) for item in windows},
    }
    entries = catalogue.entries_of({activity.pk for activity, _at in activities.values()}, get_language())
    zone = zone_named(session.time_zone)
    found = {}
    for (run_id, code), (activity, due_at) in activities.items():
        entry = entries.get(activity.pk)
        title = (entry.title, entry.language) if entry else (activity.code.rpartition("/")[2], "")
        week = _week_of(weeks, due_at.astimezone(zone).date())
        found[run_id, code] = Asked(code, by_run[run_id], activity.pk, *title, due_at, week)
    return found


def _week_of(weeks, day: date) -> int:
    """The number of the last week that has begun by a day: a pause belongs to the week before it."""
    return max((week.number for week in weeks if week.monday <= day), default=0)


def _tests(windows, standings, asked, now: datetime) -> dict[tuple[int, UUID], list[Answer]]:
    """(Run id, enrolment id) → how the tests stand. Three queries at most."""
    places = [item for hers in standings for item in hers.values()]
    if not windows or not places:
        return {}
    quizzes = {item.quiz_id: item.quiz for item in windows}
    results = assessment.results_in(enrolments=[item.enrolment for item in places], quizzes_by_id=quizzes)
    by_run = defaultdict(list)
    for window in windows:
        by_run[window.run_id].append(window)
    found = defaultdict(list)
    for place in places:
        for window in by_run[place.run.pk]:
            key = (place.enrolment.pk, window.quiz_id)
            standing, known = results.get(key), place.decided.get(window.quiz_id)
            here = asked[place.run.pk, f"q{window.quiz_id}"]
            found[place.run.pk, key[0]].append(_test(here, key[0], window, standing, known, now))
    return found


def _test(asked: Asked, enrolment_id: UUID, window, standing, known: str | None, now: datetime) -> Answer:
    closes_at = (standing.terms.closes_at if standing else None) or window.closes_at
    usual = (standing.usual.closes_at if standing else None) or window.closes_at
    sat = [attempt.submitted_at for attempt in standing.submitted] if standing else []
    is_open = standing is not None and standing.open_attempt is not None
    state = state_of_test(closes_at=closes_at, sat_at=max(sat, default=None), is_open=is_open, now=now)
    if state == ItemState.MISSING and known is not None:
        state = ItemState.EXCUSED if known == grading.GradeEntry.State.EXCUSED else ItemState.ON_TIME
    at = max(sat, default=None)
    return Answer(asked, enrolment_id, closes_at, state, at, has_more_time=closes_at > usual)


def _line(participation, standings, modules, asked, tests, now: datetime, *, is_over: bool) -> Line:
    answers = sorted(
        (answer for run_id, item in standings.items() for answer in _answers(run_id, item, asked, tests)),
        key=lambda answer: (answer.asked.due_at, answer.asked.code),
    )
    seen = [item.last_seen_at for item in standings.values() if item.last_seen_at]
    silent = [item for item in standings.values() if any(why.code == Why.SILENT for why in item.reasons)]
    stand = stand_of(
        [answer.state for answer in answers],
        now=now,
        begins_at=_begins_at(participation),
        last_seen_at=max(seen, default=participation.learner.last_login),
        # Who has done what is asked of her now is looked for nowhere.
        is_over=is_over or bool(standings and not silent),
    )
    by_run = {module.run_id: module.pk for module in modules if module.run_id}
    return Line(
        participation,
        stand,
        tuple(answers),
        tutors={by_run[run]: item.tutor_id for run, item in standings.items() if item.tutor_id},
        enrolments={by_run[run]: item.enrolment.pk for run, item in standings.items()},
        last_seen_at=max(seen, default=participation.learner.last_login),
        sees_grades=all(item.sight == Sight.ALL for item in standings.values()),
    )


def _gone(participation: Participation, trace: Trace, modules: Sequence[SessionModule]) -> Line:
    """Of who left nothing is asked any more; what she did is said on."""
    return Line(
        participation,
        Stand(PersonState.LEFT),
        enrolments={
            module.pk: trace.enrolments[module.run_id]
            for module in modules
            if module.run_id in trace.enrolments
        },
        last_seen_at=trace.last_seen_at or participation.learner.last_login,
    )


def _begins_at(participation: Participation) -> datetime:
    """With her seat, or on the first day; days of sessions are days in UTC here."""
    starts = datetime.combine(participation.session.starts_on, time(), UTC)
    return max(participation.joined_at, starts)


def _answers(run_id: int, item: ParticipantStanding, asked, tests) -> list[Answer]:
    works = [
        Answer(
            asked[run_id, f"a{work.work.pk}"],
            item.enrolment.pk,
            work.due_at,
            ItemState.LATE if work.late_days and work.state == WorkState.GRADED else STATES[work.state],
            work.handed_in_at,
            work.late_days,
            has_more_time=work.due_at > work.work.due_in(item.person.time_zone),
        )
        for work in item.works
    ]
    return works + list(tests.get((run_id, item.enrolment.pk), ()))
