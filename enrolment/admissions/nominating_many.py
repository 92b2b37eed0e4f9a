"""Many nominations at once, as a list brings them: what would become of each, and doing just that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from clikc.people import api as people_api

from .models import Call, Nomination, NominationChange, State
from .nominated import shown_state
from .nominating import FACTS, changes_of, lock_call, must_take, next_rank, nominations_left, note
from .rules.states import DECIDED

if TYPE_CHECKING:
    from clikc.people.models import Administration, User

Origin = Nomination.Origin
BATCH = 200


class Fate(StrEnum):
    """What becomes of somebody in a list. ``kept``: she is endorsed or has applied, and is changed on her
    page alone; ``decided``: nothing changes her any more."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    DECIDED = "decided"
    OWN = "own"
    OVER = "over"


@dataclass(frozen=True)
class Proposed:
    """Somebody in a list with the facts that it tells of her; what it does not tell stays as it is."""

    person: User
    facts: Mapping


def fates_of(
    *, call: Call, administration: Administration, proposed: Sequence[Proposed], by: User
) -> dict[int, Fate]:
    """Person id → what would become of her now, in the order of the list: those beyond what is left to the
    administration are ``over``. Two queries."""
    there = _there(call, proposed)
    left = nominations_left(call, administration.pk)
    fates = {}
    for one in proposed:
        fate = _fate(one, there.get(one.person.pk), by)
        if fate == Fate.NEW and left is not None:
            fate, left = (Fate.NEW, left - 1) if left else (Fate.OVER, 0)
        fates[one.person.pk] = fate
    return fates


def facts_with(call: Call, proposed: Sequence[Proposed]) -> dict[int, dict]:
    """Person id → what is known of her in this call with what a list tells. What she has begun herself and
    not sent is not looked at. One query."""
    there = _there(call, proposed)
    return {one.person.pk: _facts(there.get(one.person.pk)) | dict(one.facts) for one in proposed}


def drafted_facts(call: Call, people: Iterable[User]) -> dict[int, dict]:
    """Person id → what her administration's draft says of her in this call; without those of whom it has
    none, or none that counts. One query."""
    there = _there(call, [Proposed(person, {}) for person in people])
    return {pk: _facts(item) for pk, item in there.items() if item.state == State.DRAFT}


def _facts(item: Nomination | None) -> dict:
    return {name: getattr(item, name) for name in FACTS} if item else {}


@transaction.atomic
def nominate_many(
    *, call: Call, administration: Administration, proposed: Sequence[Proposed], by: User
) -> dict[int, Fate]:
    """Make drafts of a list, ranked behind those there are, and change those that are drafts; what else there
    is stays. Person id → what became of her, which is what ``fates_of`` says at this moment.

    Safe to call twice: the second time all are unchanged. A number of queries that grows with every 200 only.
    Raises CallIsNotOpen, DeadlinePassed.
    """
    call = lock_call(call.pk)
    must_take(call)
    there = _there(call, proposed, is_locked=True)
    fates = fates_of(call=call, administration=administration, proposed=proposed, by=by)
    rank, role = next_rank(call, administration.pk), people_api.role_in(by, administration.pk)
    new, changed, notes = [], [], []
    for one in proposed:
        fate, item = fates[one.person.pk], there.get(one.person.pk)
        facts = dict(one.facts)
        if fate == Fate.NEW:
            facts["rank"] = rank
            rank += 1
            item = _made(call, administration, one.person, facts)
            new.append(item)
            notes.append(note(item, "", by=by, role=role))
        elif fate == Fate.CHANGED:
            notes.append(_rewritten(item, facts, by=by, role=role))
            changed.append(item)
    columns = ["version", *FACTS]
    Nomination.objects.bulk_create(new, batch_size=BATCH)
    Nomination.objects.bulk_update(changed, columns, batch_size=BATCH)
    NominationChange.objects.bulk_create(notes, batch_size=BATCH)
    return fates


def _there(call: Call, proposed: Sequence[Proposed], *, is_locked=False) -> dict[int, Nomination]:
    """Person id → the nomination that counts, or else the draft of her administration. What an officer has
    begun herself and not sent is nobody else's: it is as if it were not there."""
    found = Nomination.objects.filter(call=call, person__in=[one.person.pk for one in proposed])
    theirs = Q(origin=Origin.NOMINATED, administration=F("person__administration"))
    found = found.filter(~Q(state=State.DRAFT) | theirs).select_related("call")
    if is_locked:
        found = found.select_for_update(no_key=True, of=("self",))
    drafts_first = sorted(found.order_by("pk"), key=lambda item: item.state != State.DRAFT)
    return {item.person_id: item for item in drafts_first}


def _fate(one: Proposed, item: Nomination | None, by: User) -> Fate:
    if one.person == by:
        return Fate.OWN
    if item is None:
        return Fate.NEW
    # Before the results are told, who is being chosen is endorsed, and no more is known of her.
    if shown_state(item) in DECIDED:
        return Fate.DECIDED
    differs = any(getattr(item, name) != value for name, value in one.facts.items())
    if item.state == State.DRAFT:
        return Fate.CHANGED if differs else Fate.UNCHANGED
    return Fate.KEPT if differs else Fate.UNCHANGED


def _made(call: Call, administration: Administration, person: User, facts: Mapping) -> Nomination:
    return Nomination(
        call=call,
        person=person,
        administration=administration,
        origin=Origin.NOMINATED,
        made_at=timezone.now(),
        **facts,
    )


def _rewritten(item: Nomination, facts: Mapping, *, by: User, role: str) -> NominationChange:
    changed = changes_of(item, facts)
    for name, value in facts.items():
        setattr(item, name, value)
    item.version += 1
    return note(item, State.DRAFT, by=by, role=role, changed=changed)
