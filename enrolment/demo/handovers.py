"""Coordinators since when, their deputies, and one who took over from another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from clikc.people.api import grant_role
from clikc.people.models import AuditEntry, RoleGrant, User
from clikc.people.roles import Role

from .countries import Country

DEPUTIES, TAKEN_OVER = "KE", "SN"
SINCE, HANDED_OVER = timedelta(days=400), timedelta(days=150)
# How long ago each deputy was named.
NAMED = (timedelta(days=90), timedelta(days=10))
STANDS_IN_FOR = timedelta(days=40)


def load(country: Country, coordinator: User, people: Sequence[User], now: datetime) -> None:
    """Date the coordinator's role back; Kenya has two deputies, Senegal's coordinator had a predecessor."""
    held = RoleGrant.objects.current().get(user=coordinator, role=Role.NATIONAL_COORDINATOR)
    began = now - (HANDED_OVER if country.code == TAKEN_OVER else SINCE)
    held.starts_on = began.date()
    held.save(update_fields=["starts_on"])
    _date("appointed", held, began)
    if country.code == TAKEN_OVER:
        _precede(people[0], held, now)
    if country.code == DEPUTIES:
        _stand_in(people[: len(NAMED)], held, now)


def _date(what: str, grant: RoleGrant, at: datetime) -> None:
    """Let a role have been given some time ago, and stand in the record."""
    RoleGrant.objects.filter(pk=grant.pk).update(granted_at=at)
    _note(what, grant, at)


def _note(what: str, grant: RoleGrant, at: datetime) -> None:
    days = {"starts": grant.starts_on, "ends": grant.ends_on}
    AuditEntry.objects.create(
        at=at,
        actor=grant.granted_by,
        role=Role.ADMIN,
        what=what,
        person=grant.user,
        administration=grant.administration,
        facts={name: day.isoformat() if day else "–" for name, day in days.items()},
    )


def _precede(predecessor: User, held: RoleGrant, now: datetime) -> None:
    """Somebody of the administration had the role until it was handed over."""
    handed_over = now - HANDED_OVER
    grant = RoleGrant.objects.create(
        user=predecessor,
        role=Role.NATIONAL_COORDINATOR,
        administration=held.administration,
        granted_by=held.granted_by,
        reason="Lettre de la Direction générale",
        starts_on=(now - SINCE).date(),
        ends_on=held.starts_on - timedelta(days=1),
        ended_at=handed_over,
        ended_by=held.granted_by,
        end_reason="Mutation ; Mme Seck prend la suite",
    )
    _date("appointed", grant, now - SINCE)
    _note("appointment_ended", grant, handed_over)


def _stand_in(deputies: Sequence[User], held: RoleGrant, now: datetime) -> None:
    """The first for good, the second while somebody is on leave."""
    for ago, deputy in zip(NAMED, deputies, strict=True):
        is_for_good = ago == max(NAMED)
        grant = grant_role(
            user=deputy,
            role=Role.NATIONAL_COORDINATOR,
            by=held.granted_by,
            administration=held.administration,
            reason="Named by the Commissioner" if is_for_good else "Stands in during leave",
            is_deputy=True,
            starts_on=(now - ago).date(),
            ends_on=None if is_for_good else (now + STANDS_IN_FOR).date(),
        )
        _date("appointed_deputy", grant, now - ago)
