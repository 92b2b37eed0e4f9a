"""The letter that says that something was written. What was written stays on the platform."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clikc.foundation.addresses import public
from clikc.people.roles import Role
from clikc.post import api as post

from .conversations import MANAGER, PARTICIPANT, TUTOR, Conversation, conversation_of
from .models import Message, ThreadReader

if TYPE_CHECKING:
    from clikc.people.models import User

SUBJECTS = {
    PARTICIPANT: _("A participant has written to you"),
    TUTOR: _("Your tutor has written to you"),
    MANAGER: _("The programme manager has written to you"),
}


def write_advice(facts: Mapping, person: User) -> post.Draft | None:
    """Nobody is told of what she has read meanwhile, or may not read any more."""
    message = Message.objects.select_related("thread").filter(pk=facts["message"]).first()
    if message is None or _has_read(message, person):
        return None
    where = {"run_id": message.thread.run_id, "enrolment_id": message.thread.enrolment_id}
    conversation = conversation_of(person, **where)
    if conversation is None:
        return None
    context = {
        "name": person.get_short_name(),
        "run": conversation.run.name,
        "by": _writer(message, conversation),
        "page": public(reverse("thread", kwargs=where)),
    }
    subject = SUBJECTS[context["by"]]
    return post.Draft(subject, "advising/mail/advice", context)


def _writer(message: Message, conversation: Conversation) -> str:
    """As whom the writer wrote."""
    if message.by_id == conversation.enrolment.learner_id:
        return PARTICIPANT
    return MANAGER if message.role in (Role.PROGRAMME_MANAGER, Role.ADMIN) else TUTOR


def _has_read(message: Message, person: User) -> bool:
    return ThreadReader.objects.filter(
        thread=message.thread_id, person=person, read_at__gte=message.at
    ).exists()
