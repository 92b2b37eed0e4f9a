"""Writing and reading messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from clikc.people import api as people
from clikc.post import api as post
from enrolment.admissions import api as admissions

from .conversations import Conversation, conversation_of
from .models import Message, Thread, ThreadReader

if TYPE_CHECKING:
    from clikc.people.models import User

LETTER = "advice"
LONGEST = 4000


class MessageRefused(Exception):
    """Nothing is written: ``empty``, ``long`` (over 4,000 characters), ``not_hers`` (any more)."""


@transaction.atomic
def write_message(*, conversation: Conversation, by: User, text: str, token: str) -> Message:
    """Write to whoever else is in the conversation; they get a letter that says so, without what was written.

    Sent twice with one ``token`` it is there once. Who may write is asked again under a lock on the
    participant's enrolment. Raises MessageRefused.
    """
    text = text.replace("\r\n", "\n").strip()
    if not text or len(text) > LONGEST:
        raise MessageRefused("long" if text else "empty")
    enrolment_id, run_id = conversation.enrolment.pk, conversation.run.pk
    admissions.lock_enrolment(enrolment_id)
    now_hers = conversation_of(by, run_id=run_id, enrolment_id=enrolment_id)
    if now_hers is None:
        raise MessageRefused("not_hers")
    thread, _is_new = Thread.objects.get_or_create(run_id=run_id, enrolment_id=enrolment_id)
    now = timezone.now()
    message, is_new = Message.objects.get_or_create(
        thread=thread,
        by=by,
        token=token[:64],
        defaults={"text": text, "role": people.role_in(by, None), "at": now},
    )
    if is_new:
        Thread.objects.filter(pk=thread.pk).update(last_at=now)
        mark_read(thread=thread, person=by)
        _tell(now_hers, message)
    return message


def mark_read(*, thread: Thread, person: User) -> None:
    """Somebody has read all that is there now. Safe to call twice."""
    ThreadReader.objects.update_or_create(thread=thread, person=person, defaults={"read_at": timezone.now()})


def _tell(conversation: Conversation, message: Message) -> None:
    """A letter to the participant and her tutor, but not to who wrote."""
    told = {conversation.enrolment.learner_id, conversation.tutor.pk if conversation.tutor else None}
    post.post_many(
        post.NewLetter(f"{LETTER}:{message.pk}:{pk}", LETTER, {"message": message.pk}, person_id=pk)
        for pk in sorted(told - {None, message.by_id})
    )
