"""Locks on administrations and people, until the end of the transaction.

Locks are taken in one order, so that nobody waits in a circle: administrations, people by their ids, what
they asked for or were asked (registrations, invitations, transfers), calls, nominations, cohorts, sessions,
runs, attempts, works handed in, their markings, enrolments.

A lock says ``no_key=True`` everywhere in the house: rows that point at the locked one can be written
meanwhile. Without it PostgreSQL lets every row of the record that names a person or an administration wait,
and whoever waits so while holding the next lock in the order waits in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable

from .models import Administration, User


def lock_administration(pk: int) -> None:
    """For what is decided about an administration as a whole: its units, who is invited, who is appointed."""
    Administration.objects.select_for_update(no_key=True).get(pk=pk)


def lock_person(pk: int) -> User:
    """Somebody as she is now."""
    return User.objects.select_for_update(no_key=True).get(pk=pk)


def lock_people(ids: Iterable[int]) -> dict[int, User]:
    """Person id → somebody as she is now, in the order of the ids. One query."""
    locked = User.objects.select_for_update(no_key=True).filter(pk__in=list(ids)).order_by("pk")
    return {person.pk: person for person in locked}
