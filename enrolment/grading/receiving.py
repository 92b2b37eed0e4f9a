"""Work comes in: a marking for whoever marks it first."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from enrolment.programmes import api as programmes

from .edits import HANDED_IN, HANDED_OVER, note
from .locking import lock_work
from .models import Marking, Tutorship
from .staff import authors_of, staff_of, why_not

if TYPE_CHECKING:
    from clikc.people.models import User
    from courses.lessons.models import Rubric
    from enrolment.assessment.models import HandIn, Submission


@transaction.atomic
def receive_work(*, hand_in_id: UUID) -> Marking | None:
    """Give a work that was handed in to its first marker. Safe to call twice.

    One that takes the place of an earlier one, which nobody began to mark, takes its marking too; a
    resubmission is a marking of its own, by the rubric as it is now. It goes to the tutor of who wrote it;
    where she has none to who marked before; tutor None: nobody is there yet. None: the assignment has no
    rubric; ``receive_waiting`` finds the work once it has.
    """
    hand_in = apps.get_model("assessment", "HandIn").objects.get(pk=hand_in_id)
    submission = lock_work(hand_in.submission_id)
    rubric = submission.run_assignment.assignment.rubric
    there = Marking.objects.current().select_for_update(of=("self",), no_key=True)
    first = there.filter(submission=submission, attempt=hand_in.attempt, role=Marking.Role.FIRST)
    marking = first.select_related("hand_in").first()
    if marking is not None:
        return _replaced(marking, hand_in, rubric)
    return _new(submission, hand_in, rubric) if rubric else None


def receive_waiting(*, run_id: int) -> list[Marking]:
    """Receive what came in in a run while its assignment had no rubric. One query where there is none."""
    hand_ins = apps.get_model("assessment", "HandIn").objects.filter(
        submission__run_assignment__run=run_id, submission__run_assignment__assignment__rubrics__isnull=False
    )
    waiting = hand_ins.filter(submission__markings__isnull=True).distinct().order_by("submission", "number")
    ids = dict(waiting.values_list("submission", "pk"))
    return [marking for pk in ids.values() if (marking := receive_work(hand_in_id=pk))]


def _due_at(submission: Submission, hand_in: HandIn):
    days = programmes.scheme_of(submission.run_assignment.run).turnaround_days
    return hand_in.at + timedelta(days=days)


def _new(submission: Submission, hand_in: HandIn, rubric: Rubric) -> Marking:
    tutor = _whose(submission, hand_in.attempt)
    marking = Marking.objects.create(
        submission=submission,
        hand_in=hand_in,
        attempt=hand_in.attempt,
        rubric=rubric,
        tutor=tutor,
        made_at=timezone.now(),
        due_at=_due_at(submission, hand_in),
    )
    transaction.on_commit(partial(bring_to_tutor, submission_id=submission.pk))
    return marking


def _replaced(marking: Marking, hand_in: HandIn, rubric: Rubric | None) -> Marking:
    """What nobody began is of the newest hand-in; a page that shows another one is told by the version."""
    if marking.begun_at is not None or hand_in.number <= marking.hand_in.number:
        return marking
    marking.hand_in, marking.rubric = hand_in, rubric or marking.rubric
    marking.due_at = _due_at(marking.submission, hand_in)
    note(marking, HANDED_IN, {"hand_in": str(hand_in.pk)}, by=None, changed=("hand_in", "rubric", "due_at"))
    return marking


def _whose(submission: Submission, attempt: int) -> User | None:
    return tutor_for(submission) or _who_marked_before(submission, attempt)


def _who_marked_before(submission: Submission, attempt: int) -> User | None:
    before = Marking.objects.current().filter(
        submission=submission, attempt__lt=attempt, role=Marking.Role.FIRST, tutor__isnull=False
    )
    last = before.select_related("tutor").order_by("-attempt").first()
    if last is None or last.tutor_id not in staff_of(submission.run_assignment.run):
        return None
    return None if why_not(last.tutor, authors_of(submission)) else last.tutor


def tutor_for(submission: Submission) -> User | None:
    """The tutor of who wrote a work; of a team's, who tutors most of them (then the lower id)."""
    return next(iter(tutors_for(submission).values()), None)


def tutors_for(submission: Submission) -> dict[int, User]:
    """Account id → the tutors of who wrote a work, of most of them first. Nobody of the administration of
    one of them, nor who is no tutor of the run any more."""
    authors = authors_of(submission)
    run = submission.run_assignment.run
    enrolments = [author.enrolment.pk for author in authors if author.enrolment]
    there = Tutorship.objects.current().filter(run=run, enrolment__in=enrolments)
    tutors = {item.tutor_id: item.tutor for item in there.select_related("tutor")}
    if not tutors:
        return {}
    counted = Counter(there.order_by().values_list("tutor", flat=True))
    staff = staff_of(run)
    free = [pk for pk, tutor in tutors.items() if pk in staff and not why_not(tutor, authors)]
    return {pk: tutors[pk] for pk in sorted(free, key=lambda pk: (-counted[pk], pk))}


@transaction.atomic
def bring_to_tutor(*, submission_id: UUID) -> None:
    """Once more after the commit: a tutor who was given somebody in the same moment gets the work that came
    then. Changes nothing where all is well."""
    submission = lock_work(submission_id)
    waiting = Marking.objects.unfinished().select_for_update(of=("self",), no_key=True)
    untouched = waiting.filter(submission=submission, role=Marking.Role.FIRST, begun_at=None)
    for marking in untouched.exclude(edits__piece=HANDED_OVER):
        tutor = _whose(submission, marking.attempt)
        if tutor is not None and marking.tutor_id not in (tutor.pk, *tutors_for(submission)):
            give(marking, tutor, by=None)


def give(
    marking: Marking, tutor: User | None, *, by: User | None, reason: str = "", is_told: bool = False
) -> None:
    """Somebody else marks from now on, with what is begun. The marking is locked. ``is_told``: the reason is
    meant for her; why a participant gets another tutor is not, and may say whose work it is."""
    value = {"from": marking.tutor_id, "to": tutor.pk if tutor else None, "reason": reason}
    value |= {"told": True} if is_told else {}
    marking.tutor = tutor
    note(marking, HANDED_OVER, value, by=by, changed=("tutor",))
