"""Transfers: an officer asks, the one administration releases her, the other accepts. One step once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from clikc.people import api as people_api, appointments

from .announcing import tell
from .belonging import take_in
from .models import Transfer

if TYPE_CHECKING:
    from clikc.people.models import Administration, Unit, User

    from .models import Invitation

State = Transfer.State


class NoTransfer(Exception):
    """Who is of no administration asks to join; who is there already has nowhere to move."""


@transaction.atomic
def ask_transfer(
    *, person: User, to: Administration, note: str = "", invitation: Invitation | None = None
) -> Transfer:
    """Ask to move; who has asked already gets that transfer: one at a time. Raises NoTransfer."""
    person = people_api.lock_person(person.pk)
    if person.administration_id in (None, to.pk):
        raise NoTransfer
    open_one = Transfer.objects.open().filter(person=person).first()
    if open_one is not None:
        return open_one
    transfer = Transfer.objects.create(
        person=person,
        from_administration_id=person.administration_id,
        to_administration=to,
        invitation=invitation,
        note=note,
        asked_at=timezone.now(),
    )
    _record("transfer_asked", transfer, person)
    tell(transfer)
    return transfer


@transaction.atomic
def release(*, transfer: Transfer, by: User) -> Transfer:
    """Let the officer go: from now on the other administration sees her. The transfer as it is then."""
    transfer = _locked(transfer)
    if transfer.state == State.ASKED:
        transfer.state, transfer.released_at, transfer.released_by = State.RELEASED, timezone.now(), by
        transfer.save(update_fields=["state", "released_at", "released_by"])
        _record("transfer_released", transfer, by)
        tell(transfer)
    return transfer


@transaction.atomic
def refuse_release(*, transfer: Transfer, by: User, reason: str) -> Transfer:
    """Do not let the officer go, and why. The transfer as it is then."""
    return _end(transfer, State.ASKED, State.REFUSED, by, "transfer_refused", reason)


@transaction.atomic
def decline_transfer(*, transfer: Transfer, by: User, reason: str) -> Transfer:
    """Do not take the released officer in, and why. The transfer as it is then."""
    return _end(transfer, State.RELEASED, State.DECLINED, by, "transfer_declined", reason)


@transaction.atomic
def withdraw_transfer(*, transfer: Transfer) -> Transfer:
    """The officer stays where she is. The transfer as it is then."""
    transfer = _locked(transfer)
    if transfer.is_open:
        transfer = _close(transfer, State.WITHDRAWN, transfer.person, "transfer_withdrawn")
    return transfer


@transaction.atomic
def accept_transfer(*, transfer: Transfer, by: User, unit: Unit | None = None) -> Transfer:
    """Take the released officer in, with all she has learned. The transfer as it is then.

    What she was appointed to in the administration she leaves ends. Raises ValueError for a unit of another
    administration.
    """
    people_api.lock_administration(transfer.from_administration_id)
    person = people_api.lock_person(transfer.person_id)
    transfer = _locked(transfer)
    if transfer.state != State.RELEASED:
        return transfer
    _end_appointments(person, transfer.from_administration_id, by)
    stand_in = transfer.invitation if transfer.invitation and transfer.invitation.is_open else None
    take_in(
        people=[person],
        administration=transfer.to_administration,
        by=by,
        unit=unit,
        invitations=[stand_in] if stand_in else [],
    )
    transfer.person = person
    return _close(transfer, State.ACCEPTED, by, "transfer_accepted")


def _locked(transfer: Transfer) -> Transfer:
    locked = Transfer.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related(
        "person", "from_administration", "to_administration", "invitation", "closed_by", "released_by"
    ).get(pk=transfer.pk)


def _end(transfer: Transfer, before: str, after: str, by: User, what: str, reason: str) -> Transfer:
    transfer = _locked(transfer)
    if transfer.state == before:
        transfer.reason = reason
        transfer = _close(transfer, after, by, what)
    return transfer


def _close(transfer: Transfer, state: str, by: User, what: str) -> Transfer:
    transfer.state, transfer.closed_at, transfer.closed_by = state, timezone.now(), by
    transfer.save(update_fields=["state", "reason", "closed_at", "closed_by"])
    _record(what, transfer, by)
    tell(transfer)
    return transfer


def _end_appointments(person: User, administration_id: int, by: User) -> None:
    held = appointments.appointments().standing().filter(user=person, administration=administration_id)
    for grant in held.select_related("administration"):
        appointments.end_appointment(grant=grant, by=by, reason=gettext("An officer has moved"))


def _record(what: str, transfer: Transfer, by: User) -> None:
    people_api.record(
        what=what,
        by=by,
        person=transfer.person,
        administration_id=_place(what, transfer),
        facts={"reason": transfer.reason} if transfer.reason else {},
    )


def _place(what: str, transfer: Transfer) -> int:
    """In which administration it was done; what the officer does, she does in the one she is of."""
    is_theirs = what in ("transfer_accepted", "transfer_declined")
    return transfer.to_administration_id if is_theirs else transfer.from_administration_id
