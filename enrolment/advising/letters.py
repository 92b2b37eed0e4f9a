"""The letter that says that something was written. What was written stays on the platform."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from clikc.foundation.addresses import public
from clikc.post import api as post

from .conversations import PARTICIPANT, conversation_of
from .models import Message, ThreadReader

if TYPE_CHECKING:
    from clikc.people.models import User


def write_advice(facts: Mapping, person: User) -> post.Draft | None:
    """Nobody is told of what she has read meanwhile, or may not read any more."""
    message = Message.objects.select_related("thread").filter(pk=facts["message"]).first()
    if message is None or _has_read(message, person):
        return None
    where = {"run_id": message.thread.run_id, "enrolment_id": message.thread.enrolment_id}
    conversation = conversation_of(person, **where)
    if conversation is None:
        return None
    is_participant = conversation.role == PARTICIPANT
    subject = gettext("A participant has written to you")
    if is_participant:
        subject = gettext("Your tutor has written to you")
    context = {
        "name": person.get_short_name(),
        "run": conversation.run.name,
        "is_participant": is_participant,
        "page": public(reverse("thread", kwargs=where)),
    }
    return post.Draft(subject, "advising/mail/advice", context)


def _has_read(message: Message, person: User) -> bool:
    return ThreadReader.objects.filter(
        thread=message.thread_id, person=person, read_at__gte=message.at
    ).exists()
