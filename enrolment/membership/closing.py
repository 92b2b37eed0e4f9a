"""Closing accounts and opening them again, at once and for many.

Who is signed in is signed out by her next request; letters to her are dropped when they would leave.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from allauth.usersessions.adapter import get_adapter as sessions_adapter
from allauth.usersessions.models import UserSession
from django.db import transaction

from clikc.jobs import api as jobs
from clikc.people import api as people_api
from clikc.people.models import RoleGrant, User
from clikc.people.roles import Role

BATCH = 500
# Their accounts are no coordinator's to close.
BEYOND_COORDINATORS = (Role.ADMIN, Role.PROGRAMME_MANAGER)


@transaction.atomic
def deactivate(*, people: Iterable[User], by: User | None, reason: str) -> list[User]:
    """Close accounts at once; those that were closed by this call.

    Left as they are: oneself, administrators, people of administrations ``by`` does not coordinate (but for
    administrators), people of the Secretariat unless an administrator closes them, and who is closed already.
    Safe to call twice. ``by`` None is the platform. Constant number of queries for every 500, but for the
    sessions that end.
    """
    closed = _switch(people, by, is_active=False)
    end_sessions(closed)
    _stop_jobs(closed)
    people_api.record_many(what="deactivated", by=by, people=closed, facts={"reason": reason})
    return closed


@transaction.atomic
def reactivate(*, people: Iterable[User], by: User | None) -> list[User]:
    """Open closed accounts again; those that were opened. One that was merged into another stays closed."""
    opened = _switch(people, by, is_active=True)
    people_api.record_many(what="reactivated", by=by, people=opened)
    return opened


def may_close(user: User, person: User) -> bool:
    """Whether ``user`` could close, or open, the account of ``person``."""
    return bool(_within_reach([person], user))


def _switch(people: Iterable[User], by: User | None, *, is_active: bool) -> list[User]:
    wanted = sorted({person.pk for person in people})
    changed: list[User] = []
    for start in range(0, len(wanted), BATCH):
        found = people_api.lock_people(wanted[start : start + BATCH]).values()
        others = [item for item in found if item.is_active != is_active and item.merged_into_id is None]
        reached = _within_reach(others, by)
        User.objects.filter(pk__in=[person.pk for person in reached]).update(is_active=is_active)
        changed += reached
    for person in changed:
        person.is_active = is_active
    return changed


def _within_reach(people: Sequence[User], by: User | None) -> list[User]:
    is_admin = by is not None and by.has_role(Role.ADMIN)
    beyond = _holders(people, (Role.ADMIN,) if is_admin or by is None else BEYOND_COORDINATORS)
    here = set(by.administrations_coordinated) if by is not None else set()
    return [
        person
        for person in people
        if person != by
        and person.pk not in beyond
        and not person.is_superuser
        and (by is None or is_admin or person.administration_id in here)
    ]


def _holders(people: Sequence[User], roles: Sequence[str]) -> set[int]:
    grants = RoleGrant.objects.standing().filter(role__in=roles, user__in=[person.pk for person in people])
    return set(grants.values_list("user", flat=True))


def end_sessions(people: Sequence[User]) -> None:
    """Sign people out everywhere."""
    ids = [person.pk for person in people]
    for start in range(0, len(ids), BATCH):
        sessions_adapter().end_sessions(list(UserSession.objects.filter(user__in=ids[start : start + BATCH])))


def _stop_jobs(people: Sequence[User]) -> None:
    ids = [person.pk for person in people]
    for start in range(0, len(ids), BATCH):
        for job in jobs.Job.objects.open().filter(owner__in=ids[start : start + BATCH]):
            jobs.stop_job(job=job)
