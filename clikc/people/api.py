"""The door of people: roles given and withdrawn, the record of deeds, what later rooms tell of a person."""

import datetime

from django.db import transaction
from django.utils import timezone

from . import back_office
from .correcting import NameIsLocked, correct_member
from .locking import lock_administration, lock_people, lock_person
from .models import Administration, RoleGrant, User
from .name_lock import is_name_locked, register_name_lock
from .record import (
    deeds_by_name,
    record,
    record_many,
    register_deeds,
    role_in,
    sentence,
    sentence_as_html,
)
from .roles import ANONYMOUS, OFFICER, Role, allowed
from .sections import Section, register_section
from .units import (
    NameIsTaken,
    add_unit,
    merge_units,
    put_into_unit,
    rename_unit,
    retire_unit,
    revive_unit,
)

__all__ = [
    "NameIsLocked",
    "NameIsTaken",
    "Section",
    "add_role_permissions",
    "add_unit",
    "change_profile",
    "correct_member",
    "deeds_by_name",
    "forget_roles",
    "grant_role",
    "is_name_locked",
    "lock_administration",
    "lock_people",
    "lock_person",
    "may",
    "merge_units",
    "put_into_unit",
    "record",
    "record_many",
    "register_deeds",
    "register_name_lock",
    "register_section",
    "rename_unit",
    "retire_unit",
    "revive_unit",
    "role_in",
    "sentence",
    "sentence_as_html",
    "withdraw_role",
]


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: str,
    by: User | None,
    administration: Administration | None = None,
    locale_code: str = "",
    reason: str = "",
    is_deputy: bool = False,
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
) -> RoleGrant:
    """Give ``user`` a role, with what it opens in the back office; from and to certain days, if given.

    Giving it twice returns the grant that stands. National coordinators are appointed instead
    (``appointments.py``), where an administration has one at a time.
    """
    grant, _created = RoleGrant.objects.get_or_create(
        user=user,
        role=role,
        administration=administration,
        locale_code=locale_code,
        is_deputy=is_deputy,
        ended_at=None,
        defaults={
            "granted_by": by,
            "reason": reason,
            "starts_on": starts_on,
            "ends_on": ends_on,
        },
    )
    back_office.keep_in_step(user)
    forget_roles(user)
    return grant


@transaction.atomic
def withdraw_role(*, grant: RoleGrant, by: User | None, reason: str = "") -> RoleGrant:
    """End a grant; ending it again changes nothing. The holder loses it on the next request."""
    grant = (
        RoleGrant.objects.select_for_update(of=("self",), no_key=True).select_related("user").get(pk=grant.pk)
    )
    if grant.is_current:
        grant.ended_at, grant.ended_by, grant.end_reason = timezone.now(), by, reason
        grant.save(update_fields=["ended_at", "ended_by", "end_reason"])
        back_office.keep_in_step(grant.user)
        if grant.role == Role.ADMIN:
            back_office.end_superuser(grant.user)
        forget_roles(grant.user)
    return grant


def forget_roles(user: User) -> None:
    """Drop the roles remembered on this object, so that the next look is at the record."""
    for remembered in ("_grants", "_perm_cache", "_user_perm_cache", "_group_perm_cache"):
        user.__dict__.pop(remembered, None)


def may(user, obj: str, letter: str, scope: str) -> bool:
    """Whether the roles matrix lets this person do ``letter`` to an ``obj`` that stands in ``scope`` to
    her, in any of her roles; a learner is what everybody is."""
    if not user.is_authenticated:
        return allowed(ANONYMOUS, obj, letter, scope)
    return any(allowed(role, obj, letter, scope) for role in (OFFICER, *user.roles))


def add_role_permissions(role: str, *names: str) -> None:
    """Let a role work on a room's own records in the back office: ``"quizzes.change_question"``.

    Called when the apps are ready; it reaches a holder with the next grant of the role.
    """
    back_office.add_permissions(role, names)


@transaction.atomic
def change_profile(*, user: User, printed_name: str, preferred_language: str, time_zone: str) -> User:
    """Change what people may change about themselves; a locked name stays as it is."""
    user = lock_person(user.pk)
    if not is_name_locked(user):
        user.printed_name = printed_name
    user.preferred_language, user.time_zone = preferred_language, time_zone
    user.save(update_fields=["printed_name", "preferred_language", "time_zone"])
    return user
