"""Who may mark: the tutors of a run, and of whom none of them ever sees anything."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clikc.people.models import RoleGrant, User
from clikc.people.roles import Role
from enrolment.admissions import api as admissions
from enrolment.programmes import api as programmes

from .rules import allocation

if TYPE_CHECKING:
    from enrolment.admissions.models import Enrolment
    from enrolment.assessment.models import Submission
    from enrolment.programmes.models import CourseRun, RunTutor


@dataclass(frozen=True)
class Author:
    """Who wrote a work, with the enrolment that gets its grade; None where she is not in the course."""

    person: User
    enrolment: Enrolment | None


def staff_of(run: CourseRun) -> dict[int, RunTutor]:
    """Account id → terms of everybody who is a tutor of the run and holds the role now. Two queries."""
    there = programmes.run_tutors_of(run)
    grants = RoleGrant.objects.current().filter(
        role=Role.TUTOR, user__in=[item.tutor_id for item in there], user__is_active=True
    )
    tutors = set(grants.values_list("user", flat=True))
    return {item.tutor_id: item for item in there if item.tutor_id in tutors}


def as_tutor(terms: RunTutor, *, load: int = 0, capacity: int | None = None) -> allocation.Tutor:
    """A tutor of a run as the rules of allocation know her."""
    return allocation.Tutor(
        id=terms.tutor_id,
        administration=terms.tutor.administration_id,
        languages=frozenset(terms.languages) | {terms.tutor.preferred_language},
        capacity=terms.capacity if capacity is None else capacity,
        load=load,
        is_away=is_away(terms),
    )


def is_away(terms: RunTutor, today: datetime.date | None = None) -> bool:
    """Whether a tutor is away on a day (in UTC, today's without one); without an end she is until further
    notice."""
    if terms.away_from is None and terms.away_until is None:
        return False
    today = today or datetime.datetime.now(datetime.UTC).date()
    begun = terms.away_from is None or terms.away_from <= today
    return begun and (terms.away_until is None or today <= terms.away_until)


def authors_of(submission: Submission, *, at: datetime.datetime | None = None) -> list[Author]:
    """Who wrote a work, in the order of their enrolments: of a team's, who was in the team ``at`` a moment;
    everybody who ever was without one. At most two queries."""
    if submission.enrolment_id is not None:
        return [Author(submission.enrolment.learner, submission.enrolment)]
    members = submission.team.members.select_related("person")
    people = {
        member.person_id: member.person
        for member in members
        if at is None or (member.joined_at <= at and (member.left_at is None or member.left_at > at))
    }
    course = submission.run_assignment.run.course_id
    there = admissions.enrolments_in(course_ids=[course], person_ids=list(people))
    found = [Author(person, there.get((pk, course))) for pk, person in people.items()]
    return sorted(found, key=lambda author: str(author.enrolment.pk) if author.enrolment else "")


def why_not(person: User, authors: Iterable[Author]) -> str:
    """Why somebody may not mark what these wrote: ``own_work``, ``own_administration``; "" where she may."""
    writers = [author.person for author in authors]
    if person.pk in {writer.pk for writer in writers}:
        return "own_work"
    here = person.administration_id
    if here is not None and here in {writer.administration_id for writer in writers}:
        return "own_administration"
    return ""


def is_manager(person: User) -> bool:
    """Whether she looks after every run: programme managers and administrators."""
    return person.has_role(Role.PROGRAMME_MANAGER) or person.has_role(Role.ADMIN)
