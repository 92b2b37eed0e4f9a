"""Letters about appointments: to who is appointed, or no longer; and before one runs out."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clikc.foundation.addresses import public
from clikc.people import appointments
from clikc.people.models import RoleGrant, User
from clikc.people.roles import Role
from clikc.post import api as post

if TYPE_CHECKING:
    from collections.abc import Iterable

KIND, ENDING = "appointment", "appointment-ending"
SOON = datetime.timedelta(days=30)
EVERY_SECONDS = 6 * 60 * 60
ENDED = "appointment_ended"


def tell_appointment(*, grant: RoleGrant, what: str) -> None:
    """Tell the person concerned. Once for each change of her days."""
    facts = {"grant": grant.pk, "what": what}
    key = f"{KIND}:{grant.pk}:{what}:{grant.ends_on}:{bool(grant.ended_at)}"
    post.post(key=key, kind=KIND, facts=facts, person=grant.user)


def write_appointment(facts: Mapping, reader: User) -> post.Draft | None:
    """Nobody is told that she is appointed after it has ended."""
    grant = _grant(facts["grant"])
    has_ended = facts["what"] == ENDED
    if grant is None or grant.user_id != reader.pk or (grant.ended_at and not has_ended):
        return None
    context = {
        "grant": grant,
        "has_ended": has_ended,
        "last_day": grant.ends_on or (grant.ended_at.date() if grant.ended_at else None),
        "page": public(reverse("coordination")),
    }
    subject = _("Your appointment ends") if has_ended else _("You coordinate an administration")
    return post.Draft(subject, "membership/mail/appointment", context)


def ending_soon() -> QuerySet[RoleGrant]:
    """The appointments that hold today and run out within 30 days."""
    held = appointments.appointments().current().filter(user__is_active=True)
    return held.filter(ends_on__lte=appointments.today() + SOON).select_related("user", "administration")


def tell_of_endings() -> None:
    """Post a letter about each appointment that runs out within 30 days, to who holds it and to the
    administrators, who can prolong it. Once each, however often this is called."""
    endings = list(ending_soon())
    readers = _administrators() if endings else []
    post.post_many(
        post.NewLetter(
            f"{ENDING}:{grant.pk}:{grant.ends_on}:{reader}", ENDING, {"grant": grant.pk}, person_id=reader
        )
        for grant in endings
        for reader in sorted({grant.user_id, *readers})
    )


def write_ending(facts: Mapping, reader: User) -> post.Draft | None:
    """Nothing where it was prolonged or ended meanwhile."""
    grant = ending_soon().filter(pk=facts["grant"]).first()
    if grant is None or (reader.pk != grant.user_id and not reader.has_role(Role.ADMIN)):
        return None
    route = "coordination" if reader.pk == grant.user_id else "secretariat_appointments"
    context = {"grant": grant, "is_hers": reader.pk == grant.user_id, "page": public(reverse(route))}
    return post.Draft(_("An appointment ends soon"), "membership/mail/appointment_ending", context)


def _administrators() -> Iterable[int]:
    held = RoleGrant.objects.current().filter(role=Role.ADMIN, user__is_active=True)
    return list(held.values_list("user", flat=True))


def _grant(pk: int) -> RoleGrant | None:
    return RoleGrant.objects.select_related("user", "administration").filter(pk=pk).first()
