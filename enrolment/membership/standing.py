"""How an officer stands with administrations, for her own pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .models import JoinRequest, Transfer

if TYPE_CHECKING:
    from clikc.people.models import User


@dataclass(frozen=True)
class Standing:
    """Her latest registration while she is of no administration; her latest transfer while she is of one."""

    request: JoinRequest | None = None
    transfer: Transfer | None = None

    @property
    def news(self) -> bool:
        """Whether there is something that her desk tells: what is open, or what was refused."""
        if self.request is not None:
            return self.request.is_open or self.request.state == JoinRequest.State.REFUSED
        return self.transfer is not None and self.transfer.is_open


def standing_of(user: User) -> Standing:
    """How ``user`` stands now. One query."""
    if user.administration_id is None:
        asked = JoinRequest.objects.filter(person=user).select_related("administration")
        return Standing(request=asked.order_by("-made_at", "-pk").first())
    moves = Transfer.objects.filter(person=user).select_related("from_administration", "to_administration")
    return Standing(transfer=moves.order_by("-asked_at", "-pk").first())
