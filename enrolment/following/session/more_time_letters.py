"""The letter that says for what a participant of a session has more time, and until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.urls import reverse
from django.utils.translation import get_language, gettext

from clikc.foundation.addresses import public
from clikc.post import api as post
from courses.catalogue import api as catalogue

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.admissions.models import Participation

    from .reading import Answer

LETTER = "more-time"
TEMPLATE = "following/mail/more_time"


def tell_of_more_time(
    participation: Participation, granted: Sequence[tuple[Answer, datetime]], *, digest: str, by: User
) -> None:
    """In the transaction that gives it, once for the times that ``digest`` names. The reason stays on record
    alone."""
    given = [(item.asked.module.code, str(item.asked.activity_id), at.isoformat()) for item, at in granted]
    post.post(
        key=f"{LETTER}:{participation.pk}:{digest}",
        kind=LETTER,
        facts={"participation": str(participation.pk), "given": given, "by": by.pk},
        person=participation.learner,
    )


def write_more_time(facts: Mapping, person: User) -> post.Draft | None:
    """Nobody is told of more time in a session she has left meanwhile."""
    there = apps.get_model("admissions", "Participation").objects.current()
    found = there.filter(pk=facts["participation"], learner=person).select_related("session__programme")
    participation = found.first()
    if participation is None:
        return None
    given = [(code, UUID(activity), datetime.fromisoformat(at)) for code, activity, at in facts["given"]]
    entries = catalogue.entries_of({activity for _code, activity, _at in given}, get_language())
    context = {
        "name": person.get_short_name(),
        "session": participation.session,
        "given": [(code.upper(), entries.get(activity), at) for code, activity, at in given],
        "page": public(reverse("own_session", args=[participation.pk])),
    }
    subject = gettext("More time in %(session)s") % {"session": participation.session.name}
    return post.Draft(subject, TEMPLATE, context, reply_to=_reply_to(facts["by"]))


def _reply_to(pk: int) -> str:
    by = apps.get_model("people", "User").objects.filter(pk=pk, is_active=True).first()
    return by.address if by else ""
