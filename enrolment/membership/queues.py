"""What waits for a decision, for the pages of those who decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from clikc.people.models import Administration, User

from .deciders import without_coordinator
from .models import JoinRequest, Transfer


def places_of(administration: Administration | None) -> QuerySet[Administration]:
    """The administrations whose queue a page shows: one, or for the Secretariat those without coordinator."""
    if administration is None:
        return without_coordinator()
    return Administration.objects.filter(pk=administration.pk)


def registrations(user: User, administration: Administration | None = None) -> QuerySet[JoinRequest]:
    """The registrations of one administration that ``user`` may see, or, without one, those that the
    Secretariat decides on; the oldest first."""
    found = JoinRequest.objects.visible_to(user).filter(administration__in=places_of(administration))
    return found.select_related("person", "administration", "decided_by").order_by("made_at", "pk")


def transfers(user: User, administration: Administration | None = None) -> QuerySet[Transfer]:
    """Transfers that ``user`` may see, from or to the administration, or to be decided by the Secretariat;
    the oldest first."""
    places = places_of(administration)
    if administration is None:
        here = in_turn(places)
    else:
        here = Q(from_administration__in=places) | Q(to_administration__in=places)
    found = Transfer.objects.visible_to(user).filter(here)
    return found.select_related(
        "person", "from_administration", "to_administration", "released_by", "closed_by"
    ).order_by("asked_at", "pk")


def in_turn(places: QuerySet[Administration]) -> Q:
    """Transfers that wait for one of these administrations."""
    leaving = Q(state=Transfer.State.ASKED, from_administration__in=places)
    return leaving | Q(state=Transfer.State.RELEASED, to_administration__in=places)


def similar_members(requests: Sequence[JoinRequest]) -> dict[int, list[User]]:
    """Request id → members of the administration that was asked who have the same name, however it is
    written, or were invited by the same address. One query."""
    names = {item.person.search_name for item in requests} - {""}
    addresses = {item.person.email for item in requests}
    places = {item.administration_id for item in requests}
    found = User.objects.filter(administration__in=places, merged_into=None).filter(
        Q(search_name__in=names) | Q(contact__in=addresses)
    )
    people = list(found.order_by("search_name", "pk"))
    return {item.pk: list(_like(item, people)) for item in requests}


def _like(request: JoinRequest, people: Iterable[User]) -> Iterable[User]:
    name, address = request.person.search_name, request.person.email
    for person in people:
        is_same = (name and person.search_name == name) or person.contact == address
        if is_same and person.administration_id == request.administration_id:
            yield person
