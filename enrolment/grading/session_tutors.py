"""The tutors of a session: of the runs of all its modules at once, each participant with the same one."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from clikc.people.models import RoleGrant
from clikc.people.roles import Role
from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

from .models import Tutorship
from .receiving import receive_waiting
from .rules import allocation
from .staff import as_tutor, is_away
from .tutorships import TutorRefused, end_run_tutor, give_tutor, set_tutor

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.admissions.models import Enrolment
    from enrolment.programmes.models import CourseRun, RunTutor


class AllocationChanged(Exception):
    """What would be done is not what was shown any more."""


@dataclass(frozen=True)
class SessionTutor:
    """A tutor in the runs of a session. ``terms`` are those of the first of them; ``run_ids`` where she is
    one, ``participants`` whom she tutors in any of them, as ids of people."""

    terms: RunTutor
    run_ids: frozenset[int]
    participants: frozenset[int]

    @property
    def tutor(self) -> User:
        return self.terms.tutor

    @property
    def is_away(self) -> bool:
        return is_away(self.terms)

    @property
    def load(self) -> int:
        return len(self.participants)


@dataclass(frozen=True)
class Given:
    """A participant who would have this tutor in these runs (ids), instead of ``before`` (ids, None for
    nobody)."""

    person: User
    tutor: User | None
    runs: tuple[int, ...]
    before: tuple[int | None, ...]


@dataclass(frozen=True)
class SessionAllocation:
    """What an allocation would change, by name; ``unplaced``: person → a code of ``rules.allocation.Why``;
    ``loads``: tutor id → participants afterwards. ``digest`` names it for the confirmation."""

    given: tuple[Given, ...]
    unplaced: tuple[tuple[User, str], ...]
    loads: Mapping[int, int]
    digest: str


def session_tutors_of(runs: Sequence[CourseRun]) -> list[SessionTutor]:
    """Everybody who is a tutor in one of these runs, by name. Two queries."""
    order = {run.pk: place for place, run in enumerate(runs)}
    terms = sorted(programmes.tutors_of_runs(order), key=lambda item: order[item.run_id])
    hers = defaultdict(list)
    for item in terms:
        hers[item.tutor_id].append(item)
    tutored = _tutored(order)
    found = [
        SessionTutor(
            rows[0],
            frozenset(row.run_id for row in rows),
            frozenset(person for (_run, person), tutor in tutored.items() if tutor == pk),
        )
        for pk, rows in hers.items()
    ]
    return sorted(found, key=lambda item: (item.tutor.search_name, item.tutor.pk))


def tutors_by_person(runs: Iterable[CourseRun]) -> dict[tuple[int, int], int]:
    """(Run id, person id) → tutor id, of everybody who has one now. One query."""
    return _tutored([run.pk for run in runs])


def _tutored(run_ids: Iterable[int]) -> dict[tuple[int, int], int]:
    there = Tutorship.objects.current().filter(run__in=list(run_ids))
    rows = there.values_list("run", "enrolment__learner", "tutor")
    return {(run, person): tutor for run, person, tutor in rows}


@transaction.atomic
def set_session_tutor(*, runs: Sequence[CourseRun], tutor: User, **terms) -> None:
    """Make somebody a tutor of all these runs, or change her terms in all of them: ``capacity``,
    ``languages``, ``away_from``, ``away_until``. Safe to call twice. Raises Django's ValidationError,
    programmes' SessionIsClosed."""
    _must_be_open(runs)
    for run in _in_order(runs):
        programmes.set_run_tutor(run=run, tutor=tutor, **terms)


@transaction.atomic
def end_session_tutor(*, runs: Sequence[CourseRun], tutor: User, by: User | None, reason: str = "") -> None:
    """Somebody is a tutor of none of these runs any more; what she has not finished waits to be given to
    others. Safe to call twice. Raises programmes' SessionIsClosed."""
    _must_be_open(runs)
    for run in _in_order(runs):
        end_run_tutor(run=run, tutor=tutor, by=by, reason=reason)


@transaction.atomic
def give_session_tutor(
    *, runs: Sequence[CourseRun], person: User, tutor: User | None, by: User | None, reason: str = ""
) -> None:
    """Make somebody the tutor of a participant through all of these runs that she has a seat in, or nobody.
    All or nothing; safe to call twice. Raises TutorRefused, programmes' SessionIsClosed."""
    _must_be_open(runs)
    seats = {item.run_id: item for item in _participants(runs) if item.learner_id == person.pk}
    if not seats:
        raise TutorRefused("not_a_participant")
    for run in _in_order(runs):
        if run.pk in seats:
            set_tutor(run=run, enrolment_id=seats[run.pk].pk, tutor=tutor, by=by, reason=reason)


def preview_session_allocation(*, runs: Sequence[CourseRun]) -> SessionAllocation:
    """What ``allocate_session`` would do now. Five queries."""
    return _plan(runs)[0]


@transaction.atomic
def allocate_session(*, runs: Sequence[CourseRun], digest: str, by: User | None) -> SessionAllocation:
    """Give every participant a tutor wherever she has none, or one who may not be it: the one she has in most
    of the modules, else one by the rules of allocation. Another one whom somebody gave her in a module stays.

    ``digest`` of the preview that was confirmed; with that of one that is done already nothing is changed.
    Raises AllocationChanged, programmes' SessionIsClosed.
    """
    _must_be_open(runs)
    for run in _in_order(runs):
        programmes.lock_run(run.pk)
    plan, seats = _plan(runs)
    if plan.given and plan.digest != digest:
        raise AllocationChanged
    by_id = {run.pk: run for run in runs}
    for given in plan.given:
        for run_id in sorted(given.runs):
            give_tutor(by_id[run_id], seats[run_id, given.person.pk], given.tutor, by=by)
    for run in _in_order(runs):
        receive_waiting(run_id=run.pk)
    return plan


