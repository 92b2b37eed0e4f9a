"""Writing to participants of a session: to all, some or one; looked at first, sent once, kept on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone

from clikc.foundation.addresses import public
from clikc.people import api as people
from clikc.post import api as post

from ..letters import Sample
from ..models import SessionMessage, SessionMessageReceiver

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.admissions.models import Participation
    from enrolment.programmes.models import ProgrammeSession

LETTER = "session-message"
LONGEST_SUBJECT, LONGEST = SessionMessage.LONGEST_SUBJECT, SessionMessage.LONGEST
MOST = 500
TEMPLATE = "following/mail/session_message"


class NobodyToWriteTo(Exception):
    """None of those who were chosen is in the session now."""


@transaction.atomic
def send_message(
    *,
    session: ProgrammeSession,
    by: User,
    token: UUID,
    subject: str,
    words: str,
    language: str,
    participations: Sequence[UUID],
    chosen: Mapping | None = None,
) -> tuple[SessionMessage, bool]:
    """Write to those of these who are in the session now: the message, and whether it is new. With a
    ``token`` that was used before nothing is sent again. Raises NobodyToWriteTo. Five queries for every
    500."""
    facts = {
        "session": session,
        "by": by,
        "role": people.role_in(by, None),
        "subject": subject,
        "words": words,
        "language": language,
        "chosen": dict(chosen or {}),
        "at": timezone.now(),
    }
    message, is_new = SessionMessage.objects.get_or_create(pk=token, defaults=facts)
    if not is_new:
        return message, False
    receivers = list(_in_session(session, participations))
    if not receivers:
        raise NobodyToWriteTo
    SessionMessageReceiver.objects.bulk_create(
        [SessionMessageReceiver(message=message, participation=item) for item in receivers], batch_size=200
    )
    post.post_many(_letter(message, item) for item in receivers)
    return message, True


def draft_message(
    *, session: ProgrammeSession, by: User, subject: str, words: str, language: str
) -> SessionMessage:
    """A message as it would be; nothing is written."""
    return SessionMessage(session=session, by=by, subject=subject, words=words, language=language)


def samples_of(message: SessionMessage, receivers: Sequence[Participation]) -> list[Sample]:
    """How the letter reads in each language that occurs among these, the commonest first; ``message`` need
    not be saved."""
    by_language: dict[str, list[Participation]] = {}
    for item in receivers:
        by_language.setdefault(item.learner.preferred_language, []).append(item)
    ordered = sorted(by_language.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        Sample(language, len(theirs), *post.as_read(_draft(message, theirs[0]), language))
        for language, theirs in ordered
    ]


def messages_in(session: ProgrammeSession, viewer: User) -> QuerySet[SessionMessage]:
    """What was written in a session, the latest first, with who wrote it and ``number`` of receivers."""
    found = SessionMessage.objects.visible_to(viewer).filter(session=session).select_related("by")
    return found.annotate(number=Count("receivers")).order_by("-at", "pk")


def messages_to(participation: Participation, viewer: User) -> QuerySet[SessionMessage]:
    """What was written to one participant, the latest first."""
    found = SessionMessage.objects.visible_to(viewer).filter(receivers__participation=participation)
    return found.select_related("by")


def receivers_of(message: SessionMessage) -> list[User]:
    """Who was written to, by name. One query."""
    found = message.receivers.select_related("participation__learner")
    rows = found.order_by("participation__learner__search_name", "pk")
    return [item.participation.learner for item in rows]


def write_session_message(facts: Mapping, person: User) -> post.Draft | None:
    """Nobody is written to who has left the session meanwhile, nor by somebody who keeps none any more."""
    found = SessionMessage.objects.select_related("session__programme", "by")
    message = found.filter(pk=facts["message"]).first()
    if message is None or not _may_write(message.by):
        return None
    here = message.receivers.filter(participation__learner=person, participation__state="enrolled")
    receiver = here.select_related("participation__learner").first()
    return _draft(message, receiver.participation) if receiver else None


def _may_write(by: User | None) -> bool:
    return by is not None and by.is_active and people.may(by, "cohort", "U", "*")


def _in_session(session: ProgrammeSession, participations: Sequence[UUID]):
    rows = apps.get_model("admissions", "Participation").objects.current().filter(session=session)
    return rows.filter(pk__in=list(participations)[:MOST]).select_related("learner").order_by("pk")


def _letter(message: SessionMessage, item: Participation) -> post.NewLetter:
    key = f"{LETTER}:{message.pk}:{item.pk}"
    return post.NewLetter(key, LETTER, {"message": str(message.pk)}, person_id=item.learner_id)


def _draft(message: SessionMessage, receiver: Participation) -> post.Draft:
    context = {
        "name": receiver.learner.get_short_name(),
        "session": message.session.name,
        "words": message.words,
        "words_language": message.language,
        "by": message.by.get_full_name(),
        "page": public(reverse("own_session", args=[receiver.pk])),
    }
    return post.Draft(message.subject, TEMPLATE, context, reply_to=message.by.address)
