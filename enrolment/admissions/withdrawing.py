"""Nominations that are taken back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from .models import Nomination, State
from .nominating import lock_call, lock_nomination, must_be_seen, step
from .offers import give_free_seats
from .ranking import ranked_nominations, rerank
from .rules.states import Step

if TYPE_CHECKING:
    from clikc.people.models import User


@transaction.atomic
def withdraw(
    *, nomination_id: UUID, by: User, reason: str = "", seen: int | None = None
) -> Nomination | None:
    """Take a nomination back, before the deadline or after it; that is for good. A draft that nobody else was
    shown leaves nothing behind: None. A seat that becomes free goes to who is next. Safe to call twice.
    Raises WrongState, ChangedMeanwhile, Nomination.DoesNotExist.
    """
    found = Nomination.objects.get(pk=nomination_id)
    call = lock_call(found.call_id)
    nomination = lock_nomination(nomination_id)
    if nomination.state == State.DRAFT and not nomination.changes.exclude(after=State.DRAFT).exists():
        must_be_seen(nomination, seen)
        _drop(nomination)
        nomination = None
    else:
        facts = {"rank": 0} if call.is_open else {}
        nomination = step(
            nomination_id=nomination_id, step=Step.WITHDRAW, by=by, reason=reason, seen=seen, **facts
        )
    if call.is_open:
        rerank(ranked_nominations(call, found.administration_id), by)
    if call.published_at is not None:
        give_free_seats(call)
    return nomination


def _drop(nomination: Nomination) -> None:
    """The files go when the records are gone for certain."""
    for document in nomination.documents.all():
        transaction.on_commit(partial(document.file.storage.delete, document.file.name))
    nomination.delete()
