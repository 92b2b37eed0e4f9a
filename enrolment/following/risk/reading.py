"""Where participants of tutored course runs stand, and who of them is at risk, as somebody may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from enrolment.admissions import api as admissions
from enrolment.assessment import api as assessment
from enrolment.grading import api as grading
from enrolment.programmes import api as programmes
from enrolment.programmes.rules.lateness import last_moment

from .facts import Grades, Works, grades_of, with_signs, works_of
from .rules import (
    THRESHOLDS,
    Deadline,
    Facts,
    Reason,
    Thresholds,
    Why,
    WorkState,
    at_risk,
    said_by_name,
    work_state,
)
from .sessions import Beside, Timetable, beside

if TYPE_CHECKING:
    from clikc.people.models import Administration, User
    from enrolment.admissions.models import Enrolment
    from enrolment.programmes.models import CourseRun, RunAssignment


class Sight(StrEnum):
    """How much is seen. BLIND: she is known by name and her works are marked by code, so nothing by which one
    could be told from the other: no grade, no lateness, and how a work stands only where several stand alike
    (``said_by_name``). STATUS: what an administration may know of its officers: handed in or not, graded, at
    risk and why, no scores."""

    ALL = "all"
    BLIND = "blind"
    STATUS = "status"


HIDDEN = {
    Sight.BLIND: {WorkState.LATE: WorkState.HANDED_IN, WorkState.GRADED: WorkState.HANDED_IN},
    Sight.STATUS: {WorkState.LATE: WorkState.HANDED_IN},
}


@dataclass(frozen=True)
class WorkStanding:
    """A work of the run for one participant; ``due_at`` is hers, extensions included. ``handed_in_at`` and
    ``late_days`` are of what came in last, and said to whoever sees all."""

    work: RunAssignment
    due_at: datetime
    state: WorkState
    handed_in_at: datetime | None = None
    late_days: int = 0


@dataclass(frozen=True)
class ParticipantStanding:
    """A participant of a run: her works, the earliest due first, and why she is at risk (empty: she is not).

    ``last_seen_at`` None: never; in the run of a session a sign in any of its runs counts. ``tutor_id`` None:
    nobody is given to her. Nobody is at risk in a run that is over, or who has completed the course; nobody
    of a session is silent in an optional module, or in one whose weeks are over. ``decided``: quiz id →
    state, of the quizzes that are graded or excused.
    """

    run: CourseRun
    enrolment: Enrolment
    works: tuple[WorkStanding, ...]
    reasons: tuple[Reason, ...]
    last_seen_at: datetime | None
    tutor_id: int | None = None
    sight: Sight = Sight.ALL
    decided: Mapping[int, str] = field(default_factory=dict)

    @property
    def person(self) -> User:
        return self.enrolment.learner

    @property
    def is_at_risk(self) -> bool:
        return bool(self.reasons)


def participants_at_risk(
    run: CourseRun, viewer: User, *, thresholds: Thresholds = THRESHOLDS
) -> list[ParticipantStanding]:
    """Who of the participants ``viewer`` may see is at risk, by name. Ten queries at most, eight without
    sessions."""
    found = standings_in_runs([run], viewer, thresholds=thresholds)
    return [item for item in found if item.is_at_risk]


def standings_in_runs(
    runs: Sequence[CourseRun],
    viewer: User,
    *,
    thresholds: Thresholds = THRESHOLDS,
    timetable: Timetable | None = None,
) -> list[ParticipantStanding]:
    """Every participant of these runs whom ``viewer`` may see, by name: all for managers, a tutor those she
    tutors now. ``timetable``: of the one session whose runs these are, for who knows it. Ten queries at most,
    eight without sessions or with ``timetable``, whatever the number of runs that have their scheme."""
    seen = grading.participants_seen_in(viewer, [run.pk for run in runs])
    is_all = grading.sees_all(viewer)
    standings = _standings(runs, seen, thresholds, is_everybody=is_all, timetable=timetable)
    found = [(item, _sight(viewer, item)) for item in standings]
    shown = [as_seen(item, sight) for item, sight in found]
    said = _said_by_name([item for item in shown if item.sight == Sight.BLIND])
    return [_without_the_few(item, said) if item.sight == Sight.BLIND else item for item in shown]


def standing_of(run: CourseRun, viewer: User, enrolment_id: UUID) -> ParticipantStanding | None:
    """One of them; None whom ``viewer`` may not see. What is said of her depends on how the others stand.
    Ten queries at most."""
    found = (item for item in standings_in_runs([run], viewer) if item.enrolment.pk == enrolment_id)
    return next(found, None)


def _sight(viewer: User, item: ParticipantStanding) -> Sight:
    """Managers know whose work it is, but for what they mark themselves."""
    marks = item.tutor_id == viewer.pk or not grading.sees_all(viewer)
    return Sight.BLIND if marks and programmes.scheme_of(item.run).is_blind else Sight.ALL


def standings_of_officers(
    user: User, administration: Administration, runs: Sequence[CourseRun]
) -> list[ParticipantStanding]:
    """Its officers in these runs, by name, as far as ``user`` may see them and as an administration does.
    Ten queries at most."""
    own = admissions.enrolments_followed_by(user, administration.pk)
    here = admissions.participants_in([run.pk for run in runs]).filter(pk__in=own.values("pk"))
    return [as_seen(item, Sight.STATUS) for item in _standings(runs, here, THRESHOLDS)]


def officers_at_risk(user: User, administration: Administration) -> int:
    """How many of its officers are at risk, counted in each run. Eleven queries at most, one without
    tutored runs."""
    now = timezone.now()
    runs = [run for run in tutored_runs_of(administration) if not is_over(run, now)]
    return sum(item.is_at_risk for item in standings_of_officers(user, administration, runs))


def tutored_runs_of(administration: Administration) -> list[CourseRun]:
    """The runs with written work in which an officer of an administration has a seat; what is over comes
    last. One query."""
    seats = apps.get_model("admissions", "Place").objects.seated().filter(run=OuterRef("pk"))
    work = apps.get_model("programmes", "RunAssignment").objects.filter(run=OuterRef("pk"))
    hers = seats.filter(learner__administration=administration)
    found = programmes.runs().filter(Exists(work), Exists(hers))
    now = timezone.now()
    return sorted(found.select_related("scheme"), key=lambda run: (is_over(run, now), run.name, run.pk))


def is_over(run: CourseRun, now: datetime) -> bool:
    """Days of runs are days in UTC."""
    return run.closed_at is not None or (
        run.closes_on is not None and run.closes_on < now.astimezone(UTC).date()
    )


def as_seen(item: ParticipantStanding, sight: Sight) -> ParticipantStanding:
    """The same without what is not to be seen."""
    if sight == Sight.ALL:
        return item
    hidden = HIDDEN[sight]
    works = tuple(
        WorkStanding(work.work, work.due_at, hidden.get(work.state, work.state)) for work in item.works
    )
    unsaid = (Why.FALLING, Why.MISSED) if sight == Sight.BLIND else (Why.FALLING,)
    reasons = tuple(Reason(why.code) if why.code in unsaid else why for why in item.reasons)
    return replace(item, works=works, reasons=reasons, sight=sight)


def _said_by_name(blind: Iterable[ParticipantStanding]) -> dict[int, frozenset[WorkState]]:
    """Id of a run's assignment → the states of it that may be said by name."""
    states = defaultdict(list)
    for item in blind:
        for work in item.works:
            states[work.work.pk].append(work.state)
    return {pk: said_by_name(found) for pk, found in states.items()}


