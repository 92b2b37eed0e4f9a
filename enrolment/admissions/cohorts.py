"""What being in a cohort means: enrolled in its courses, on its dates, as far as there are seats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from clikc.people import api as people_api
from clikc.people.models import User
from enrolment.programmes import api as programmes

from .dates import set_dates
from .enrolling import enrol_many, release, released_by
from .models import Enrolment
from .places import leave_places_of, take_places
from .welcoming import welcome

if TYPE_CHECKING:
    from enrolment.programmes.models import Cohort, CohortCourse


@dataclass
class Added:
    """What came of putting people into a cohort, per person id.

    ``joined``: new in the cohort. ``enrolled``: newly in at least one of its courses. ``waiting``: on the
    waiting list of at least one. ``unchanged``: was in already, with everything.
    """

    joined: set[int] = field(default_factory=set)
    enrolled: set[int] = field(default_factory=set)
    waiting: set[int] = field(default_factory=set)
    unchanged: set[int] = field(default_factory=set)
    # Enrolments that are new or came back, by their ids.
    enrolments: list = field(default_factory=list)


class CohortIsClosed(ValueError):
    """Nobody is put into a cohort that is closed."""


@transaction.atomic
def add_to_cohort(*, cohort: Cohort, people: Sequence[User], by: User | None) -> Added:
    """Put people into a cohort and enrol them in its courses. Safe to call twice.

    Who is late gets the same dates. Raises CohortIsClosed (a ValueError). Constant number of queries for
    every 500 people.
    """
    cohort = programmes.lock_cohort(cohort.pk)
    if not cohort.is_open:
        raise CohortIsClosed(cohort.pk)
    people = list({person.pk: person for person in people}.values())
    new = programmes.add_members(cohort=cohort, people=people, by=by)
    added = _bring_in(cohort, _courses(cohort), people, by)
    added.joined = {member.person_id for member in new}
    added.unchanged = {person.pk for person in people} - added.joined - added.enrolled - added.waiting
    _record("cohort_joined", cohort, [person for person in people if person.pk in added.joined], by)
    _tell(cohort, person_ids=added.joined)
    return added


@transaction.atomic
def remove_from_cohort(
    *, cohort: Cohort, person_ids: Iterable[int], by: User | None, keeps_courses: bool = False
) -> set[int]:
    """Take people out of a cohort; the ids of those who were in it. Safe to call twice.

    A course stays with whoever joined it herself, is in it for another open cohort, or has finished it;
    else the enrolment becomes inactive (unless ``keeps_courses``). Progress is never lost. Seats that
    become free go to who waits.
    """
    cohort = programmes.lock_cohort(cohort.pk)
    gone = programmes.remove_members(cohort=cohort, person_ids=person_ids)
    if gone:
        _let_go(cohort, _courses(cohort), sorted(gone), by, keeps_courses=keeps_courses)
        _record("cohort_left", cohort, User.objects.filter(pk__in=gone), by)
        programmes.announce(cohort)
    return gone


@transaction.atomic
def leave_cohorts(*, people: Iterable[User], administration_id: int, by: User | None) -> None:
    """Take people who left an administration out of its cohorts.

    Their courses and seats stay with them, but for accounts that are closed: an invitation that was
    withdrawn holds no seat.
    """
    ids = [person.pk for person in people]
    closed = set(User.objects.filter(pk__in=ids, is_active=False).values_list("pk", flat=True))
    memberships = programmes.memberships_of(ids, administration_id=administration_id)
    by_cohort: dict = {}
    for member in memberships:
        by_cohort.setdefault(member.cohort, []).append(member.person_id)
    for cohort in sorted(by_cohort, key=lambda item: item.pk):
        gone = set(by_cohort[cohort])
        remove_from_cohort(cohort=cohort, person_ids=sorted(gone - closed), by=by, keeps_courses=True)
        remove_from_cohort(cohort=cohort, person_ids=sorted(gone & closed), by=by)


@transaction.atomic
def change_cohort(
    *, cohort: Cohort, facts: programmes.CohortFacts, by: User | None, seen: int | None = None
) -> programmes.Rewritten:
    """Make a cohort what ``facts`` say: its people follow, with their courses and dates.

    ``seen`` is the version that was looked at; raises programmes' ChangedMeanwhile where there is a later
    one that says something else.
    """
    done = programmes.rewrite_cohort(cohort=cohort, facts=facts, by=by, seen=seen)
    if not done.changed:
        return done
    people = _people(done.cohort)
    ids = [person.pk for person in people]
    newly: list = []
    _lock_runs([*done.removed, *done.added])
    if done.cohort.is_open:
        _let_go(done.cohort, done.removed, ids, by)
        newly = _bring_in(done.cohort, done.added, people, by).enrolments
    moved = set_dates(cohort=done.cohort, person_ids=ids, by=by, newly=newly)
    _record_dates(done.cohort, [person for person in people if person.pk in moved], by)
    _tell(done.cohort)
    return done


@transaction.atomic
def close_cohort(*, cohort: Cohort, by: User | None, keeps_courses: bool = True) -> Cohort:
    """Close a cohort: its dates hold no longer and nobody waits for it any more. Safe to call twice.

    With ``keeps_courses`` its people may go on; without, who has not finished leaves the courses that
    nothing else holds, and the seats go to who waits.
    """
    closed = programmes.set_closed(cohort=cohort, is_closed=True, by=by)
    if closed is None:
        return programmes.lock_cohort(cohort.pk)
    people = _people(closed)
    ids = [person.pk for person in people]
    _let_go(closed, _courses(closed), ids, by, keeps_courses=keeps_courses)
    _record("cohort_closed", closed, people, by)
    programmes.announce(closed)
    return closed


@transaction.atomic
def reopen_cohort(*, cohort: Cohort, by: User | None) -> Cohort:
    """Undo closing: its people are in its courses again, but who left by herself; those without a seat
    wait from now on. Safe to call twice."""
    reopened = programmes.set_closed(cohort=cohort, is_closed=False, by=by)
    if reopened is None:
        return programmes.lock_cohort(cohort.pk)
    people = _people(reopened)
    taken = {(item.learner_id, item.course_id) for item in released_by(reopened)}
    known = _known(people, reopened)
    newly: list = []
    _lock_runs(_courses(reopened))
    for item in _courses(reopened):
        back = [
            person
            for person in people
            if (person.pk, item.course_id) in taken or (person.pk, item.course_id) not in known
        ]
        newly += _bring_in(reopened, [item], back, by).enrolments
    ids = [person.pk for person in people]
    set_dates(cohort=reopened, person_ids=ids, by=by, newly=newly)
    _record("cohort_reopened", reopened, people, by)
    _tell(reopened)
    return reopened


def _courses(cohort: Cohort) -> list[CohortCourse]:
    """In the order in which their runs are locked."""
    return list(cohort.courses.select_related("run").order_by("run", "course"))


def _lock_runs(items: Iterable[CohortCourse]) -> None:
    """All of them before the first enrolment: whoever leaves a seat locks in that order too."""
    programmes.lock_runs(item.run_id for item in items if item.run_id)


def _people(cohort: Cohort) -> list[User]:
    members = cohort.members.current().order_by("joined_at", "pk").select_related("person")
    return [member.person for member in members]


def _known(people: Sequence[User], cohort: Cohort) -> set[tuple[int, int]]:
    """(Person id, course id) of every enrolment there is, active or not, in the cohort's courses."""
    courses = cohort.courses.values("course")
    in_it = cohort.members.current().values("person")
    found = Enrolment.objects.filter(course__in=courses, learner__in=in_it).order_by()
    return set(found.values_list("learner", "course"))


