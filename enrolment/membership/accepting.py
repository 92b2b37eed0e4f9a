"""Accepting an invitation: with a new account, or, where the address has one already, with the own."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from clikc.people import api as people_api
from clikc.people.models import User

from .belonging import addresses_of, take_in
from .models import Invitation, Transfer
from .signals import invitation_accepted
from .transferring import ask_transfer

if TYPE_CHECKING:
    from datetime import datetime


class Way(StrEnum):
    """What the holder of an invitation's link can do with it."""

    NEW = "new"
    OWN_ACCOUNT = "own_account"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


def find_invitation(pk: UUID) -> Invitation | None:
    found = Invitation.objects.select_related("person", "administration", "invited_by")
    return found.filter(pk=pk).first()


def way_of(invitation: Invitation) -> Way:
    """What can be done with an invitation now. A closed account is as good as withdrawn."""
    if invitation.accepted_at is not None:
        return Way.ACCEPTED
    if invitation.withdrawn_at is not None or not invitation.person.is_active:
        return Way.WITHDRAWN
    return Way.OWN_ACCOUNT if invitation.person.contact and owner_of(invitation) else Way.NEW


def owner_of(invitation: Invitation) -> User | None:
    """Whose account has the address that was invited, where another one stands in for it."""
    address = invitation.person.contact.lower()
    if not address:
        return None
    by_email = User.objects.alias(low=Lower("email")).filter(low=address).first()
    beside = EmailAddress.objects.alias(low=Lower("email")).filter(low=address, verified=True)
    return by_email or User.objects.filter(pk__in=beside.values("user")).first()


@transaction.atomic
def accept_with_new_account(
    *, invitation: Invitation, printed_name: str, preferred_language: str, password: str
) -> User | None:
    """Accept, and make the account one can sign in to: the letter reached the address, so it counts as
    confirmed. None where that was possible once and is not, or not any more."""
    person = people_api.lock_person(invitation.person_id)
    invitation = _locked(invitation.pk)
    if way_of(invitation) != Way.NEW:
        return None
    person.printed_name, person.preferred_language = printed_name, preferred_language
    # Nobody has the address any more that this account stood in for.
    person.email, person.contact = person.address.lower(), ""
    person.set_password(password)
    person.save()
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    _accept(invitation, person, timezone.now())
    return person


@transaction.atomic
def accept_with_own_account(*, invitation: Invitation, person: User, note: str = "") -> Transfer | None:
    """Accept with the account that has the address already.

    Who is of no administration, or of this one, is in at once (None); who is of another one asks it to let
    her go: the transfer. Raises PermissionError where the address is not hers or the invitation not open.
    """
    person = people_api.lock_person(person.pk)
    invitation = _locked(invitation.pk)
    if way_of(invitation) != Way.OWN_ACCOUNT or not is_hers(invitation, person):
        raise PermissionError("This invitation is not hers to accept.")
    if person.administration_id not in (None, invitation.administration_id):
        return ask_transfer(person=person, to=invitation.administration, note=note, invitation=invitation)
    unit = person.unit if person.administration_id else None
    take_in(
        people=[person],
        administration=invitation.administration,
        by=invitation.invited_by,
        unit=unit,
        invitations=[invitation],
    )
    _record(person, invitation)
    return None


def is_hers(invitation: Invitation, person: User) -> bool:
    """Whether the address that was invited is one of this person's."""
    return invitation.person.contact.lower() in addresses_of([person])


def on_signed_in(sender, request, user: User, **_kwargs) -> None:
    """Whoever signs in has come: her invitation is accepted, by whichever way she got her password."""
    for invitation in Invitation.objects.open().filter(person=user):
        with transaction.atomic():
            invitation = _locked(invitation.pk)
            if invitation.is_open:
                _accept(invitation, user, timezone.now())


def _accept(invitation: Invitation, person: User, now: datetime) -> None:
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    _record(person, invitation)
    invitation_accepted.send(Invitation, person=person)


def _record(person: User, invitation: Invitation) -> None:
    people_api.record(
        what="invitation_accepted",
        by=person,
        person=person,
        administration_id=invitation.administration_id,
    )


def _locked(pk: UUID) -> Invitation:
    locked = Invitation.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("person", "administration", "invited_by").get(pk=pk)
