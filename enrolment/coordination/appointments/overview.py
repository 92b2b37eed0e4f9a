"""All administrations with the people who act for them: for the Secretariat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.db.models import Count, Q

from clikc.foundation.letters import fold
from clikc.people import appointments
from clikc.people.collation import sort_key
from clikc.people.models import Administration
from enrolment.membership import api as membership

if TYPE_CHECKING:
    from clikc.people.models import RoleGrant

STATES = ("without", "with")


@dataclass(frozen=True)
class Holder:
    """An appointment that holds today; ``has_factor``: its person has set up a second factor."""

    grant: RoleGrant
    has_factor: bool


@dataclass(frozen=True)
class Line:
    """An administration: who acts for it, how many members it has, what waits there and since when."""

    administration: Administration
    coordinators: Sequence[Holder]
    deputies: Sequence[Holder]
    members: int
    waiting: int = 0
    oldest: datetime | None = None


def lines(language: str, *, q: str = "", state: str = "", region: str = "") -> list[Line]:
    """The administrations that are asked for, in the order of a reader of ``language``. Four queries.

    ``q`` is part of the name in that language, or a code; ``state`` of STATES: whether somebody is
    coordinator there today; ``region`` a code.
    """
    places = [item for item in _counted(region) if _is_meant(item, q)]
    held = appointments.people_of_many(places)
    safe = _with_factor(held)
    waiting = membership.waiting_everywhere()
    found = [_line(place, held.get(place.pk, ()), safe, waiting.get(place.pk, (0, None))) for place in places]
    if state in STATES:
        found = [line for line in found if bool(line.coordinators) == (state == "with")]
    return sorted(found, key=lambda line: sort_key(str(line.administration), language))


def _counted(region: str):
    members = Count("people", filter=Q(people__merged_into=None))
    places = Administration.objects.select_related("region").annotate(members=members)
    return places.filter(region__code=region) if region else places


def _is_meant(place: Administration, q: str) -> bool:
    if not q:
        return True
    return fold(q) in fold(str(place)) or q.upper() in (place.code, place.alpha3)


def _with_factor(held: dict) -> set[int]:
    people = {grant.user_id for grants in held.values() for grant in grants}
    apps = Authenticator.objects.filter(user__in=people, type=Authenticator.Type.TOTP)
    return set(apps.values_list("user", flat=True))


def _line(place: Administration, grants: Sequence[RoleGrant], safe: set[int], waiting: tuple) -> Line:
    holders = [Holder(grant, grant.user_id in safe) for grant in grants]
    return Line(
        place,
        [holder for holder in holders if not holder.grant.is_deputy],
        [holder for holder in holders if holder.grant.is_deputy],
        place.members,
        *waiting,
    )
