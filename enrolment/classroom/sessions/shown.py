"""A participant's session as values: what is next, how each module stands, how she left it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from enrolment.admissions import api as admissions
from enrolment.assessment import api as assessment
from enrolment.certificates import api as certificates
from enrolment.grading import api as grading
from enrolment.programmes import api as programmes
from enrolment.surveys import api as surveys

from ..desk import desk_of
from ..held import held_in
from ..work.shown import ungraded
from .own_times import TEST, WORK, own_times

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from clikc.people.models import User
    from enrolment.admissions.models import Enrolment, Participation
    from enrolment.certificates.api import OwnResult
    from enrolment.programmes.api import Timeline, Titled
    from enrolment.programmes.models import ProgrammeSession, SessionModule

    from ..desk import Desk, InHand
    from ..held import Held
    from ..work.shown import Task

# More would be a second timeline.
MOST_NEXT = 8
# What a participant has to be at, or to do, beside her works and tests.
ON_A_DAY = frozenset({"opens", "live", "talk", "step", "closing"})
TALK = "talk"
UNDONE = frozenset({assessment.WorkState.MISSED, assessment.WorkState.OVERDUE})


@dataclass(frozen=True)
class Next:
    """Something that is to be done: a work (``task``), or an event (``entry``) of the timeline. ``at`` None:
    it takes all of ``day``. ``url`` leads to where it is done, "" where there is no such page. ``more``: how
    many of its kind come after it, which are among the weeks."""

    kind: str
    day: date
    at: datetime | None = None
    words: object = None
    module: Titled | None = None
    url: str = ""
    task: Task | None = None
    entry: object = None
    more: int = 0

    @property
    def is_overdue(self) -> bool:
        return self.task is not None and self.task.state == "overdue"

    @property
    def is_on(self) -> bool:
        """Whether it goes on at this moment."""
        return self.task is None and self.at is not None and self.at <= timezone.now()


@dataclass(frozen=True)
class ModuleShown:
    """``course``: the course as it lies on her desk; ``total``: what she has come to in its gradebook;
    ``mark``: per cent that people entered, which stands over it. Each None where there is none."""

    module: SessionModule
    words: Titled
    course: InHand | None = None
    enrolment: Enrolment | None = None
    total: object = None
    mark: Decimal | None = None


@dataclass(frozen=True)
class OwnSession:
    """``is_asked``: the survey of the session is open, and she has not answered it."""

    participation: Participation
    words: Titled
    timeline: Timeline
    next: tuple[Next, ...]
    modules: tuple[ModuleShown, ...]
    result: OwnResult | None
    is_asked: bool

    @property
    def session(self) -> ProgrammeSession:
        return self.participation.session

    @property
    def is_in(self) -> bool:
        return self.participation.state == "enrolled"

    @property
    def is_under_way(self) -> bool:
        return self.is_in and self.session.closed_at is None

    @property
    def is_to_come(self) -> bool:
        return self.session.starts_on > timezone.localdate()

    @property
    def are_weeks_over(self) -> bool:
        return programmes.last_day_of(self.session) < timezone.localdate()


def own_participation(user: User, pk) -> Participation | None:
    """Somebody's own participation, with session, its closed days, and programme. Two queries."""
    found = admissions.participations_of(user).select_related("moved_to__session__programme")
    found = found.prefetch_related("session__closed_days")
    return found.filter(pk=pk).first()


def own_session(user: User, participation: Participation) -> OwnSession:
    """The session as its participant sees it. The same number of queries whatever its modules, works and
    participants are; none for what she has left."""
    session = participation.session
    with_runs = session.modules.select_related("run__course", "run__scheme")
    prefetch_related_objects([session], Prefetch("modules", queryset=with_runs), "events")
    modules = list(session.modules.all())
    is_in = participation.state == "enrolled"
    closings = assessment.closings_for(user, _runs_of(modules)) if is_in else {}
    held = _held(user, session, closings) if is_in else None
    tasks = ungraded(held) if held else []
    own = own_times(held.lines, closings, held.entries) if held else ()
    timeline = programmes.timeline_of(session, user.time_zone, own=own)
    desk = desk_of(held) if held else None
    return OwnSession(
        participation=participation,
        words=programmes.titled(session),
        timeline=timeline,
        next=tuple(_next(modules, timeline, tasks, desk, held.entries)[:MOST_NEXT]) if held else (),
        modules=tuple(_modules_shown(user, participation, modules, held, desk)),
        result=certificates.own_result(user, participation.pk),
        is_asked=is_in and surveys.is_survey_open(session) and not surveys.has_answered(participation),
    )


