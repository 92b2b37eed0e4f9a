"""Letters to an officer about her registration: approved, asked something, refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clikc.foundation.addresses import public
from clikc.post import api as post

from .models import JoinRequest

if TYPE_CHECKING:
    from clikc.people.models import User

KIND = "registration"
SUBJECTS = {
    JoinRequest.State.APPROVED: _("Your administration has confirmed you"),
    JoinRequest.State.ASKED: _("A question about your registration"),
    JoinRequest.State.REFUSED: _("Your registration was not confirmed"),
}


def reply(requests: Iterable[JoinRequest]) -> None:
    """Post what was decided, where there is something to say. Once for each decision."""
    post.post_many(
        post.NewLetter(
            key=f"{KIND}:{request.pk}:{request.turn}",
            kind=KIND,
            facts={"request": request.pk, "turn": request.turn},
            person_id=request.person_id,
        )
        for request in requests
        if request.state in SUBJECTS
    )


def write_reply(facts: Mapping, _person: User) -> post.Draft | None:
    """Nobody is told what was changed meanwhile."""
    found = JoinRequest.objects.filter(pk=facts["request"], turn=facts["turn"], state__in=list(SUBJECTS))
    request = found.select_related("administration").first()
    if request is None:
        return None
    context = {
        "request": request,
        "administration": str(request.administration),
        "page": public(reverse("membership")),
    }
    return post.Draft(SUBJECTS[request.state], "membership/mail/registration", context)
