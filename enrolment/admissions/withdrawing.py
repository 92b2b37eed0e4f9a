"""Nominations that are taken back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from .models import Call, Nomination, State
from .nominating import lock_call, lock_nomination, must_be_seen, step
from .offers import give_free_seats
from .on_behalf_letters import post_on_behalf
from .ranking import ranked_nominations, rerank
from .rules.states import Step

if TYPE_CHECKING:
    from clikc.people.models import User


@transaction.atomic
def withdraw(
    *, nomination_id: UUID, by: User, reason: str = "", seen: int | None = None
) -> Nomination | None:
    """Take a nomination back, before the deadline or after it; that is for good, and its candidate is told
    where somebody else does it. A draft that nobody else was shown, or that was overtaken, leaves nothing
    behind, and is not told of: None. A seat that becomes free goes to who is next. Safe to call twice. Raises
    WrongState, ChangedMeanwhile, Nomination.DoesNotExist.
    """
    found = Nomination.objects.get(pk=nomination_id)
    call = lock_call(found.call_id)
    nomination = lock_nomination(nomination_id)
    if leaves_nothing(nomination):
        must_be_seen(nomination, seen)
        _drop(nomination)
        nomination = None
    else:
        nomination = _taken_back(call, nomination, by=by, reason=reason, seen=seen)
    if call.is_open:
        rerank(ranked_nominations(call, found.administration_id), by)
    if call.published_at is not None:
        give_free_seats(call)
    return nomination


def leaves_nothing(nomination: Nomination) -> bool:
    """Whether it is a draft that is deleted when it is withdrawn: nobody else was shown it, or another
    nomination of the same person counts in its place. Two queries at most."""
    if nomination.state != State.DRAFT:
        return False
    was_shown = nomination.changes.exclude(after=State.DRAFT).exists()
    return not was_shown or not Nomination.objects.not_overtaken().filter(pk=nomination.pk).exists()


def _taken_back(call: Call, nomination: Nomination, *, by: User, reason: str, seen: int | None):
    was, facts = nomination.version, {"rank": 0} if call.is_open else {}
    gone = step(nomination_id=nomination.pk, step=Step.WITHDRAW, by=by, reason=reason, seen=seen, **facts)
    if gone.version != was:
        post_on_behalf(gone, by=by)
    return gone


def _drop(nomination: Nomination) -> None:
    """The files go when the records are gone for certain."""
    for document in nomination.documents.all():
        transaction.on_commit(partial(document.file.storage.delete, document.file.name))
    nomination.delete()
