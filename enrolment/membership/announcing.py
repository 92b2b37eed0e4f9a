"""Letters about a transfer: to the officer, and to those whose turn it is or who let her go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clikc.foundation.addresses import public
from clikc.post import api as post

from .deciders import deciders_of, decides_on_transfers
from .models import Transfer

if TYPE_CHECKING:
    from clikc.people.models import User

KIND = "transfer"
State = Transfer.State

# What the officer is told, at which step.
TO_OFFICER = {
    State.RELEASED: _("Your administration has released you"),
    State.REFUSED: _("Your administration has not released you"),
    State.ACCEPTED: _("You have moved to another administration"),
    State.DECLINED: _("The other administration has not accepted you"),
}
# What those who decide for an administration are told, at which step, and for which one.
TO_DECIDERS = {
    State.ASKED: (_("An officer asks to leave"), "from_administration_id"),
    State.RELEASED: (_("An officer asks to come"), "to_administration_id"),
    State.ACCEPTED: (_("An officer has moved"), "from_administration_id"),
    State.DECLINED: (_("An officer stays with you"), "from_administration_id"),
}


def tell(transfer: Transfer) -> None:
    """Post the letters of the step the transfer is at. Once, however often this is called."""
    readers = {transfer.person_id} if transfer.state in TO_OFFICER else set()
    if transfer.state in TO_DECIDERS:
        _subject, side = TO_DECIDERS[transfer.state]
        readers |= {person.pk for person in deciders_of(getattr(transfer, side))}
    post.post_many(
        post.NewLetter(
            key=f"{KIND}:{transfer.pk}:{transfer.state}:{reader}",
            kind=KIND,
            facts={"transfer": transfer.pk, "state": str(transfer.state)},
            person_id=reader,
        )
        for reader in sorted(readers)
    )


def write_step(facts: Mapping, reader: User) -> post.Draft | None:
    """Nobody is told of a step that is no longer the last, or that is not hers to know by now."""
    found = Transfer.objects.filter(pk=facts["transfer"], state=facts["state"])
    transfer = found.select_related("person", "from_administration", "to_administration").first()
    if transfer is None:
        return None
    if reader.pk == transfer.person_id:
        return post.Draft(
            TO_OFFICER[transfer.state],
            "membership/mail/transfer_officer",
            {"transfer": transfer, "page": public(reverse("membership"))},
        )
    subject, side = TO_DECIDERS[transfer.state]
    if not decides_on_transfers(reader, getattr(transfer, side)):
        return None
    context = {"transfer": transfer, "page": public(_desk_of(reader, transfer, side))}
    return post.Draft(subject, "membership/mail/transfer_decider", context)


def _desk_of(reader: User, transfer: Transfer, side: str) -> str:
    """Where she decides: the pages of coordinators, or those of the Secretariat."""
    if getattr(transfer, side) not in reader.administrations_coordinated:
        return reverse("secretariat_transfers")
    administration = getattr(transfer, side.removesuffix("_id"))
    return reverse("coordination_transfers", kwargs={"code": administration.code})
