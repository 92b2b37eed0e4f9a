"""Verbs on people."""

from django.db import transaction
from django.utils import timezone

from .models import Administration, RoleGrant, User


@transaction.atomic
def grant_role(
    *, user: User, role: str, by: User | None, administration: Administration | None = None,
    locale_code: str = "", reason: str = "",
) -> RoleGrant:
    """Give ``user`` a role. Giving it twice returns the grant that stands."""
    grant, _created = RoleGrant.objects.get_or_create(
        user=user, role=role, administration=administration, locale_code=locale_code, ended_at=None,
        defaults={"granted_by": by, "reason": reason},
    )
    forget_roles(user)
    return grant


@transaction.atomic
def withdraw_role(*, grant: RoleGrant, by: User | None, reason: str = "") -> RoleGrant:
    """End a grant; ending it again changes nothing."""
    grant = RoleGrant.objects.select_for_update().get(pk=grant.pk)
    if grant.ended_at is None:
        grant.ended_at, grant.ended_by, grant.reason = timezone.now(), by, reason or grant.reason
        grant.save(update_fields=["ended_at", "ended_by", "reason"])
    return grant


def forget_roles(user: User) -> None:
    """Drop the roles remembered on this object, so that the next look is at the record."""
    user.__dict__.pop("_grants", None)
