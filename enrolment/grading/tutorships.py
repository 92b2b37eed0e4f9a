"""Who advises and marks whom: given, changed and ended, with the work that follows the tutor."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clikc.people import api as people
from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

from .locking import lock_current, lock_work
from .models import Marking, Tutorship
from .receiving import bring_to_tutor, give, tutors_for
from .second import other_marker
from .staff import Author, authors_of, staff_of, why_not

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.admissions.models import Enrolment
    from enrolment.programmes.models import CourseRun

GIVEN = "tutor_given"
TAKEN = "tutor_taken"
LEFT = "run_tutor_ended"
DEEDS = {
    GIVEN: _("Given a tutor in %(run)s."),
    TAKEN: _("Without a tutor in %(run)s from now on."),
    LEFT: _("No longer a tutor of %(run)s."),
}


class TutorRefused(Exception):
    """She cannot be the tutor: ``not_a_tutor`` of the run (any more), ``own_administration``, ``own_work``
    (it is herself), ``not_a_participant``. ``reason`` is the code."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def tutor_of(*, run_id: int, enrolment_id: UUID) -> User | None:
    """Who advises and marks a participant now. One query."""
    there = Tutorship.objects.current().filter(run=run_id, enrolment=enrolment_id)
    found = there.select_related("tutor").first()
    return found.tutor if found else None


def tutors_of(*, run_id: int) -> dict[UUID, User]:
    """Enrolment id → tutor, of everybody in a run who has one. One query."""
    there = Tutorship.objects.current().filter(run=run_id).select_related("tutor")
    return {item.enrolment_id: item.tutor for item in there}


def participants_tutored_by(tutor: User) -> dict[int, list[User]]:
    """Run id → whom somebody tutors there now. One query."""
    own = Tutorship.objects.current().filter(tutor=tutor).select_related("enrolment__learner")
    found: dict[int, list[User]] = {}
    for item in own:
        found.setdefault(item.run_id, []).append(item.enrolment.learner)
    return found


@transaction.atomic
def set_tutor(
    *, run: CourseRun, enrolment_id: UUID, tutor: User | None, by: User | None, reason: str = ""
) -> Tutorship | None:
    """Make somebody the tutor of a participant, or nobody. Safe to call twice.

    First markings that are not finished go with the participant, with what is begun of them; those that were
    handed to a third one stay where they are. Raises TutorRefused.
    """
    programmes.lock_run(run.pk)
    participant = _participant(run, enrolment_id)
    if tutor is not None:
        _check(run, participant, tutor)
    return give_tutor(run, participant, tutor, by=by, reason=reason)


def _participant(run: CourseRun, enrolment_id: UUID) -> Enrolment:
    """Who has a seat in the run; or had one, while somebody still tutors her."""
    found = admissions.participants_in([run.pk]).filter(pk=enrolment_id).first()
    if found is not None:
        return found
    there = Tutorship.objects.current().filter(run=run, enrolment=enrolment_id)
    held = there.select_related("enrolment__learner").first()
    if held is None:
        raise TutorRefused("not_a_participant")
    return held.enrolment


def _check(run: CourseRun, participant: Enrolment, tutor: User) -> None:
    if tutor.pk not in staff_of(run):
        raise TutorRefused("not_a_tutor")
    if why := why_not(tutor, [Author(participant.learner, participant)]):
        raise TutorRefused(why)


def give_tutor(
    run: CourseRun, participant: Enrolment, tutor: User | None, *, by: User | None, reason: str = ""
) -> Tutorship | None:
    """``set_tutor`` of somebody who may be it. The run is locked."""
    there = Tutorship.objects.current().filter(run=run, enrolment=participant)
    held = there.select_related("tutor").first()
    before = held.tutor_id if held else None
    if before == (tutor.pk if tutor else None):
        return held
    now, given = timezone.now(), None
    there.update(ended_at=now, ended_by=by, reason=reason.strip())
    if tutor is not None:
        given = Tutorship.objects.create(
            run=run, enrolment=participant, tutor=tutor, began_at=now, began_by=by, reason=reason.strip()
        )
    _move_work(run, participant, before, by=by, reason=reason)
    what = GIVEN if tutor else TAKEN
    people.record(what=what, by=by, person=participant.learner, facts={"run": run.name})
    return given


