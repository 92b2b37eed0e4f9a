"""How much waits for the coordinators of an administration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, F, IntegerField, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from clikc.people.models import Administration

from .models import Invitation, JoinRequest, Transfer

if TYPE_CHECKING:
    from clikc.people.models import User


@dataclass(frozen=True)
class Waiting:
    """Open registrations, and transfers that are this administration's turn to release or to accept."""

    registrations: int
    transfers: int


def waiting_in(administration: Administration) -> Waiting:
    """What waits there now. One query, which reads open rows alone."""
    [waiting] = _waiting([administration.pk])
    return waiting


def waiting_for(user: User) -> int | None:
    """How much waits in all the administrations that ``user`` coordinates; None if there is none of them.

    One query, for who coordinates nothing none beside that for her roles.
    """
    mine = user.administrations_coordinated
    return sum(place.registrations + place.transfers for place in _waiting(mine)) if mine else None


def _waiting(administration_ids: list[int]) -> list[Waiting]:
    """What waits in each of them. One query."""
    here = Administration.objects.filter(pk__in=administration_ids).order_by()
    leaving = Transfer.objects.filter(state=Transfer.State.ASKED)
    coming = Transfer.objects.filter(state=Transfer.State.RELEASED)
    counts = here.values_list(
        _number(JoinRequest.objects.to_decide(), "administration"),
        _number(leaving, "from_administration") + _number(coming, "to_administration"),
    )
    return [Waiting(*numbers) for numbers in counts]


def waiting_everywhere() -> dict[int, tuple[int, datetime]]:
    """Administration id → how many registrations wait there, and since when the oldest. One query."""
    rows = JoinRequest.objects.to_decide().order_by().values("administration")
    counted = rows.annotate(number=Count("pk"), oldest=Min("made_at"))
    return {row["administration"]: (row["number"], row["oldest"]) for row in counted}


def _number(rows: QuerySet, field: str) -> Coalesce:
    """How many of ``rows`` point at the administration of the outer query."""
    theirs = rows.filter(**{field: OuterRef("pk")}).order_by().annotate(place=F(field)).values("place")
    counted = theirs.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def people_invited(administration: Administration) -> QuerySet:
    """Ids of the people who have not accepted their invitation yet: for ``filter(pk__in=…)``."""
    return Invitation.objects.open().filter(administration=administration).order_by().values("person")
