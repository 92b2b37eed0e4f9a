"""Who coordinates an administration, from when to when: one coordinator on any day, deputies beside.

Days are days in UTC. Everything is decided under a lock on the administration. What belongs to the work
(registrations, cohorts, files) belongs to the administration, so nothing of it has to be handed over.
"""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .locking import lock_administration
from .models import Administration, RoleGrant, User
from .record import record
from .roles import Role
from .signals import appointment_changed

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY = datetime.timedelta(days=1)


class Refusal(StrEnum):
    """Why somebody is not appointed."""

    CLOSED = "closed"
    ELSEWHERE = "elsewhere"
    DAYS = "days"
    TAKEN = "taken"
    ALREADY = "already"


WORDS = {
    Refusal.CLOSED: _("This account is deactivated."),
    Refusal.ELSEWHERE: _("This person is an officer of another administration."),
    Refusal.DAYS: _("The appointment begins today or later, and ends after it has begun."),
    Refusal.TAKEN: _(
        "On these days the administration has a coordinator. Hand over instead, or appoint a deputy."
    ),
    Refusal.ALREADY: _("This person is appointed already. End that appointment first."),
}


class AppointmentRefused(Exception):
    """``reason`` is a Refusal; ``grant`` is the appointment that stands against it, if one does."""

    def __init__(self, reason: Refusal, grant: RoleGrant | None = None):
        super().__init__(reason)
        self.reason, self.grant = reason, grant


def today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()


def appointments() -> QuerySet[RoleGrant]:
    """Every appointment there is or was."""
    return RoleGrant.objects.filter(role=Role.NATIONAL_COORDINATOR)


def people_of(administration: Administration) -> list[RoleGrant]:
    """The appointments that hold today, with their people: the coordinator's first. One query."""
    return people_of_many([administration]).get(administration.pk, [])


def people_of_many(administrations: Iterable[Administration]) -> dict[int, list[RoleGrant]]:
    """Administration id → ``people_of``. One query."""
    held = appointments().current().filter(administration__in=administrations, user__is_active=True)
    found: dict[int, list[RoleGrant]] = {}
    for grant in held.select_related("user").order_by("is_deputy", "starts_on", "pk"):
        found.setdefault(grant.administration_id, []).append(grant)
    return found


def history_of(administration: Administration) -> list[RoleGrant]:
    """Every appointment of an administration, the latest first. One query."""
    held = appointments().filter(administration=administration)
    return list(held.select_related("user", "granted_by", "ended_by").order_by("-granted_at", "-pk"))


@transaction.atomic
def appoint(
    *,
    administration: Administration,
    person: User,
    by: User | None,
    is_deputy: bool = False,
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
    reason: str = "",
) -> RoleGrant:
    """Make ``person`` coordinator, or deputy, of an administration; from today on unless it says otherwise.

    Safe to call twice: the same appointment is made once. Raises AppointmentRefused.
    """
    lock_administration(administration.pk)
    starts_on = starts_on or today()
    standing = list(_standing(administration))
    for grant in standing:
        same = (grant.user_id, grant.is_deputy, grant.starts_on, grant.ends_on)
        if same == (person.pk, is_deputy, starts_on, ends_on):
            return grant
    _check(administration, person, starts_on, ends_on)
    _find_room(standing, person, is_deputy, starts_on, ends_on)
    grant = RoleGrant.objects.create(
        user=person,
        role=Role.NATIONAL_COORDINATOR,
        administration=administration,
        is_deputy=is_deputy,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by=by,
        reason=reason,
    )
    _tell("appointed_deputy" if is_deputy else "appointed", grant, by)
    return grant


@transaction.atomic
def hand_over(
    *,
    administration: Administration,
    to: User,
    by: User | None,
    on: datetime.date | None = None,
    reason: str = "",
) -> RoleGrant:
    """Make ``to`` the coordinator from a day on (today without one); who is it now ends the day before.

    An appointment as deputy that she has ends with it. Safe to call twice. Raises AppointmentRefused.
    """
    lock_administration(administration.pk)
    on = on or today()
    if on < today():
        raise AppointmentRefused(Refusal.DAYS)
    for grant in _standing(administration):
        is_made = grant.user_id == to.pk and not grant.is_deputy and grant.starts_on == on
        if grant.user_id == to.pk and not grant.is_deputy and not is_made:
            raise AppointmentRefused(Refusal.ALREADY, grant)
        begins_before = grant.starts_on is None or grant.starts_on < on or grant.starts_on == today()
        lasts = grant.ends_on is None or grant.ends_on >= on
        if not is_made and lasts and begins_before and (not grant.is_deputy or grant.user_id == to.pk):
            _cut(grant, on - DAY, by, reason)
    return appoint(administration=administration, person=to, by=by, starts_on=on, reason=reason)


