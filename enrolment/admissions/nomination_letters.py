"""Letters about nominations before the selection: endorsed, given back, taken back, and what waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from clikc.foundation.addresses import public
from clikc.people.models import Administration
from clikc.post import api as post
from enrolment.membership import api as membership

from .models import Call, Nomination, State

if TYPE_CHECKING:
    from clikc.people.models import User

ENDORSED, RETURNED, WAITING = "nomination-endorsed", "nomination-returned", "applications-waiting"
TAKEN_BACK = "endorsement-taken-back"


def post_endorsed_many(nominations: Iterable[Nomination]) -> None:
    """Told anew when she is endorsed anew."""
    post.post_many(_letter(ENDORSED, nomination) for nomination in nominations)


def post_returned(nomination: Nomination) -> None:
    """An application is given back; of her administration's own nomination the endorsement is taken back."""
    is_applied = nomination.origin == Nomination.Origin.APPLIED
    post.post_many([_letter(RETURNED if is_applied else TAKEN_BACK, nomination)])


def post_waiting(nomination: Nomination) -> None:
    """To each who coordinates the administration, once a day for a call, however many apply."""
    today = timezone.now().date().isoformat()
    facts = {"call": nomination.call_id, "administration": nomination.administration_id}
    post.post_many(
        post.NewLetter(
            f"{WAITING}:{nomination.call_id}:{person.pk}:{today}", WAITING, facts, person_id=person.pk
        )
        for person in membership.coordinators_of(nomination.administration_id)
        if person.pk != nomination.person_id
    )


def write_endorsed(facts: Mapping, person: User) -> post.Draft | None:
    """Nobody is told of an endorsement that was taken back meanwhile."""
    nomination = _nomination(facts, person)
    if nomination is None or nomination.state in (State.DRAFT, State.SUBMITTED, State.WITHDRAWN):
        return None
    return post.Draft(gettext("You are nominated"), "admissions/mail/endorsed", _context(nomination))


def write_returned(facts: Mapping, person: User) -> post.Draft | None:
    """Nobody is told to look again at what she has sent again meanwhile."""
    context = _given_back(facts, person)
    if context is None:
        return None
    return post.Draft(gettext("Your application needs another look"), "admissions/mail/returned", context)


def write_taken_back(facts: Mapping, person: User) -> post.Draft | None:
    """Nobody is told who is endorsed again meanwhile. What was taken back is a draft of her administration,
    which she does not read: the letter leads to her applications."""
    context = _given_back(facts, person)
    if context is None:
        return None
    context["page"] = public(reverse("applications"))
    return post.Draft(gettext("You are no longer nominated"), "admissions/mail/taken_back", context)


def _given_back(facts: Mapping, person: User) -> dict | None:
    """With the reason; None where it is a draft no longer."""
    nomination = _nomination(facts, person)
    if nomination is None or nomination.state != State.DRAFT:
        return None
    change = nomination.changes.filter(number=facts["number"]).first()
    return {**_context(nomination), "reason": change.reason if change else ""}


def write_waiting(facts: Mapping, person: User) -> post.Draft | None:
    """How many wait when the letter leaves; none is written where nothing does, or to who has ceased to
    coordinate."""
    call = Call.objects.open().select_related("session__programme").filter(pk=facts["call"]).first()
    if call is None or facts["administration"] not in person.administrations_coordinated:
        return None
    waiting = call.nominations.filter(administration=facts["administration"], state=State.SUBMITTED)
    number = waiting.exclude(person=person).count()
    if not number:
        return None
    administration = Administration.objects.get(pk=facts["administration"])
    where = {"code": administration.code, "call_id": call.pk}
    page = public(reverse("coordination_call", kwargs=where))
    context = {"call": call, "session": call.session, "number": number, "page": page}
    return post.Draft(gettext("Applications wait for you"), "admissions/mail/waiting", context)


def _letter(kind: str, nomination: Nomination) -> post.NewLetter:
    facts = {"nomination": str(nomination.pk), "number": nomination.version}
    key = f"{kind}:{nomination.pk}:{nomination.version}"
    return post.NewLetter(key, kind, facts, person_id=nomination.person_id)


def _nomination(facts: Mapping, person: User) -> Nomination | None:
    found = Nomination.objects.filter(pk=facts["nomination"], person=person)
    return found.select_related("call__session__programme", "administration").first()


def _context(nomination: Nomination) -> dict:
    return {
        "nomination": nomination,
        "call": nomination.call,
        "session": nomination.call.session,
        "page": public(reverse("application", kwargs={"pk": nomination.pk})),
    }
