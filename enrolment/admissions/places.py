"""Seats of a course run, and who waits for one. Never more seats than there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from .models import Place

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import Cohort, CourseRun


@transaction.atomic
def take_places(*, run: CourseRun, people: Sequence[User], cohort: Cohort | None = None) -> list[Place]:
    """A place for each of ``people``, in their order: seats while there are any, then the waiting list.

    Decides under a lock on the run. Who has a place keeps it. The places of all of them.
    """
    run = _locked(run.pk)
    now = timezone.now()
    ids = [person.pk for person in people]
    there = {place.learner_id: place for place in run.places.current().filter(learner__in=ids)}
    new = [person for person in people if person.pk not in there]
    # Nobody passes those who wait.
    seats = [] if run.places.waiting().exists() else _free_seats(run, len(new))
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
def leave_places(*, run: CourseRun, people: Sequence[User]) -> list[Place]:
    """Give places up; the freed seats go to who waits longest. The places that got a seat by it."""
    run = _locked(run.pk)
    given_up = run.places.current().filter(learner__in=[person.pk for person in people])
    given_up.update(left_at=timezone.now())
    return _seat_waiting(run)


@transaction.atomic
def review_seats(*, run: CourseRun) -> list[Place]:
    """Seat who waits, where seats were added. Nobody loses a seat when there are fewer."""
    return _seat_waiting(_locked(run.pk))


def _locked(pk: int) -> CourseRun:
    return apps.get_model("programmes", "CourseRun").objects.select_for_update().get(pk=pk)


def _seat_waiting(run: CourseRun) -> list[Place]:
    waiting = list(run.places.waiting().select_related("learner"))
    seated = []
    for place, seat in zip(waiting, _free_seats(run, len(waiting)), strict=False):
        place.seat, place.seated_at = seat, timezone.now()
        seated.append(place)
    Place.objects.bulk_update(seated, ["seat", "seated_at"])
    return seated


def _free_seats(run: CourseRun, wanted: int) -> list[int]:
    """The lowest free seat numbers, at most ``wanted``; a run without a limit has any number."""
    taken = set(run.places.seated().values_list("seat", flat=True))
    last = run.seats if run.seats is not None else len(taken) + wanted
    # Somebody on a seat beyond the last one, from when there were more, takes up a place all the same.
    room = min(wanted, last - len(taken))
    return [seat for seat in range(1, last + 1) if seat not in taken][: max(room, 0)]
