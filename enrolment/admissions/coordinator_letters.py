"""The letters by which coordinators learn what became of those they nominated: the results of a call in one,
then every seat that is offered later and every one that is given up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from clikc.foundation.addresses import public
from clikc.people.models import Administration
from clikc.post import api as post
from enrolment.membership import api as membership

from .models import Call, Nomination, NominationChange, State

if TYPE_CHECKING:
    from clikc.people.models import User

RESULTS, NEWS = "call-results", "nomination-news"
# What a nomination came to → what is told of it.
SUBJECTS = {
    State.ACCEPTED: gettext_noop("A seat is offered to one of your candidates"),
    State.DECLINED: gettext_noop("One of your candidates gives up the seat"),
}
# What each group of the results holds.
GROUPS = {
    "accepted": (State.ACCEPTED, State.ENROLLED),
    "reserve": (State.RESERVE,),
    "not_selected": (State.NOT_SELECTED,),
}


def post_call_results(call: Call, nominations: Iterable[Nomination]) -> None:
    """One letter to each who coordinates an administration that has any of these, once for a call. Two
    queries, however many there are."""
    readers = membership.coordinators_in({item.administration_id for item in nominations})
    post.post_many(
        post.NewLetter(
            f"{RESULTS}:{call.pk}:{administration}:{reader}",
            RESULTS,
            {"call": call.pk, "administration": administration},
            person_id=reader,
        )
        for administration, reader in readers
    )


def post_news(nominations: Iterable[Nomination], *, by: User | None = None) -> None:
    """Tell those who coordinate their administrations what these have come to now, each once; neither who did
    it, nor whom it is about. Two queries, however many there are."""
    nominations = list(nominations)
    readers = membership.coordinators_in({item.administration_id for item in nominations})
    post.post_many(
        post.NewLetter(
            f"{NEWS}:{item.pk}:{item.version}:{reader}",
            NEWS,
            {"nomination": str(item.pk), "number": item.version},
            person_id=reader,
        )
        for item in nominations
        for administration, reader in readers
        if administration == item.administration_id and reader not in (item.person_id, by and by.pk)
    )


def write_results(facts: Mapping, person: User) -> post.Draft | None:
    """The results as they stand when the letter leaves, in the order in which the administration wanted its
    candidates: their places on the reserve list are told to nobody. Nothing is told to who has ceased to
    coordinate."""
    if facts["administration"] not in person.administrations_coordinated:
        return None
    call = Call.objects.select_related("session__programme").get(pk=facts["call"])
    found = call.nominations.filter(administration=facts["administration"]).order_by("rank", "made_at")
    found = list(found.select_related("person"))
    groups = {name: [item for item in found if item.state in states] for name, states in GROUPS.items()}
    if not any(groups.values()):
        return None
    administration = Administration.objects.get(pk=facts["administration"])
    context = {
        **groups,
        "session": call.session,
        "administration": administration,
        "page": public(
            reverse("coordination_call", kwargs={"code": administration.code, "call_id": call.pk})
        ),
    }
    return post.Draft(gettext("The results of your nominations"), "admissions/mail/results", context)


def write_news(facts: Mapping, person: User) -> post.Draft | None:
    """Nobody is told what is true no longer, nor who has ceased to coordinate."""
    found = NominationChange.objects.select_related(
        "nomination__call__session__programme", "nomination__person", "nomination__administration"
    )
    change = found.filter(nomination=facts["nomination"], number=facts["number"]).first()
    if change is None or change.nomination.state != change.after:
        return None
    nomination = change.nomination
    if nomination.administration_id not in person.administrations_coordinated:
        return None
    where = {"code": nomination.administration.code, "pk": nomination.pk}
    context = {
        "change": change,
        "nomination": nomination,
        "session": nomination.call.session,
        "is_too_late": change.by_id is None,
        "page": public(reverse("coordination_nomination", kwargs=where)),
    }
    return post.Draft(gettext(SUBJECTS[change.after]), "admissions/mail/news", context)