def _plan(runs: Sequence[CourseRun]) -> tuple[SessionAllocation, dict[tuple[int, int], Enrolment]]:
    seats = {(item.run_id, item.learner_id): item for item in _participants(runs)}
    people = {item.learner_id: item.learner for item in seats.values()}
    able = _able(runs)
    staff = {pk: item.terms for pk, item in able.items() if len(item.run_ids) == len(runs)}
    standing = _tutored([run.pk for run in runs])
    held = {pk: _usual(pk, seats, standing, staff, people) for pk in people}
    found = _allocate(people, staff, {pk: tutor for pk, tutor in held.items() if tutor is not None})
    chosen = dict(found.pairs)
    # Nobody loses her tutor for nothing: one beyond her capacity is better than none.
    chosen |= {pk: held[pk] for pk in found.unplaced if held[pk] is not None}
    ordered = sorted(people.values(), key=lambda person: (person.search_name, person.pk))
    given = tuple(
        item for person in ordered if (item := _given(person, seats, standing, able, chosen.get(person.pk)))
    )
    unplaced = tuple(
        (person, str(found.unplaced[person.pk])) for person in ordered if person.pk not in chosen
    )
    return SessionAllocation(given, unplaced, Counter(chosen.values()), _digest(given)), seats


def _participants(runs: Sequence[CourseRun]) -> list[Enrolment]:
    return list(admissions.participants_in([run.pk for run in runs]))


def _able(runs: Sequence[CourseRun]) -> dict[int, SessionTutor]:
    """Account id → everybody who is a tutor in one of these runs and holds the role now. Three queries."""
    tutors = session_tutors_of(runs)
    grants = RoleGrant.objects.current().filter(
        role=Role.TUTOR, user__in=[item.tutor.pk for item in tutors], user__is_active=True
    )
    able = set(grants.values_list("user", flat=True))
    return {item.tutor.pk: item for item in tutors if item.tutor.pk in able}


def _may(person: User, tutor_id: int | None, staff: Mapping[int, RunTutor]) -> bool:
    if tutor_id not in staff or tutor_id == person.pk:
        return False
    return allocation.is_allowed(_as_learner(person), as_tutor(staff[tutor_id]))


def _as_learner(person: User) -> allocation.Learner:
    return allocation.Learner(person.pk, person.administration_id, person.preferred_language)


def _usual(pk: int, seats, standing, staff, people) -> int | None:
    """The tutor she has in most of the modules, of equals the one with the lower id."""
    hers = Counter(
        tutor
        for (run, person), tutor in standing.items()
        if person == pk and (run, pk) in seats and _may(people[pk], tutor, staff)
    )
    return min(hers, key=lambda tutor: (-hers[tutor], tutor), default=None)


def _allocate(people: Mapping[int, User], staff: Mapping[int, RunTutor], held: Mapping[int, int]):
    """Who tutors here herself is nobody's learner but another one's: she is placed apart, with the others."""
    others = [_as_learner(person) for pk, person in people.items() if pk not in staff]
    found = allocation.allocate(others, [as_tutor(terms) for terms in staff.values()], existing=held)
    pairs, unplaced = dict(found.pairs), dict(found.unplaced)
    for pk in sorted(people.keys() & staff.keys()):
        loads = Counter(pairs.values())
        beside = [as_tutor(terms, load=loads[number]) for number, terms in staff.items() if number != pk]
        known = {pk: held[pk]} if pk in held else {}
        alone = allocation.allocate([_as_learner(people[pk])], beside, existing=known)
        pairs, unplaced = pairs | dict(alone.pairs), unplaced | dict(alone.unplaced)
    return allocation.Allocation(pairs, unplaced)


def _given(
    person: User, seats, standing, able: Mapping[int, SessionTutor], chosen: int | None
) -> Given | None:
    """The runs in which she has no tutor, or one who may not be it; None where there is no such run."""
    pk = person.pk
    hers = [run for run, who in seats if who == pk]
    changed = [run for run in hers if not _stays(person, run, standing.get((run, pk)), able)]
    changed = [run for run in changed if standing.get((run, pk)) != chosen]
    if not changed:
        return None
    tutor = able[chosen].tutor if chosen is not None else None
    return Given(person, tutor, tuple(changed), tuple(standing.get((run, pk)) for run in changed))


def _stays(person: User, run: int, tutor_id: int | None, able: Mapping[int, SessionTutor]) -> bool:
    """Whether who tutors her there may go on."""
    there = able.get(tutor_id)
    return there is not None and run in there.run_ids and _may(person, tutor_id, {tutor_id: there.terms})


def _digest(given: Iterable[Given]) -> str:
    said = [
        (
            item.person.pk,
            item.tutor.pk if item.tutor else None,
            sorted(zip(item.runs, item.before, strict=True)),
        )
        for item in given
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _must_be_open(runs: Iterable[CourseRun]) -> None:
    programmes.lock_open_sessions_of([run.pk for run in runs])


def _in_order(runs: Iterable[CourseRun]) -> list[CourseRun]:
    return sorted(runs, key=lambda run: run.pk)
