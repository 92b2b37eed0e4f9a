"""Coordinators since when, their deputies, and one who took over from another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from clikc.people.api import grant_role
from clikc.people.models import RoleGrant, User
from clikc.people.roles import Role

from .countries import Country

DEPUTIES, TAKEN_OVER = "KE", "SN"
SINCE, HANDED_OVER = timedelta(days=400), timedelta(days=150)
STANDS_IN_FOR = timedelta(days=40)


def load(country: Country, coordinator: User, people: Sequence[User], now: datetime) -> None:
    """Date the coordinator's role back; Kenya has two deputies, Senegal's coordinator had a predecessor."""
    held = RoleGrant.objects.current().filter(user=coordinator, role=Role.NATIONAL_COORDINATOR)
    began = now - (HANDED_OVER if country.code == TAKEN_OVER else SINCE)
    held.update(granted_at=began, starts_on=began.date())
    if country.code == TAKEN_OVER:
        _precede(coordinator, people[0], held.get(), now)
    if country.code == DEPUTIES:
        _stand_in(coordinator, people[:2], held.get(), now)


def _precede(coordinator: User, predecessor: User, held: RoleGrant, now: datetime) -> None:
    """Somebody of the administration had the role until it was handed over."""
    grant = RoleGrant.objects.create(
        user=predecessor,
        role=Role.NATIONAL_COORDINATOR,
        administration=coordinator.administration,
        granted_by=held.granted_by,
        reason="Lettre de la Direction générale",
        starts_on=(now - SINCE).date(),
        ends_on=held.starts_on - timedelta(days=1),
        ended_at=held.granted_at,
        ended_by=held.granted_by,
        end_reason="Mutation ; Mme Seck prend la suite",
    )
    RoleGrant.objects.filter(pk=grant.pk).update(granted_at=now - SINCE)


def _stand_in(coordinator: User, deputies: Sequence[User], held: RoleGrant, now: datetime) -> None:
    for number, deputy in enumerate(deputies):
        grant_role(
            user=deputy,
            role=Role.NATIONAL_COORDINATOR,
            by=held.granted_by,
            administration=coordinator.administration,
            reason="Named by the Commissioner" if number == 0 else "Stands in during leave",
            is_deputy=True,
            starts_on=(now - timedelta(days=90 - 80 * number)).date(),
            ends_on=(now + STANDS_IN_FOR).date() if number else None,
        )