@transaction.atomic
def end_appointment(
    *, grant: RoleGrant, by: User | None, reason: str, last_day: datetime.date | None = None
) -> RoleGrant:
    """End an appointment: at once, or after its last day. Safe to call twice. Raises AppointmentRefused for a
    day before today, or after the day on which it ends anyway."""
    lock_administration(grant.administration_id)
    grant = RoleGrant.objects.select_related("user", "administration").get(pk=grant.pk)
    if grant.ended_at is not None or (last_day is not None and grant.ends_on == last_day):
        return grant
    is_early = last_day is not None and last_day < max(today(), grant.starts_on or today())
    if is_early or (last_day and grant.ends_on and last_day > grant.ends_on):
        raise AppointmentRefused(Refusal.DAYS)
    return _cut(grant, last_day, by, reason)


def _standing(administration: Administration) -> QuerySet[RoleGrant]:
    """Appointments that hold today or will; those that have run out stand no more."""
    lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=today())
    held = appointments().standing().filter(lasting, administration=administration)
    return held.select_related("user", "administration").order_by("pk")


def _check(administration: Administration, person: User, starts_on, ends_on) -> None:
    if not person.is_active or person.merged_into_id:
        raise AppointmentRefused(Refusal.CLOSED)
    if person.administration_id not in (None, administration.pk):
        raise AppointmentRefused(Refusal.ELSEWHERE)
    if starts_on < today() or (ends_on is not None and ends_on < starts_on):
        raise AppointmentRefused(Refusal.DAYS)


def _find_room(standing: list[RoleGrant], person: User, is_deputy: bool, starts_on, ends_on) -> None:
    """Raises AppointmentRefused where the days are taken. Who was appointed before and has run out is
    written off, because an appointment of each kind stands once for each person."""
    for grant in standing:
        is_hers = grant.user_id == person.pk
        if is_hers and (grant.is_deputy == is_deputy or _meet(grant, starts_on, ends_on)):
            raise AppointmentRefused(Refusal.ALREADY, grant)
        if not is_deputy and not grant.is_deputy and _meet(grant, starts_on, ends_on):
            raise AppointmentRefused(Refusal.TAKEN, grant)
    _write_off(person)


def _meet(grant: RoleGrant, starts_on, ends_on) -> bool:
    """Whether a grant and these days have a day in common."""
    begins_in_time = ends_on is None or grant.starts_on is None or grant.starts_on <= ends_on
    return begins_in_time and (grant.ends_on is None or grant.ends_on >= starts_on)


def _write_off(person: User) -> None:
    for grant in appointments().standing().filter(user=person, ends_on__lt=today()):
        ran_out = datetime.datetime.combine(grant.ends_on + DAY, datetime.time(), datetime.UTC)
        RoleGrant.objects.filter(pk=grant.pk).update(ended_at=ran_out)


def _cut(grant: RoleGrant, last_day: datetime.date | None, by: User | None, reason: str) -> RoleGrant:
    """Let a grant end after a day; at once where that has passed, or it would not begin before."""
    begins = grant.starts_on or datetime.date.min
    if last_day is None or last_day < max(today(), begins):
        grant.ended_at = datetime.datetime.now(datetime.UTC)
        if last_day is not None and last_day >= begins:
            grant.ends_on = last_day
    else:
        grant.ends_on = last_day
    grant.ended_by, grant.end_reason = by, reason
    grant.save(update_fields=["ends_on", "ended_at", "ended_by", "end_reason"])
    _tell("appointment_ended", grant, by)
    return grant


def _tell(what: str, grant: RoleGrant, by: User | None) -> None:
    from .api import forget_roles

    forget_roles(grant.user)
    days = {"starts": grant.starts_on, "ends": grant.ends_on or (today() if grant.ended_at else None)}
    record(
        what=what,
        by=by,
        person=grant.user,
        administration_id=grant.administration_id,
        facts={name: day.isoformat() if day else "–" for name, day in days.items()},
    )
    appointment_changed.send(RoleGrant, grant=grant, what=what)
