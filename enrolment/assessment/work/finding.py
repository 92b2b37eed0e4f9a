"""Somebody's place at an assignment of a course run: her enrolment or team, her work, what she may do now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes
from enrolment.programmes.rules.lateness import LateRule

from ..models import DueExtension, HandIn, Submission
from .rules import Decision, Facts, Refusal, decide, refused

if TYPE_CHECKING:
    from clikc.people.models import User
    from courses.lessons.models import Assignment
    from enrolment.admissions.models import Enrolment
    from enrolment.programmes.models import GradingScheme, RunAssignment, Team


class WorkRefused(Exception):
    """Nothing was done; ``reasons`` say why (codes of ``rules.Refusal``, or of a document that is refused),
    ``facts`` are the figures that belong to them."""

    def __init__(self, *reasons: str, **facts):
        super().__init__(", ".join(reasons))
        self.reasons = tuple(reasons)
        self.facts = facts


@dataclass(frozen=True)
class Place:
    """Where somebody stands with an assignment of a run. ``enrolment`` None: she is in the run no longer;
    ``team`` None where work is done alone, or she is in none. ``due_at`` is hers: extensions included, and in
    a team the latest of its members'. ``submission`` None: nothing was written yet."""

    person: User
    run_assignment: RunAssignment
    enrolment: Enrolment | None
    team: Team | None
    due_at: datetime
    submission: Submission | None = None

    @property
    def assignment(self):
        return self.run_assignment.assignment

    @property
    def scheme(self) -> GradingScheme:
        return programmes.scheme_of(self.run_assignment.run)

    @property
    def is_group(self) -> bool:
        return self.assignment.is_group

    @property
    def opens_at(self) -> datetime | None:
        """From when on it can be written. No query, but where a cohort opens the course later."""
        own = self.enrolment.opens_at if self.enrolment else None
        return max(filter(None, [own, self.run_assignment.opens_at]), default=None)

    @property
    def owner(self) -> dict:
        """Whose work it is, as columns of a Submission."""
        return {"enrolment": None, "team": self.team} if self.is_group else {"enrolment": self.enrolment}


def late_rule(scheme: GradingScheme) -> LateRule:
    """What a run says of late work, for the rules."""
    return LateRule(
        grace_minutes=scheme.grace_minutes,
        percent_per_day=scheme.late_percent_a_day,
        most_percent=scheme.late_percent_most,
        refuse_after_days=scheme.late_refuse_after,
    )


def place_of(person: User, run_assignment_id: int) -> Place | None:
    """Her place at an assignment, with her work; None for who has nothing to do with it. Seven queries at
    most."""
    # Asked in one query, so that what is none of hers costs as much as what is not there.
    mine = programmes.assignments_in_runs().filter(pk=run_assignment_id)
    run_assignment = mine.filter(_concerns(person)).first()
    if run_assignment is None:
        return None
    seated = admissions.participants_in([run_assignment.run_id])
    enrolment = seated.filter(learner=person).first()
    team = None
    if enrolment is not None and run_assignment.assignment.is_group:
        team = programmes.team_in(run_id=run_assignment.run_id, person=person)
    place = Place(person, run_assignment, enrolment, team, run_assignment.due_in(person.time_zone))
    submission = work_at(place)
    if enrolment is None and submission is None:
        return None
    return placed(place, submission)


def _concerns(person: User) -> Q:
    """Assignments of runs somebody has a seat in, and such as she has written work for."""
    seat = {"places__learner": person, "places__seat__isnull": False, "places__left_at__isnull": True}
    seated = Q(Exists(programmes.runs().filter(pk=OuterRef("run"), **seat)))
    wrote = Submission.objects.of(person).filter(run_assignment=OuterRef("pk"))
    return seated | Q(Exists(wrote))


def placed(place: Place, submission: Submission | None) -> Place:
    """The same place with this work, and with its due time."""
    due = place.due_at
    if place.enrolment is not None:
        members = members_of(place)
        due = max(due_times([place.run_assignment], members).values(), default=due)
    facts = {**place.__dict__, "due_at": due, "submission": submission}
    return Place(**facts)


def members_of(place: Place) -> list[UUID]:
    """The enrolments whose work it is: her own, or those of the members of her team. One query of a team."""
    if place.team is None:
        return [place.enrolment.pk]
    people = place.team.members.current().values("person")
    seated = admissions.participants_in([place.run_assignment.run_id])
    return list(seated.filter(learner__in=people).values_list("pk", flat=True))