def _held(user: User, session: ProgrammeSession, closings: Mapping) -> Held:
    """What she has in hand in the session, with entries of all its tests."""
    modules = list(session.modules.all())
    tests = {event.activity_id for event in session.events.all() if event.activity_id}
    return held_in(
        user,
        run_ids=_runs_of(modules),
        course_ids={module.course_id for module in modules if module.course_id},
        also=tests.union(activity_id for _run_id, activity_id in closings),
    )


def _runs_of(modules: Iterable[SessionModule]) -> set[int]:
    return {module.run_id for module in modules if module.run_id}


def _next(modules, timeline: Timeline, tasks: Sequence[Task], desk: Desk, pages: Mapping) -> list[Next]:
    """What is to be done, overdue works first, then whatever comes first."""
    by_run = {module.run_id: programmes.titled(module) for module in modules if module.run_id}
    found = [_of_task(task, by_run[task.line.run_assignment.run_id]) for task in tasks if task.is_to_do]
    found += _events(modules, timeline, desk, pages)
    found.sort(key=lambda item: (not item.is_overdue, item.day, item.at or timezone.now()))
    return _folded(found)


def _folded(found: Sequence[Next]) -> list[Next]:
    """The first discussion stands for all of them: they would leave no room for anything else."""
    talks = [item for item in found if item.kind == TALK]
    rest = [item for item in found if item.kind != TALK or item is talks[0]]
    return [replace(item, more=len(talks) - 1) if item.kind == TALK else item for item in rest]


def _of_task(task: Task, module: Titled) -> Next:
    due_at = task.line.due_at
    return Next(WORK, timezone.localdate(due_at), due_at, task.entry, module, "work", task)


def _events(modules, timeline: Timeline, desk: Desk, pages: Mapping) -> Iterable[Next]:
    in_hand = _by_course(desk)
    by_id = {module.pk: module for module in modules}
    entries = [entry for entry in timeline.entries if not entry.is_past]
    for entry in entries:
        module = by_id.get(entry.event.module_id)
        course = in_hand.get(module.course_id) if module else None
        if entry.event.kind == TEST:
            page = pages.get(entry.activity_id) or (course.entry if course else None)
            if course is None or _is_waiting(course, entry.activity_id):
                yield _of_entry(entry, page.url if page else "")
        elif entry.event.kind in ON_A_DAY or (entry.event.kind == WORK and not (module and module.run_id)):
            yield _of_entry(entry, "")


def _of_entry(entry, url: str) -> Next:
    return Next(entry.event.kind, entry.day, entry.at, entry.words, entry.module, url, None, entry)


def _is_waiting(course: InHand, activity_id) -> bool:
    """Whether a test (None: any) of the course is still to be passed."""
    tests = [item for item in course.decision.requirements if item.criterion == "quiz_passed"]
    own = [item for item in tests if activity_id is None or item.activity == str(activity_id)]
    # What the course does not require can be sat as long as it is open.
    return not own or any(not item.is_met for item in own)


def _modules_shown(
    user, participation, modules, held: Held | None, desk: Desk | None
) -> Iterable[ModuleShown]:
    runs = [module.run for module in modules if module.run_id]
    hers = [item for item in held.enrolments if item.is_active and item.run_id] if held else []
    lines = held.lines if held else ()
    enrolments = {item.run_id: item for item in hers}
    missing = [
        (f"a{line.run_assignment.pk}", line.place.enrolment.pk) for line in lines if line.state in UNDONE
    ]
    works = [line.run_assignment for line in lines]
    totals = grading.totals_in_runs(runs=runs, seats=hers, missing=missing, works=works)
    marks = grading.own_module_marks(user, participation.pk)
    in_hand = _by_course(desk) if desk else {}
    for module in modules:
        enrolment = enrolments.get(module.run_id)
        yield ModuleShown(
            module=module,
            words=programmes.titled(module),
            course=in_hand.get(module.course_id),
            enrolment=enrolment,
            total=totals.get((module.run_id, enrolment.pk)) if enrolment else None,
            mark=marks.get(module.pk),
        )


def _by_course(desk: Desk) -> Mapping[int, InHand]:
    return {item.course.pk: item for item in (*desk.left, *desk.finished, *desk.current)}
