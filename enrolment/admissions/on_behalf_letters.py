"""The letter that says what somebody else did with one's nomination: answered an offer, or withdrew it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from clikc.foundation.addresses import public
from clikc.people.roles import Role
from clikc.post import api as post

from .models import Nomination, NominationChange, State

if TYPE_CHECKING:
    from clikc.people.models import User

LETTER = "nomination-on-behalf"
SUBJECTS = {
    State.ENROLLED: gettext_noop("The seat was accepted for you"),
    State.DECLINED: gettext_noop("The offer was declined for you"),
    State.WITHDRAWN: gettext_noop("Your nomination was withdrawn"),
}


def post_on_behalf(nomination: Nomination, *, by: User) -> None:
    """Tell a candidate what ``by`` has just done with her nomination, once; nothing of what she did herself.
    One query at most."""
    if by.pk == nomination.person_id:
        return
    facts = {"nomination": str(nomination.pk), "number": nomination.version}
    key = f"{LETTER}:{nomination.pk}:{nomination.version}"
    post.post_many([post.NewLetter(key, LETTER, facts, person_id=nomination.person_id)])


def write_on_behalf(facts: Mapping, person: User) -> post.Draft | None:
    """Nobody is told what is true no longer. Who did it is told by the role; an answer to the letter goes to
    whoever that was. What the Secretariat noted as its reason stays there."""
    found = NominationChange.objects.select_related("nomination__call__session__programme", "by")
    hers = found.filter(nomination=facts["nomination"], nomination__person=person)
    change = hers.filter(number=facts["number"]).first()
    if change is None or change.nomination.state != change.after:
        return None
    context = {
        "change": change,
        "session": change.nomination.call.session,
        "is_coordinator": change.role == Role.NATIONAL_COORDINATOR,
        "page": public(_page(change.nomination)),
    }
    reply_to = change.by.address if change.by and change.by.is_active else ""
    subject = gettext(SUBJECTS[change.after])
    return post.Draft(subject, "admissions/mail/on_behalf", context, reply_to=reply_to)


def _page(nomination: Nomination) -> str:
    """Her session where she takes part in it, else her nomination."""
    participation = getattr(nomination, "participation", None)
    if nomination.state == State.ENROLLED and participation is not None:
        return reverse("own_session", args=[participation.pk])
    return reverse("application", args=[nomination.pk])
