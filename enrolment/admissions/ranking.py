"""The order in which an administration wants its candidates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from .models import Call, Nomination, NominationChange, State
from .nominating import RANKED, note, open_call

if TYPE_CHECKING:
    from clikc.people.models import Administration, User


@transaction.atomic
def rank_nominations(
    *, call: Call, administration: Administration, ordered: Sequence[UUID], by: User
) -> list[Nomination]:
    """Put the nominations of an administration into the order in which it wants them; those that ``ordered``
    does not name follow as they stood, and what is not its own is passed over. Raises DeadlinePassed,
    CallIsNotOpen."""
    call = open_call(call.pk)
    there = {item.pk: item for item in ranked_nominations(call, administration.pk)}
    first = [there.pop(pk) for pk in ordered if pk in there]
    return rerank([*first, *there.values()], by)


def step_aside(counting: Nomination) -> None:
    """Take the draft that a nomination has just overtaken out of the order of its administration, which
    closes up behind it; under the lock of the call."""
    same = Nomination.objects.filter(call=counting.call_id, person=counting.person_id, state=State.DRAFT)
    overtaken = list(same.filter(rank__gt=0).select_for_update(no_key=True).order_by("pk"))
    for draft in overtaken:
        changed = {"rank": [draft.rank, 0]}
        draft.rank, draft.version = 0, draft.version + 1
        draft.save(update_fields=["rank", "version"])
        note(draft, draft.state, by=None, changed=changed).save()
        rerank(ranked_nominations(counting.call, draft.administration_id), None)


def ranked_nominations(call: Call, administration_id: int) -> list[Nomination]:
    """Those that an administration ranks, in its order, locked. One query."""
    found = Nomination.objects.not_overtaken().filter(RANKED, call=call, administration=administration_id)
    locked = {item.pk: item for item in found.select_for_update(no_key=True).order_by("pk")}
    return sorted(locked.values(), key=lambda item: (item.rank or 10**6, item.made_at))


def rerank(ordered: Iterable[Nomination], by: User | None) -> list[Nomination]:
    """Number nominations anew, under their locks; only those that move are noted. Two queries."""
    ordered, moved, notes = list(ordered), [], []
    for rank, item in enumerate(ordered, start=1):
        if item.rank != rank:
            changed = {"rank": [item.rank, rank]}
            item.rank, item.version = rank, item.version + 1
            moved.append(item)
            notes.append(note(item, item.state, by=by, changed=changed))
    Nomination.objects.bulk_update(moved, ["rank", "version"], batch_size=200)
    NominationChange.objects.bulk_create(notes, batch_size=200)
    return ordered
