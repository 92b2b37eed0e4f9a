"""Bringing officers in: accounts for people who have not asked, and what the coordinator learns of it.

A coordinator who names a person of another administration gets the same answer as for an unknown
person (permissions.md, cross rule 10). So inviting never says whether an address has an account.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from clikc.people import api as people
from clikc.people.models import User
from clikc.people.time_zones import likely_zone

from .models import Invitation, JoinRequest
from .signals import members_joined

if TYPE_CHECKING:
    from clikc.people.models import Administration

BATCH = 500
# Accounts whose owner cannot be reached by them: the top-level name belongs to nobody (RFC 2606).
NOWHERE = "invited.invalid"


class Known(StrEnum):
    """What the coordinator of an administration may know of an address."""

    MEMBER = "member"
    CLOSED = "closed"
    ASKING = "asking"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Newcomer:
    """An officer as the coordinator names her. ``address`` in lower case, all of it checked before."""

    address: str
    name: str
    language: str = "en"
    unit_id: int | None = None
    gender: str = ""


@dataclass(frozen=True)
class Found:
    """What is known of an address here, and the person where there is one to know."""

    known: Known
    person: User | None = None


def find_many(*, administration: Administration, addresses: Iterable[str]) -> dict[str, Found]:
    """Address (lower case) → what this administration's coordinator may know. Four queries for every 500.

    Whoever has an account of another administration, or of none, is as unknown as who has no account.
    """
    wanted = list(dict.fromkeys(addresses))
    found: dict[str, Found] = {}
    for start in range(0, len(wanted), BATCH):
        found |= _find(administration, wanted[start : start + BATCH])
    return {address: found.get(address, Found(Known.UNKNOWN)) for address in wanted}


def _find(administration: Administration, addresses: Sequence[str]) -> dict[str, Found]:
    here = User.objects.filter(administration=administration, merged_into=None)
    by_email = here.alias(low=Lower("email")).filter(low__in=addresses)
    found = {}
    for person in [*by_email.filter(contact=""), *here.filter(contact__in=addresses)]:
        known = Known.MEMBER if person.is_active else Known.CLOSED
        found[person.address.lower()] = Found(known, person)
    for account in _merged_into(here).filter(low__in=set(addresses) - found.keys()):
        person = account.merged_into
        found[account.low] = Found(Known.MEMBER if person.is_active else Known.CLOSED, person)
    asking = JoinRequest.objects.to_decide().filter(administration=administration).select_related("person")
    for request in asking.alias(low=Lower("person__email")).filter(low__in=addresses):
        found.setdefault(request.person.email, Found(Known.ASKING, request.person))
    return found


def _merged_into(people: QuerySet[User]) -> QuerySet[User]:
    """Closed accounts of these people: their addresses still mean them."""
    accounts = User.objects.filter(merged_into__in=people).select_related("merged_into")
    return accounts.annotate(low=Lower("email"))


@transaction.atomic
def invite_many(
    *, administration: Administration, newcomers: Sequence[Newcomer], by: User | None
) -> dict[str, Invitation]:
    """Invite officers whose addresses are unknown here; address → invitation, of new ones alone.

    Who is a member already is left as she is, so it is safe to call twice; two at once are kept apart by
    a lock on the administration. Letters are not written here: ``letters.write_invitations`` does it.
    Constant number of queries for every 500.
    """
    people.lock_administration(administration.pk)
    wanted = {newcomer.address: newcomer for newcomer in newcomers}
    known = find_many(administration=administration, addresses=wanted)
    new = [newcomer for address, newcomer in wanted.items() if known[address].known == Known.UNKNOWN]
    invited = {}
    for start in range(0, len(new), BATCH):
        invited |= _invite(administration, new[start : start + BATCH], by)
    return invited


def _invite(administration: Administration, newcomers: Sequence[Newcomer], by) -> dict[str, Invitation]:
    taken = _addresses_taken([newcomer.address for newcomer in newcomers])
    accounts = User.objects.bulk_create(
        [_account(administration, newcomer, newcomer.address in taken) for newcomer in newcomers]
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=False, primary=True)
        for user in accounts
        if not user.contact
    )
    now = timezone.now()
    invitations = Invitation.objects.bulk_create(
        Invitation(person=user, administration=administration, invited_at=now, invited_by=by)
        for user in accounts
    )
    people.record_many(what="invited", by=by, people=accounts, administration_id=administration.pk)
    members_joined.send(Invitation, people=accounts, administration_id=administration.pk, by=by)
    return {invitation.person.address: invitation for invitation in invitations}


def _addresses_taken(addresses: Sequence[str]) -> set[str]:
    """Which of these addresses have an account anywhere."""
    emails = User.objects.alias(low=Lower("email")).filter(low__in=addresses)
    # allauth keeps them in lower case, and has its index on them as they are.
    others = EmailAddress.objects.filter(email__in=addresses)
    return {*emails.values_list(Lower("email"), flat=True), *others.values_list("email", flat=True)}


def _account(administration: Administration, newcomer: Newcomer, is_taken: bool) -> User:
    """An account that nobody can sign in to until its invitation is accepted."""
    return User(
        email=f"{uuid.uuid4().hex}@{NOWHERE}" if is_taken else newcomer.address,
        contact=newcomer.address if is_taken else "",
        password=make_password(None),
        printed_name=newcomer.name,
        administration=administration,
        unit_id=newcomer.unit_id,
        gender=newcomer.gender,
        preferred_language=newcomer.language,
        time_zone=likely_zone("", administration.code),
    )


def open_invitations_of(person_ids: Iterable[int]) -> Mapping[int, Invitation]:
    """Person id → the invitation she has not accepted yet. One query."""
    return {item.person_id: item for item in Invitation.objects.open().filter(person__in=list(person_ids))}
