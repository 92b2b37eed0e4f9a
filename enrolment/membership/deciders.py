"""Who decides for an administration: its coordinators, and the Secretariat where it has none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from clikc.people.models import Administration, RoleGrant, User
from clikc.people.roles import Role

if TYPE_CHECKING:
    from .models import Transfer


def _grants() -> QuerySet[RoleGrant]:
    """The appointments that hold today, of people who can sign in."""
    return RoleGrant.objects.current().filter(role=Role.NATIONAL_COORDINATOR, user__is_active=True)


def coordinators_of(administration_id: int) -> list[User]:
    """The coordinator and the deputies of an administration today. One query."""
    grants = _grants().filter(administration=administration_id)
    return list(User.objects.filter(pk__in=grants.values("user")).order_by("pk"))


def coordinators_in(administration_ids: Iterable[int]) -> list[tuple[int, int]]:
    """Of these administrations, the id with that of each who coordinates it today. One query."""
    grants = _grants().filter(administration__in=list(administration_ids)).order_by("administration", "user")
    return list(dict.fromkeys(grants.values_list("administration", "user")))


def deciders_of(administration_id: int) -> list[User]:
    """Whose turn it is when a transfer waits for this administration: where nobody coordinates it, the
    administrators of the site. Two queries at most."""
    if found := coordinators_of(administration_id):
        return found
    grants = RoleGrant.objects.current().filter(role=Role.ADMIN)
    admins = User.objects.filter(Q(pk__in=grants.values("user")) | Q(is_superuser=True), is_active=True)
    return list(admins.order_by("pk"))


def without_coordinator() -> QuerySet[Administration]:
    """The administrations that nobody coordinates today: the Secretariat decides for them."""
    return Administration.objects.exclude(pk__in=_grants().values("administration"))


def settles_registrations(user: User) -> bool:
    """Whether this person decides on registrations where an administration has no coordinator."""
    return user.has_role(Role.PROGRAMME_MANAGER) or user.has_role(Role.ADMIN)


def settles_transfers(user: User) -> bool:
    """The same of transfers (permissions.md: administrators alone)."""
    return user.has_role(Role.ADMIN)


def decides_on_transfers(user: User, administration_id: int) -> bool:
    """Whether ``user`` releases and accepts for this administration now."""
    if administration_id in user.administrations_coordinated:
        return True
    return settles_transfers(user) and without_coordinator().filter(pk=administration_id).exists()


def turn_of(transfer: Transfer) -> int:
    """The administration whose turn it is: the one she leaves, then the one she comes to."""
    is_asked = transfer.state == type(transfer).State.ASKED
    return transfer.from_administration_id if is_asked else transfer.to_administration_id