def _bring_in(cohort: Cohort, items: Iterable[CohortCourse], people: Sequence[User], by) -> Added:
    """Enrol people in courses of a cohort, as far as there are seats, on its dates."""
    added, items = Added(), list(items)
    _lock_runs(items)
    for item in sorted(items, key=lambda item: (item.run_id or 0, item.course_id)):
        seated = people
        if item.run is not None:
            places = take_places(run=item.run, people=people, cohort=cohort)
            on_seats = {place.learner_id for place in places if place.seat is not None}
            seated = [person for person in people if person.pk in on_seats]
            added.waiting |= {person.pk for person in people} - on_seats
        found = enrol_many(course_id=item.course_id, people=seated, by=by, cohort=cohort)
        added.enrolled |= {enrolment.learner_id for enrolment in found}
        added.enrolments += [enrolment.pk for enrolment in found]
    set_dates(
        cohort=cohort,
        person_ids=[person.pk for person in people],
        course_ids=[item.course_id for item in items],
        by=by,
        newly=added.enrolments,
    )
    return added


def _let_go(
    cohort: Cohort, items: Iterable[CohortCourse], ids: Sequence[int], by, *, keeps_courses: bool = False
) -> None:
    """Undo what the cohort gave these people in courses: places, enrolments, dates."""
    items = list(items)
    course_ids = [item.course_id for item in items]
    _lock_runs(items)
    for item in items:
        if item.run_id is not None:
            free = set(ids) - _held_elsewhere(item.run_id, ids, cohort)
            leave_places_of(run_id=item.run_id, person_ids=sorted(free), only_waiting=keeps_courses)
    if not keeps_courses:
        release(course_ids=course_ids, person_ids=ids, by=by, cohort=cohort)
    set_dates(cohort=cohort, person_ids=ids, course_ids=course_ids, by=by)


def _held_elsewhere(run_id: int, ids: Sequence[int], cohort: Cohort) -> set[int]:
    """Who of these is in the run for another open cohort too."""
    others = programmes.people_in_run(run_id, besides=cohort)
    return set(ids) & others


def _record(what: str, cohort: Cohort, people: Iterable[User], by) -> None:
    facts = {"cohort": cohort.name}
    _write(what, cohort, people, by, facts)


def _record_dates(cohort: Cohort, people: Iterable[User], by) -> None:
    facts = {
        "cohort": cohort.name,
        "opens": cohort.opens_on.isoformat() if cohort.opens_on else "–",
        "due": cohort.due_on.isoformat() if cohort.due_on else "–",
    }
    _write("cohort_dates", cohort, people, by, facts)


def _write(what: str, cohort: Cohort, people: Iterable[User], by, facts: dict) -> None:
    people_api.record_many(
        what=what, by=by, people=people, administration_id=cohort.administration_id, facts=facts
    )


def _tell(cohort: Cohort, *, person_ids: Iterable[int] | None = None) -> None:
    """Welcome who has not been welcomed, where the day has come; and announce the change."""
    welcome(cohort_id=cohort.pk, person_ids=person_ids)
    programmes.announce(cohort)
