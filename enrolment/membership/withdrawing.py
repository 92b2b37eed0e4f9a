"""Taking invitations back. What was known of who never came is forgotten: her address is free again."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from clikc.people import api as people_api
from clikc.people.models import User

from .inviting import BATCH, NOWHERE
from .models import Invitation
from .signals import members_left


def withdraw_invitation(*, invitation: Invitation, by: User | None) -> Invitation:
    """Take one back; where it was accepted meanwhile, it stays so. The invitation as it is now."""
    withdraw_invitations(invitations=[invitation], by=by)
    return Invitation.objects.get(pk=invitation.pk)


@transaction.atomic
def withdraw_invitations(*, invitations: Iterable[Invitation], by: User | None) -> list[Invitation]:
    """Take open invitations back; those that were. Their accounts are closed, of no administration and
    without an address, so that the same person may register, or be invited, as if she never had been.

    Safe to call twice. Constant number of queries for every 500 of an administration.
    """
    wanted = sorted({invitation.pk for invitation in invitations})
    withdrawn: list[Invitation] = []
    for start in range(0, len(wanted), BATCH):
        withdrawn += _withdraw(wanted[start : start + BATCH], by)
    for administration_id in sorted({item.administration_id for item in withdrawn}):
        people = [item.person for item in withdrawn if item.administration_id == administration_id]
        people_api.record_many(
            what="invitation_withdrawn", by=by, people=people, administration_id=administration_id
        )
        members_left.send(Invitation, people=people, administration_id=administration_id, by=by)
    return withdrawn


def _withdraw(ids: list, by: User | None) -> list[Invitation]:
    wanted = Invitation.objects.filter(pk__in=ids).order_by()
    people_api.lock_people(wanted.values_list("person", flat=True))
    found = list(
        Invitation.objects.open()
        .select_for_update(of=("self",), no_key=True)
        .select_related("person")
        .filter(pk__in=ids)
        .order_by("pk")
    )
    Invitation.objects.filter(pk__in=[item.pk for item in found]).update(withdrawn_at=timezone.now())
    _forget([item.person for item in found])
    return found


def _forget(people: list[User]) -> None:
    EmailAddress.objects.filter(user__in=[person.pk for person in people]).delete()
    for person in people:
        person.email, person.contact = f"{uuid.uuid4().hex}@{NOWHERE}", ""
        person.administration = person.unit = None
        person.is_active = False
    User.objects.bulk_update(
        people, ["email", "contact", "administration", "unit", "is_active"], batch_size=BATCH
    )
