"""Being in a session of a programme: a seat in the run of each of its modules, and the way out again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from clikc.people import api as people_api
from enrolment.programmes import api as programmes

from .enrolling import batches, end_enrolments, enrol_many
from .models import Enrolment, Participation, ParticipationChange
from .places import leave_places, take_places

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import CourseRun, ProgrammeSession

State, Kind = Participation.State, ParticipationChange.Kind


class NotInSession(Exception):
    """The person is not in the session (any more), so nothing can be taken from her there."""


class NotLater(Exception):
    """A participant moves to another, later session of the same programme that is not closed."""


@transaction.atomic
def take_part(
    *,
    session: ProgrammeSession,
    people: Sequence[User],
    by: User | None,
    reason: str = "",
    nominations: dict | None = None,
) -> list[Participation]:
    """Put people into a session: into the run of each module, enrolled in its course from the day the module
    opens. Who had withdrawn comes back. ``nominations``: person id → the nomination it follows from.

    Safe to call twice: who is in stays in. Those that are new or came back. Raises programmes'
    SessionIsClosed. A constant number of queries for every 500.
    """
    session = programmes.lock_session(session.pk)
    if session.closed_at is not None:
        raise programmes.SessionIsClosed
    there = {item.learner_id: item for item in session.participations.all()}
    back = [item for person in people if (item := there.get(person.pk)) and item.state == State.WITHDRAWN]
    new = _made(session, [person for person in people if person.pk not in there], nominations or {})
    for item in back:
        item.state, item.left_at = State.ENROLLED, None
    Participation.objects.bulk_update(back, ["state", "left_at"], batch_size=200)
    came = {item.learner_id for item in [*new, *back]}
    seat(session, [person for person in people if person.pk in came], by)
    _note(new, Kind.JOINED, by=by, reason=reason)
    _note(back, Kind.RETURNED, by=by, reason=reason)
    return [*new, *back]


@transaction.atomic
def withdraw_participant(*, participation: Participation, by: User | None, reason: str = "") -> Participation:
    """Take somebody out of a session: out of its runs, and out of those of its courses that nobody can join
    alone. Everything she did stays on record. Safe to call twice. Raises programmes' SessionIsClosed."""
    participation = _locked(participation)
    if participation.state == State.ENROLLED:
        _leave(participation, State.WITHDRAWN, by=by, kind=Kind.WITHDRAWN, reason=reason)
        _end_courses(participation, by)
    return participation


@transaction.atomic
def move_participant(
    *, participation: Participation, to: ProgrammeSession, by: User | None, reason: str = ""
) -> Participation:
    """Move somebody to a later session of the same programme: she leaves the runs of this one and begins in
    those of the other. What she did here stays on record here. Her participation there.

    Safe to call twice: who has moved is where she moved to. Raises NotInSession for who has withdrawn,
    NotLater, programmes' SessionIsClosed.
    """
    sessions = sorted({participation.session_id, to.pk})
    locked = {pk: programmes.lock_session(pk) for pk in sessions}
    participation = _locked(participation)
    if participation.state == State.MOVED:
        return participation.moved_to
    if participation.state != State.ENROLLED:
        raise NotInSession
    here, there = locked[participation.session_id], locked[to.pk]
    if there.programme_id != here.programme_id or there.starts_on <= here.starts_on:
        raise NotLater
    _leave(participation, State.MOVED, by=by, kind=Kind.MOVED, reason=reason)
    take_part(session=there, people=[participation.learner], by=by, reason=reason)
    participation.moved_to = there.participations.get(learner=participation.learner_id)
    participation.save(update_fields=["moved_to"])
    return participation.moved_to


def participants_of(session: ProgrammeSession):
    """Everybody who is or was in a session, with learner and administration: a QuerySet."""
    found = Participation.objects.filter(session=session)
    return found.select_related("learner__administration", "administration__region", "session")


def participations_in(session_ids: Iterable[int]):
    """Everybody who is or was in these sessions: a QuerySet. Who moved on is in the later one."""
    return Participation.objects.filter(session__in=list(session_ids)).exclude(state=State.MOVED)


def participations_of(learner: User):
    """The sessions somebody is or was in, the latest first, with session and programme: a QuerySet."""
    found = Participation.objects.filter(learner=learner).select_related("session__programme", "moved_to")
    return found.order_by("-session__starts_on")


def sessions_attended(*, programme_id: int, person_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Person id → names of the sessions of a programme she was in and did not leave, the earliest first. One
    query."""
    found = Participation.objects.current().filter(
        session__programme=programme_id, learner__in=list(person_ids)
    )
    named: dict[int, tuple[str, ...]] = {}
    for item in found.select_related("session__programme").order_by("session__starts_on"):
        named[item.learner_id] = (*named.get(item.learner_id, ()), item.session.name)
    return named


def _locked(participation: Participation) -> Participation:
    session = programmes.lock_session(participation.session_id)
    if session.closed_at is not None:
        raise programmes.SessionIsClosed
    found = Participation.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related("learner", "session", "moved_to").get(pk=participation.pk)


def _made(session, people: Sequence[User], nominations: dict) -> list[Participation]:
    now = timezone.now()
    return Participation.objects.bulk_create(
        Participation(
            session=session,
            learner=person,
            administration_id=person.administration_id,
            nomination=nominations.get(person.pk),
            joined_at=now,
        )
        for person in people
    )


def seat(session: ProgrammeSession, people: Sequence[User], by: User | None) -> None:
    """A seat for each in the run of every module, and an enrolment in its course. Who has them keeps them."""
    for run in sorted(programmes.runs_of_session(session), key=lambda run: run.pk):
        take_places(run=run, people=people)
        new = enrol_many(course_id=run.course_id, people=people, by=by)
        for some in batches(new):
            Enrolment.objects.filter(pk__in=[item.pk for item in some]).update(opens_on=run.opens_on)


def _leave(participation, state: str, *, by, kind: str, reason: str) -> None:
    participation.state, participation.left_at = state, timezone.now()
    participation.save(update_fields=["state", "left_at"])
    for run in sorted(programmes.runs_of_session(participation.session), key=lambda run: run.pk):
        leave_places(run=run, people=[participation.learner])
    _note([participation], kind, by=by, reason=reason)


def leave_module(run: CourseRun, people: Sequence[User], by: User | None) -> None:
    """Take the run of one module away from people: their seats, and its course where nobody can join it
    alone."""
    leave_places(run=run, people=people)
    if run.course.is_open:
        return
    for person in people:
        role = people_api.role_in(by, person.administration_id)
        end_enrolments(learner_id=person.pk, course_ids=[run.course_id], by=by, role=role)


def _end_courses(participation: Participation, by) -> None:
    """Courses that nobody can join alone are hers through the session."""
    runs = programmes.runs_of_session(participation.session)
    closed = [run.course_id for run in runs if not run.course.is_open]
    role = people_api.role_in(by, participation.administration_id)
    end_enrolments(learner_id=participation.learner_id, course_ids=closed, by=by, role=role)


def _note(items: Iterable[Participation], kind: str, *, by, reason: str) -> None:
    now = timezone.now()
    ParticipationChange.objects.bulk_create(
        ParticipationChange(
            participation=item,
            kind=kind,
            by=by,
            role=people_api.role_in(by, item.administration_id),
            reason=reason[:300],
            at=now,
        )
        for item in items
    )