def _without_the_few(item: ParticipantStanding, said: dict[int, frozenset[WorkState]]) -> ParticipantStanding:
    works = tuple(
        work if work.state in said[work.work.pk] else replace(work, state=WorkState.NOT_SHOWN)
        for work in item.works
    )
    return replace(item, works=works)


def _standings(
    runs: Iterable[CourseRun],
    participants: QuerySet,
    thresholds: Thresholds,
    *,
    is_everybody: bool = False,
    timetable: Timetable | None = None,
) -> list[ParticipantStanding]:
    by_id = {run.pk: run for run in runs}
    people = list(with_signs(participants).order_by("learner__search_name", "pk")) if by_id else []
    if not people:
        return []
    works, grades, now = works_of(by_id, people), grades_of(list(by_id), people), timezone.now()
    others = beside(by_id, participants, people, now, is_everybody=is_everybody, timetable=timetable)
    return [_standing(by_id[item.run_id], item, works, grades, others, thresholds, now) for item in people]


def _standing(
    run: CourseRun,
    participant: Enrolment,
    works: Works,
    grades: Grades,
    others: Beside,
    thresholds: Thresholds,
    now: datetime,
) -> ParticipantStanding:
    begins_at, last_seen_at = _begins_at(run, participant), others.last_seen(participant)
    says_silence = others.says_silence(run.pk)
    asked = [_asked(work, participant, works, grades, now) for work in works.by_run.get(run.pk, ())]
    facts = Facts(
        now=now,
        last_seen_at=last_seen_at if says_silence else None,
        begins_at=others.silent_from(participant, begins_at) if says_silence else None,
        deadlines=tuple(
            deadline for standing, deadline in asked if _counts(standing.state, deadline, begins_at)
        ),
        scores=grades.scores.get((run.pk, participant.pk), ()),
    )
    is_done = participant.finished_at is not None or is_over(run, now)
    return ParticipantStanding(
        run=run,
        enrolment=participant,
        works=tuple(standing for standing, _deadline in asked),
        reasons=() if is_done else at_risk(facts=facts, thresholds=thresholds),
        last_seen_at=last_seen_at,
        tutor_id=participant.tutored_by,
        decided=grades.quizzes.get((run.pk, participant.pk), {}),
    )


def _asked(
    work: RunAssignment, participant: Enrolment, works: Works, grades: Grades, now: datetime
) -> tuple[WorkStanding, Deadline]:
    key = (work.pk, participant.pk)
    handed_in = works.handed_in.get(key)
    deadline = Deadline(
        due_at=works.due[key],
        handed_in_at=handed_in.at if handed_in else None,
        last_moment=last_moment(works.due[key], assessment.late_rule(programmes.scheme_of(work.run))),
    )
    state = work_state(
        deadline,
        now=now,
        late_days=handed_in.late_days if handed_in else 0,
        is_graded=key in grades.graded,
        is_excused=key in grades.excused,
        has_team=not work.assignment.is_group or (work.run_id, participant.learner_id) in works.teams,
    )
    late_days = handed_in.late_days if handed_in else 0
    return WorkStanding(work, deadline.due_at, state, deadline.handed_in_at, late_days), deadline


def _counts(state: WorkState, deadline: Deadline, begins_at: datetime | None) -> bool:
    """What is graded, excused or nobody's to hand in is no missed deadline, nor what was over before she
    came."""
    if state in (WorkState.GRADED, WorkState.EXCUSED, WorkState.NO_TEAM):
        return False
    return begins_at is None or (deadline.last_moment or deadline.due_at) > begins_at


def _begins_at(run: CourseRun, participant: Enrolment) -> datetime | None:
    """When the run opened for her: with her seat, its first day, or the day her cohort may begin."""
    opens = datetime.combine(run.opens_on, time(), UTC) if run.opens_on else None
    return max(filter(None, [participant.seated_at, opens, participant.opens_at]), default=None)