def work_at(place: Place) -> Submission | None:
    """The work of her, or of her team; of who has left the run, what she wrote there. One query."""
    found = Submission.objects.filter(run_assignment=place.run_assignment)
    if place.enrolment is None:
        work = found.of(place.person).first()
    elif place.is_group:
        work = found.filter(team=place.team).first() if place.team else None
    else:
        work = found.filter(enrolment=place.enrolment).first()
    if work is not None:
        # It is loaded with its run and scheme already.
        work.run_assignment = place.run_assignment
    return work


def decision_at(place: Place, last: HandIn | None, now: datetime | None = None) -> Decision:
    """What may be done with the work now; ``last`` is its newest hand-in. No query, but where a cohort opens
    the course later."""
    work = place.submission
    facts = Facts(
        due_at=place.due_at,
        rule=late_rule(place.scheme),
        resubmissions=place.scheme.resubmissions,
        opens_at=place.opens_at,
        attempt=last.attempt if last else 0,
        is_locked=work is not None and work.locked_at is not None,
        resubmit_until=work.resubmit_until if work else None,
    )
    decision = decide(facts, now or timezone.now())
    if place.enrolment is None:
        return refused(decision, Refusal.NOT_IN_RUN)
    if place.is_group and place.team is None:
        return refused(decision, Refusal.NO_TEAM)
    return decision


def last_hand_in(submission: Submission | None) -> HandIn | None:
    """What was handed in last. One query, none where nothing was."""
    if submission is None or submission.handed_in_at is None:
        return None
    return submission.hand_ins.order_by("-number").first()


def due_times(
    run_assignments: Sequence[RunAssignment],
    enrolment_ids: Iterable[UUID],
    *,
    zones: Mapping[UUID, str] | None = None,
) -> dict[tuple[int, UUID], datetime]:
    """(Id of the run's assignment, id of the enrolment) → when it is due for her. ``zones``: enrolment id →
    the zone its learner lives in, for who knows it. One query, two where something is due in each one's own
    zone and ``zones`` is not given."""
    ids = list(enrolment_ids)
    if zones is None:
        zones = _zones_of(ids) if any(item.is_own_zone for item in run_assignments) else {}
    due = {
        (item.pk, enrolment): item.due_in(zones.get(enrolment, ""))
        for item in run_assignments
        for enrolment in ids
    }
    granted = DueExtension.objects.filter(run_assignment__in=[item.pk for item in run_assignments])
    for item in granted.filter(enrolment__in=ids).order_by("pk"):
        due[item.run_assignment_id, item.enrolment_id] = item.due_at
    return due


def _zones_of(enrolment_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Enrolment id → the zone its learner lives in. One query."""
    rows = apps.get_model("admissions", "Enrolment").objects.filter(pk__in=enrolment_ids)
    return dict(rows.values_list("pk", "learner__time_zone"))


def own_work(place: Place) -> Submission:
    """The work, made where nothing was written yet, locked until the end of the transaction.

    The database allows one: the loser of a race gets the winner's. Locked before markings and enrolments.
    """
    work, _is_new = Submission.objects.get_or_create(run_assignment=place.run_assignment, **place.owner)
    return lock_submission(work.pk)


def has_works(assignment: Assignment) -> bool:
    """Whether anybody has begun to write for an assignment, in any run. One query."""
    return Submission.objects.filter(run_assignment__assignment=assignment).exists()


def lock_submission(submission_id: UUID) -> Submission:
    return Submission.objects.select_for_update(of=("self",), no_key=True).get(pk=submission_id)


def must_be_in(person: User, run_assignment_id: int) -> Place:
    """Her place. Raises WorkRefused where there is none, or she may have no work there."""
    place = place_of(person, run_assignment_id)
    if place is None or place.enrolment is None:
        raise WorkRefused(Refusal.NOT_IN_RUN)
    if place.is_group and place.team is None:
        raise WorkRefused(Refusal.NO_TEAM)
    return place


def must_be_writable(place: Place) -> Decision:
    """What may be done with the locked work. Raises WorkRefused where nothing is to be written any more."""
    decision = decision_at(place, last_hand_in(place.submission))
    if decision.writing:
        raise WorkRefused(*decision.writing, opens_at=place.opens_at)
    return decision
