"""The way out of a session: withdrawn, or on to a later one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from clikc.foundation.zones import zone_named
from clikc.people import api as people_api
from enrolment.programmes import api as programmes

from .enrolling import end_enrolments
from .models import Call, Nomination, Participation, ParticipationChange, State as Nominated
from .nominating import lock_call, lock_nomination, step
from .offers import give_free_seats, gives_seats
from .participating import must_be_undecided, note, take_part
from .places import leave_places
from .rules.days import today_in
from .rules.states import Step

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import CourseRun, ProgrammeSession

State, Kind = Participation.State, ParticipationChange.Kind


class NotInSession(Exception):
    """The person is not in the session (any more), so nothing can be taken from her there."""


class NotLater(Exception):
    """A participant moves to another, later session of the same programme that is not over."""


class CannotMove(Exception):
    """``code``: ``elsewhere`` (she has moved already, and ``there`` is where), ``there`` (she takes part in
    the other session already), ``moved_on`` (she has moved on from it herself), ``withdrawn`` (she had moved
    there, and was withdrawn there: she is brought back there). ``there`` is her participation."""

    def __init__(self, code: str, there: Participation):
        super().__init__(code)
        self.code, self.there = code, there


@transaction.atomic
def withdraw_participant(*, participation: Participation, by: User | None, reason: str = "") -> Participation:
    """Take somebody out of a session: out of its runs, and out of those of its courses that nobody can join
    alone. Everything she did stays on record, and her seat goes to the reserve list if it still can. Safe to
    call twice. Raises programmes' SessionIsClosed, AwardStands."""
    call = _seat_given_up(participation, by)
    participation = _locked(participation)
    if participation.state == State.ENROLLED:
        must_be_undecided([participation])
        _leave(participation, State.WITHDRAWN, by=by, kind=Kind.WITHDRAWN, reason=reason)
        _end_courses(participation, by)
    if call is not None:
        give_free_seats(call)
    return participation


@transaction.atomic
def move_participant(
    *, participation: Participation, to: ProgrammeSession, by: User | None, reason: str = ""
) -> Participation:
    """Move somebody to a later session of the same programme: she leaves the runs of this one and begins in
    those of the other. What she did here stays on record here. Her participation there.

    Her seat here goes to the reserve list if it still can; there she takes one of those that are free
    (``selecting.seats_beside``).

    Safe to call twice: who has moved is where she moved to. Raises NotInSession for who has withdrawn,
    NotLater, CannotMove, AwardStands, programmes' SessionIsClosed.
    """
    call = _seat_given_up(participation, by)
    sessions = sorted({participation.session_id, to.pk})
    locked = {pk: programmes.lock_session(pk) for pk in sessions}
    participation = _locked(participation)
    if participation.state == State.MOVED:
        if participation.moved_to.session_id != to.pk:
            raise CannotMove("elsewhere", participation.moved_to)
        return participation.moved_to
    if participation.state != State.ENROLLED:
        raise NotInSession
    here, there = locked[participation.session_id], locked[to.pk]
    if there.programme_id != here.programme_id or there.starts_on <= here.starts_on or is_over(there):
        raise NotLater
    must_be_undecided([participation])
    _must_be_new(participation.learner_id, there)
    _leave(participation, State.MOVED, by=by, kind=Kind.MOVED, reason=reason)
    take_part(session=there, people=[participation.learner], by=by, reason=reason)
    participation.moved_to = there.participations.get(learner=participation.learner_id)
    participation.save(update_fields=["moved_to"])
    if call is not None:
        give_free_seats(call)
    return participation.moved_to


def later_sessions(session: ProgrammeSession) -> list[ProgrammeSession]:
    """Where somebody of a session could move: those of its programme that begin later and are neither closed
    nor over, the next first. Two queries."""
    found = session.programme.sessions.filter(starts_on__gt=session.starts_on, closed_at=None)
    later = found.select_related("programme").prefetch_related("closed_days").order_by("starts_on", "pk")
    return [item for item in later if not is_over(item)]


def is_over(session: ProgrammeSession) -> bool:
    """Whether the last day of a session has passed, where it is at home."""
    today = today_in(zone_named(session.time_zone) or UTC, timezone.now())
    return programmes.last_day_of(session) < today


def _must_be_new(learner_id: int, session: ProgrammeSession) -> None:
    """Of one who moves there is one record in a session, and one way into it."""
    there = session.participations.filter(learner=learner_id).first()
    if there is None:
        return
    if there.state == State.WITHDRAWN and not Participation.objects.filter(moved_to=there).exists():
        return
    codes = {State.ENROLLED: "there", State.MOVED: "moved_on", State.WITHDRAWN: "withdrawn"}
    raise CannotMove(codes[there.state], there)


def leave_module(run: CourseRun, people: Sequence[User], by: User | None) -> None:
    """Take the run of one module away from people: their seats, and its course where nobody can join it
    alone."""
    leave_places(run=run, people=people)
    if run.course.is_open:
        return
    for person in people:
        role = people_api.role_in(by, person.administration_id)
        end_enrolments(learner_id=person.pk, course_ids=[run.course_id], by=by, role=role)


def _seat_given_up(participation: Participation, by: User | None) -> Call | None:
    """A seat that was won by selection is given up, until the session starts; after that it stays hers on
    record. Before the locks on sessions, as whoever answers an offer does. The call that can give it to who
    is next, when she has left. What participants say to the Secretariat is not told on the nomination."""
    hers = {"call__session": participation.session_id, "person": participation.learner_id}
    found = Nomination.objects.filter(**hers, state=Nominated.ENROLLED).first()
    if found is None:
        return None
    call = lock_call(found.call_id)
    is_in = Participation.objects.filter(pk=participation.pk, state=State.ENROLLED).exists()
    nomination = lock_nomination(found.pk)
    if is_in and nomination.state == Nominated.ENROLLED and gives_seats(call):
        step(nomination_id=nomination.pk, step=Step.LEAVE, by=by)
        return call
    return None


def _locked(participation: Participation) -> Participation:
    session = programmes.lock_session(participation.session_id)
    if session.closed_at is not None:
        raise programmes.SessionIsClosed
    found = Participation.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related("learner", "session__programme", "moved_to__session__programme").get(
        pk=participation.pk
    )


def _leave(participation, state: str, *, by, kind: str, reason: str) -> None:
    participation.state, participation.left_at = state, timezone.now()
    participation.save(update_fields=["state", "left_at"])
    for run in sorted(programmes.runs_of_session(participation.session), key=lambda run: run.pk):
        leave_places(run=run, people=[participation.learner])
    note([participation], kind, by=by, reason=reason)


def _end_courses(participation: Participation, by) -> None:
    """Courses that nobody can join alone are hers through the session."""
    runs = programmes.runs_of_session(participation.session)
    closed = [run.course_id for run in runs if not run.course.is_open]
    role = people_api.role_in(by, participation.administration_id)
    end_enrolments(learner_id=participation.learner_id, course_ids=closed, by=by, role=role)
