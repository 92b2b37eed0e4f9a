"""Seats of a course run, and who waits for one. Never more seats than there are.

Everything here decides under a lock on the run. Locks are taken in one order: cohort, runs by their ids,
enrolments.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from clikc.post import api as post
from enrolment.programmes import api as programmes

from .dates import set_dates
from .enrolling import batches, enrol_many
from .models import Enrolment, Place
from .welcoming import SEAT

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import Cohort, CourseRun


@transaction.atomic
def take_places(*, run: CourseRun, people: Sequence[User], cohort: Cohort | None = None) -> list[Place]:
    """A place for each of ``people``, in their order: seats while there are any, then the waiting list.

    Decides under a lock on the run. Who has a place keeps it. The places of all of them.
    """
    run = programmes.lock_run(run.pk)
    _seat_waiting(run)
    now, there = timezone.now(), {}
    for some in batches(people):
        ids = [person.pk for person in some]
        there |= {place.learner_id: place for place in run.places.current().filter(learner__in=ids)}
    new = [person for person in people if person.pk not in there]
    # Nobody passes those who wait.
    seats = [] if _waiting(run).exists() else _free_seats(run, len(new))
    made = Place.objects.bulk_create(
        Place(
            run=run,
            learner=person,
            cohort=cohort,
            seat=seats[number] if number < len(seats) else None,
            seated_at=now if number < len(seats) else None,
            queued_at=now,
        )
        for number, person in enumerate(new)
    )
    return [*there.values(), *made]


@transaction.atomic
def leave_places(*, run: CourseRun, people: Sequence[User], only_waiting: bool = False) -> list[Place]:
    """Give places up; the freed seats go to who waits longest, who is enrolled and told. The places that
    got a seat by it."""
    return leave_places_of(
        run_id=run.pk, person_ids=[person.pk for person in people], only_waiting=only_waiting
    )


@transaction.atomic
def leave_places_of(*, run_id: int, person_ids: Sequence[int], only_waiting: bool = False) -> list[Place]:
    """``leave_places`` of people by their ids."""
    run = programmes.lock_run(run_id)
    held = run.places.waiting().order_by() if only_waiting else run.places.current()
    for ids in batches(list(person_ids)):
        held.filter(learner__in=ids).update(left_at=timezone.now())
    return _seat_waiting(run)


@transaction.atomic
def leave_course_places(*, learner_id: int, course_id: int) -> None:
    """Give up every place somebody has in runs of a course."""
    held = Place.objects.current().filter(learner=learner_id, run__course=course_id)
    for run_id in sorted(held.values_list("run", flat=True)):
        leave_places_of(run_id=run_id, person_ids=[learner_id])


@transaction.atomic
def review_seats(*, run: CourseRun) -> list[Place]:
    """Seat who waits, where seats were added. Nobody loses a seat when there are fewer."""
    return _seat_waiting(programmes.lock_run(run.pk))


@transaction.atomic
def change_run(*, run: CourseRun, facts: programmes.RunFacts) -> CourseRun:
    """Change what a run is. Added seats go to those who wait; fewer seats are taken from nobody."""
    run = programmes.rewrite_run(run=run, facts=facts)
    _seat_waiting(run)
    return run


@transaction.atomic
def set_run_closed(*, run: CourseRun, is_closed: bool) -> CourseRun:
    """Close a run: who waits goes on waiting, and nobody is given a seat until it is open again."""
    run = programmes.set_run_closed(run=run, is_closed=is_closed)
    _seat_waiting(run)
    return run


def _waiting(run: CourseRun) -> QuerySet[Place]:
    """Who waits and could come. A closed account keeps its place in the queue and is passed over."""
    return run.places.waiting().filter(learner__is_active=True)


def _seat_waiting(run: CourseRun) -> list[Place]:
    """Give free seats to those who wait, enrol them, and have them told. The run is locked."""
    waiting = list(_waiting(run).select_related("learner", "cohort"))
    seated = []
    for place, seat in zip(waiting, _free_seats(run, len(waiting)), strict=False):
        place.seat, place.seated_at = seat, timezone.now()
        seated.append(place)
    Place.objects.bulk_update(seated, ["seat", "seated_at"], batch_size=200)
    _enrol_seated(run, seated)
    post.post_many(
        post.NewLetter(f"{SEAT}:{place.pk}", SEAT, {"place": place.pk}, person_id=place.learner_id)
        for place in seated
    )
    return seated


def _enrol_seated(run: CourseRun, seated: Iterable[Place]) -> None:
    by_cohort: dict = {}
    for place in seated:
        by_cohort.setdefault(place.cohort, []).append(place.learner)
    for cohort, people in by_cohort.items():
        new = enrol_many(course_id=run.course_id, people=people, by=None, cohort=cohort)
        if cohort is not None:
            ids = [person.pk for person in people]
            newly = [enrolment.pk for enrolment in new]
            set_dates(cohort=cohort, person_ids=ids, course_ids=[run.course_id], newly=newly)


def _free_seats(run: CourseRun, wanted: int) -> list[int]:
    """The lowest free seat numbers, at most ``wanted``; a run without a limit has any number, a closed
    one has none."""
    if run.closed_at is not None or not wanted:
        return []
    taken = set(run.places.seated().values_list("seat", flat=True))
    last = run.seats if run.seats is not None else len(taken) + wanted
    # Somebody on a seat beyond the last one, from when there were more, takes up a place all the same.
    room = min(wanted, last - len(taken))
    free = (seat for seat in range(1, last + 1) if seat not in taken)
    return [seat for seat, _wanted in zip(free, range(room), strict=False)]


def counts_of(run_ids: Iterable[int], *, administration_id: int | None = None) -> dict[int, dict]:
    """Run id → ``taken`` and ``waiting``, of one administration's officers or of everybody. One query."""
    is_taken = Q(seat__isnull=False)
    found = Place.objects.current().filter(run__in=list(run_ids))
    if administration_id is not None:
        found = found.filter(learner__administration=administration_id)
    rows = found.order_by().values("run")
    counted = rows.annotate(taken=Count("pk", filter=is_taken), waiting=Count("pk", filter=~is_taken))
    return {row["run"]: {"taken": row["taken"], "waiting": row["waiting"]} for row in counted}


