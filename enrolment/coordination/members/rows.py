"""Members as the list shows them: each with her state and how far she is in her courses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from clikc.people.models import User
from enrolment.membership import api as membership

from .finding import STATES

BADGES = {"active": "good", "invited": "warn", "closed": "bad"}


@dataclass(frozen=True)
class Row:
    """``state`` is one of active, invited, closed; ``done`` and ``under_way`` count courses."""

    person: User
    state: str
    done: int
    under_way: int

    @property
    def state_name(self) -> str:
        return STATES[self.state]

    @property
    def badge(self) -> str:
        return BADGES[self.state]


def rows_of(people: Sequence[User]) -> list[Row]:
    """Two queries, however many people."""
    ids = [person.pk for person in people]
    invited = membership.open_invitations_of(ids)
    tallies = _tallies(ids)
    return [
        Row(person, state_of(person, is_invited=person.pk in invited), *tallies.get(person.pk, (0, 0)))
        for person in people
    ]


def state_of(person: User, *, is_invited: bool) -> str:
    if not person.is_active:
        return "closed"
    return "invited" if is_invited else "active"


def _tallies(ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Person id → courses finished, courses she is in and has not finished."""
    going = Q(enrolments__is_active=True, enrolments__completion=None)
    counted = User.objects.filter(pk__in=ids, enrolments__isnull=False).order_by().values("pk")
    counted = counted.annotate(
        done=Count("enrolments__completion"), under_way=Count("enrolments", filter=going)
    )
    return {row["pk"]: (row["done"], row["under_way"]) for row in counted}
