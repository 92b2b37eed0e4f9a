"""Becoming an officer of an administration: the one place where it is written down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db.models.functions import Lower
from django.utils import timezone

from clikc.people import api as people_api
from clikc.people.models import User

from .absorbing import close_into
from .models import Invitation, JoinRequest
from .signals import members_joined, members_left

if TYPE_CHECKING:
    from clikc.people.models import Administration, Unit

BATCH = 500


def take_in(
    *,
    people: Sequence[User],
    administration: Administration,
    by: User | None,
    unit: Unit | None = None,
    invitations: Iterable[Invitation] = (),
) -> None:
    """Make people, who are locked, members of an administration, in the transaction of the caller.

    They leave the one they were of, what they asked of others is closed, and the accounts that stood in for
    them here (those of ``invitations``, and whose address is theirs) become part of their own.
    Raises ValueError for a unit of another administration.
    """
    if unit is not None and unit.administration_id != administration.pk:
        raise ValueError("This unit is of another administration.")
    _let_go(people, by)
    for person in people:
        person.administration, person.unit = administration, unit
    User.objects.bulk_update(people, ["administration", "unit"], batch_size=BATCH)
    _close_requests(people)
    members_joined.send(User, people=people, administration_id=administration.pk, by=by)
    for person, invitation in _stand_ins(people, administration, invitations):
        absorb(kept=person, invitation=invitation, by=by)


def _let_go(people: Sequence[User], by: User | None) -> None:
    for administration_id in sorted({person.administration_id for person in people} - {None}):
        leaving = [person for person in people if person.administration_id == administration_id]
        members_left.send(User, people=leaving, administration_id=administration_id, by=by)


def _close_requests(people: Sequence[User]) -> None:
    ids = [person.pk for person in people]
    JoinRequest.objects.open().filter(person__in=ids).update(
        state=JoinRequest.State.WITHDRAWN, decided_at=timezone.now()
    )


def _stand_ins(
    people: Sequence[User], administration: Administration, invitations: Iterable[Invitation]
) -> list[tuple[User, Invitation]]:
    """Whose account stands in here for which of ``people``. Two queries for every 500."""
    found = {item.pk: (people[0], item) for item in invitations}
    for start in range(0, len(people), BATCH):
        owners = addresses_of(people[start : start + BATCH])
        here = Invitation.objects.open().filter(administration=administration, person__contact__in=owners)
        locked = here.select_for_update(of=("self",), no_key=True).order_by("pk")
        for item in locked.select_related("person"):
            found[item.pk] = (owners[item.person.contact], item)
    return list(found.values())


def addresses_of(people: Sequence[User]) -> dict[str, User]:
    """Address in lower case → whose it is: of the account, or confirmed beside it. One query."""
    owners = {person.pk: person for person in people}
    confirmed = EmailAddress.objects.filter(user__in=owners, verified=True)
    beside = confirmed.annotate(low=Lower("email")).values_list("low", "user")
    return {person.email.lower(): person for person in people} | {low: owners[pk] for low, pk in beside}


def absorb(*, kept: User, invitation: Invitation, by: User | None) -> None:
    """Accept an invitation with the own account: what its stand-in was given is hers, the stand-in closes."""
    now = timezone.now()
    dropped = people_api.lock_person(invitation.person_id)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=now)
    close_into(kept=kept, dropped=dropped, by=by)
