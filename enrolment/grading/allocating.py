"""Giving every participant of a run a tutor, as far as there is a way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

from .models import Tutorship
from .receiving import receive_waiting
from .rules import allocation
from .staff import as_tutor, staff_of
from .tutorships import give_tutor

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.admissions.models import Enrolment
    from enrolment.programmes.models import CourseRun, RunTutor


@dataclass(frozen=True)
class Allocated:
    """``pairs``: enrolment id → tutor's id, of everybody who has one now; ``unplaced``: the others, each
    with a code of ``rules.allocation.Why``; ``changed``: enrolment ids whose tutor is another one than
    before."""

    pairs: dict[UUID, int]
    unplaced: dict[UUID, str]
    changed: tuple[UUID, ...]


def preview_allocation(*, run: CourseRun) -> Allocated:
    """What ``allocate_tutors`` would do now. Five queries."""
    _participants, _staff, allocated = _plan(run)
    return allocated


@transaction.atomic
def allocate_tutors(*, run: CourseRun, by: User | None) -> Allocated:
    """Give a tutor to every participant who has none, or one who may not be it; the others keep theirs, also
    one beyond her capacity. Their work goes with them. Safe to call twice: the second changes nothing."""
    programmes.lock_run(run.pk)
    participants, staff, allocated = _plan(run)
    for pk in sorted(allocated.changed):
        tutor = staff[allocated.pairs[pk]].tutor if pk in allocated.pairs else None
        give_tutor(run, participants[pk], tutor, by=by)
    receive_waiting(run_id=run.pk)
    return allocated


def _plan(run: CourseRun) -> tuple[dict[UUID, Enrolment], dict[int, RunTutor], Allocated]:
    participants = {item.pk: item for item in admissions.participants_in([run.pk])}
    staff = staff_of(run)
    there = Tutorship.objects.current().filter(run=run, enrolment__in=list(participants))
    standing = dict(there.values_list("enrolment", "tutor"))
    found = _allocate(participants, staff, standing)
    pairs = dict(found.pairs)
    # Nobody loses her tutor for nothing: one beyond her capacity is better than none.
    pairs |= {
        pk: standing[pk] for pk in found.unplaced if _may_stay(participants[pk], standing.get(pk), staff)
    }
    unplaced = {pk: str(why) for pk, why in found.unplaced.items() if pk not in pairs}
    changed = tuple(pk for pk in participants if pairs.get(pk) != standing.get(pk))
    return participants, staff, Allocated(pairs, unplaced, changed)


def _allocate(participants: dict, staff: dict[int, RunTutor], standing: dict) -> allocation.Allocation:
    learners = {pk: _as_learner(item) for pk, item in participants.items()}
    # Who is a learner of the run herself may still tutor others: nobody is her own tutor.
    own = {pk for pk, item in participants.items() if item.learner_id in staff}
    placed = [learner for pk, learner in learners.items() if pk not in own]
    tutors = [as_tutor(terms) for terms in staff.values()]
    found = allocation.allocate(placed, tutors, existing=standing)
    pairs, unplaced = dict(found.pairs), dict(found.unplaced)
    for pk in sorted(own):
        loads = [*pairs.values()]
        others = [
            as_tutor(terms, load=loads.count(number))
            for number, terms in staff.items()
            if number != participants[pk].learner_id
        ]
        alone = allocation.allocate([learners[pk]], others, existing=_only(standing, pk))
        pairs, unplaced = pairs | dict(alone.pairs), unplaced | dict(alone.unplaced)
    return allocation.Allocation(pairs, unplaced)


def _only(standing: dict, pk: UUID) -> dict:
    return {pk: standing[pk]} if pk in standing else {}


def _as_learner(participant: Enrolment) -> allocation.Learner:
    person = participant.learner
    return allocation.Learner(participant.pk, person.administration_id, person.preferred_language)


def _may_stay(participant: Enrolment, tutor_id: int | None, staff: dict[int, RunTutor]) -> bool:
    if tutor_id not in staff or tutor_id == participant.learner_id:
        return False
    return allocation.is_allowed(_as_learner(participant), as_tutor(staff[tutor_id]))