def free_seats(runs: Iterable[CourseRun]) -> dict[int, int | None]:
    """Run id → seats that somebody who came now would get; None where there is no limit. One query."""
    runs = list(runs)
    counts = counts_of([run.pk for run in runs])
    return {run.pk: _free(run, **counts.get(run.pk, {"taken": 0, "waiting": 0})) for run in runs}


def _free(run: CourseRun, taken: int, waiting: int) -> int | None:
    if run.seats is None:
        return None
    return 0 if waiting else max(run.seats - taken, 0)


def places_of(learner) -> list[Place]:
    """The places somebody has or waits for, with their run; of those she waits for ``ahead`` is how many come
    before her. One query."""
    before = Q(queued_at__lt=OuterRef("queued_at")) | Q(
        queued_at=OuterRef("queued_at"), pk__lt=OuterRef("pk")
    )
    ahead = (
        Place.objects.waiting()
        .filter(before, run=OuterRef("run"), learner__is_active=True)
        .order_by()
        .values("run")
        .annotate(number=Count("pk"))
    )
    mine = Place.objects.current().filter(learner=learner).select_related("run")
    return list(mine.annotate(ahead=Coalesce(Subquery(ahead.values("number")), 0)))


def own_place(user, pk: int) -> Place | None:
    """A place this person waits for."""
    return Place.objects.waiting().filter(learner=user, pk=pk).select_related("run").first()


def waiting_in(*, person_ids: Sequence[int], run_ids: Sequence[int]) -> set[tuple[int, int]]:
    """(Person id, course id) of those who wait in these runs. One query."""
    rows = Place.objects.waiting().filter(learner__in=list(person_ids), run__in=list(run_ids))
    return set(rows.order_by().values_list("learner", "run__course"))


def participants_in(run_ids: Iterable[int]) -> QuerySet[Enrolment]:
    """The active enrolments of those who have a seat in these runs, with ``run_id``, learner and
    administration. One query; of two runs of one course the
    first counts."""
    seated = Place.objects.seated().filter(run__in=list(run_ids), run__course=OuterRef("course"))
    mine = seated.filter(learner=OuterRef("learner"))
    found = Enrolment.objects.active().annotate(run_id=Subquery(mine.values("run")[:1]))
    return found.filter(run_id__isnull=False).select_related("learner__administration")


def enrolments_with_runs(learner, run_ids: Iterable[int]) -> QuerySet[Enrolment]:
    """All enrolments of a person, newest first, with course and ``run_id``: that of these runs in which she
    has a seat (of two of one course the first), or None. One query."""
    seated = Place.objects.seated().filter(run__in=list(run_ids), run__course=OuterRef("course"))
    mine = seated.filter(learner=OuterRef("learner"))
    found = Enrolment.objects.of(learner).select_related("course")
    return found.annotate(run_id=Subquery(mine.values("run")[:1]))


def runs_of_learner(learner) -> list[int]:
    """Ids of the runs somebody has a seat in. One query."""
    return list(Place.objects.seated().filter(learner=learner).values_list("run", flat=True))