def _works_of(run: CourseRun, participant: Enrolment) -> QuerySet[Marking]:
    """First markings, not finished, of what a participant wrote in a run, alone or in a team."""
    hers = Q(submission__enrolment=participant) | Q(
        submission__team__members__person=participant.learner_id,
        submission__team__members__left_at__isnull=True,
    )
    found = Marking.objects.unfinished().filter(hers, submission__run_assignment__run=run)
    return found.filter(role=Marking.Role.FIRST).order_by("submission")


def _move_work(
    run: CourseRun, participant: Enrolment, before: int | None, *, by: User | None, reason: str
) -> None:
    for submission_id in dict.fromkeys(_works_of(run, participant).values_list("submission", flat=True)):
        move_firsts(submission_id, before, by=by, reason=reason)
        # One that comes in at this very moment reads the tutor from before.
        transaction.on_commit(partial(bring_to_tutor, submission_id=submission_id))


def move_firsts(submission_id: UUID, before: int | None, *, by: User | None, reason: str) -> None:
    """Unfinished first markings of a work, as far as they are with ``before`` or nobody, go to the tutor of
    who wrote it; to nobody where she marks the work in another role. A team's stays with who still tutors one
    of them."""
    submission = lock_work(submission_id)
    tutors = tutors_for(submission)
    attempts = Marking.objects.unfinished().filter(submission=submission, role=Marking.Role.FIRST)
    for attempt in attempts.order_by("attempt").values_list("attempt", flat=True):
        roles = lock_current(submission_id, attempt)
        marking = roles[Marking.Role.FIRST]
        others = {item.tutor_id for item in roles.values() if item.pk != marking.pk}
        new = next((tutor for pk, tutor in tutors.items() if pk not in others), None)
        is_free = marking.tutor_id in (None, before) and marking.tutor_id not in tutors
        if is_free and marking.tutor_id != (new.pk if new else None):
            give(marking, new, by=by, reason=reason)


@transaction.atomic
def end_run_tutor(*, run: CourseRun, tutor: User, by: User | None, reason: str = "") -> None:
    """Somebody is no tutor of a run any more, from this moment. Her participants and what she has not
    finished wait to be given to others, with what is begun; what she finished stays as it is. Safe to call
    twice."""
    programmes.lock_run(run.pk)
    is_there = any(terms.tutor_id == tutor.pk for terms in programmes.run_tutors_of(run))
    programmes.remove_run_tutor(run=run, tutor=tutor)
    held = Tutorship.objects.current().filter(run=run, tutor=tutor).select_related("enrolment__learner")
    for tutorship in held.order_by("enrolment"):
        give_tutor(run, tutorship.enrolment, None, by=by, reason=reason)
    _give_back(run, tutor, by=by, reason=reason)
    if is_there:
        people.record(what=LEFT, by=by, person=tutor, facts={"run": run.name})


def _give_back(run: CourseRun, tutor: User, *, by: User | None, reason: str) -> None:
    """What is left with her: second markings, and works that were handed to her."""
    left = Marking.objects.unfinished().filter(tutor=tutor, submission__run_assignment__run=run)
    for submission_id in dict.fromkeys(left.order_by("submission").values_list("submission", flat=True)):
        submission = lock_work(submission_id)
        authors = authors_of(submission)
        locked = left.filter(submission=submission).select_for_update(of=("self",), no_key=True)
        for marking in locked.order_by("pk"):
            new = other_marker(marking, authors) if marking.role == Marking.Role.SECOND else None
            give(marking, new, by=by, reason=reason)
