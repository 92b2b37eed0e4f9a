"""The receipt: a letter to everybody whose work it is, with the time in her zone and in that of the run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from clikc.foundation.addresses import public
from clikc.post import api as post
from courses.catalogue import api as catalogue

from ..models import HandIn

if TYPE_CHECKING:
    from clikc.people.models import User

    from .finding import Place

RECEIVED = "work-received"


def post_receipt(hand_in: HandIn, place: Place) -> None:
    """Write it down in the transaction that hands in; once for each person. One query, two of a team."""
    ids = [place.person.pk]
    if place.team is not None:
        ids = sorted(place.team.members.current().values_list("person", flat=True))
    post.post_many(
        post.NewLetter(
            f"{RECEIVED}:{hand_in.pk}:{person_id}",
            RECEIVED,
            {"hand_in": str(hand_in.pk)},
            person_id=person_id,
        )
        for person_id in ids
    )


def write_receipt(facts: Mapping, person: User) -> post.Draft | None:
    """Nobody gets one of work that is not hers (any more)."""
    found = HandIn.objects.visible_to(person).select_related(
        "submission__run_assignment__run", "submission__run_assignment__assignment__activity", "by"
    )
    hand_in = found.filter(pk=facts["hand_in"]).first()
    if hand_in is None:
        return None
    run_assignment = hand_in.submission.run_assignment
    key = run_assignment.assignment.activity_id
    context = {
        "hand_in": hand_in,
        "entry": catalogue.entries_of([key], person.preferred_language).get(key),
        "run": run_assignment.run,
        "by": hand_in.by if hand_in.by_id != person.pk else None,
        "files": list(hand_in.files.all()),
        "address": public(reverse("work_receipt", args=[run_assignment.pk])),
    }
    return post.Draft(gettext("Your work was received"), "assessment/mail/received", context)
