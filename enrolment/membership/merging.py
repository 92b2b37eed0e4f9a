"""Two accounts of one person made one: looked at first, then done once, all or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from clikc.people import api as people_api
from clikc.people.models import RoleGrant
from clikc.people.roles import Role

from .absorbing import close_into
from .merged import tell_merged
from .models import Invitation, JoinRequest, Merge, Transfer
from .transferring import withdraw_transfer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clikc.people.models import User

    Contents = Callable[..., Mapping]


class Refusal(StrEnum):
    """Why two accounts are not merged."""

    ONE = "one"
    OWN = "own"
    ELSEWHERE = "elsewhere"
    MERGED = "merged"
    CLOSED = "closed"
    ROLE = "role"
    UNUSED = "unused"


class MergeRefused(Exception):
    """``reason`` is a Refusal."""

    def __init__(self, reason: Refusal):
        super().__init__(reason)
        self.reason = reason


class ChangedMeanwhile(Exception):
    """What would be merged is no longer what was looked at."""


@dataclass(frozen=True)
class Preview:
    """What merging would do. ``contents`` as the rooms say it (``register_contents``); ``digest`` stands for
    all of it, and changes with it."""

    kept: User
    dropped: User
    refusal: Refusal | None
    contents: Mapping = field(default_factory=dict)
    digest: str = ""


_contents: list[Contents] = []


def register_contents(contents_of: Contents) -> None:
    """From now on ``contents_of(kept=, dropped=)`` says what would move: a mapping that JSON can hold.
    Call it when apps are ready."""
    if contents_of not in _contents:
        _contents.append(contents_of)


def preview_merge(*, kept: User, dropped: User, by: User) -> Preview:
    """What it would do to put what ``dropped`` has into ``kept``, and why it is refused, if it is."""
    contents: dict = {}
    for contents_of in _contents:
        contents |= contents_of(kept=kept, dropped=dropped)
    facts = [kept.pk, dropped.pk, _looks(kept), _looks(dropped), contents]
    said = json.dumps(facts, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(said.encode()).hexdigest()
    return Preview(kept, dropped, refusal_of(kept, dropped, by), contents, digest)


def _looks(person: User) -> list:
    return [person.get_full_name(), person.address, person.is_active, person.last_login is not None]


def refusal_of(kept: User, dropped: User, by: User) -> Refusal | None:
    """Why ``by`` cannot merge these two. One query, and one for her roles."""
    if kept.pk == dropped.pk:
        return Refusal.ONE
    if kept.merged_into_id or dropped.merged_into_id:
        return Refusal.MERGED
    if not _may_reach(kept, dropped, by):
        return Refusal.ELSEWHERE
    if by.pk in (kept.pk, dropped.pk):
        return Refusal.OWN
    if not kept.is_active:
        return Refusal.CLOSED
    if dropped.last_login and not kept.last_login:
        return Refusal.UNUSED
    holds = dropped.is_superuser or RoleGrant.objects.standing().filter(user=dropped).exists()
    return Refusal.ROLE if holds else None


def _may_reach(kept: User, dropped: User, by: User) -> bool:
    place = kept.administration_id
    if place is None or place != dropped.administration_id:
        return False
    return by.has_role(Role.ADMIN) or place in by.administrations_coordinated


@transaction.atomic
def merge_accounts(*, kept: User, dropped: User, by: User, seen: str | None = None) -> Merge:
    """Put everything ``dropped`` has into ``kept``, and close it for good. Nothing of it is undone.

    ``seen`` is the digest of the preview that was confirmed: raises ChangedMeanwhile where it would do
    something else by now. Whoever comes second gets the merge that was made. Raises MergeRefused.
    """
    kept, dropped = _locked(kept, dropped)
    if made := Merge.objects.filter(kept=kept, dropped=dropped).first():
        return made
    preview = preview_merge(kept=kept, dropped=dropped, by=by)
    if preview.refusal:
        raise MergeRefused(preview.refusal)
    if seen is not None and seen != preview.digest:
        raise ChangedMeanwhile
    _close_questions(kept, dropped)
    address = dropped.address if dropped.last_login and not dropped.contact else ""
    place = kept.administration_id
    merge = close_into(kept=kept, dropped=dropped, by=by, moved=preview.contents)
    people_api.record(what="merged", by=by, person=kept, administration_id=place)
    tell_merged(merge, address)
    return merge


def _locked(*people: User) -> Sequence[User]:
    """The same people, locked in the order of their ids."""
    by_id = people_api.lock_people(person.pk for person in people)
    return [by_id[person.pk] for person in people]


def _close_questions(kept: User, dropped: User) -> None:
    """Whoever has come has accepted; an invitation to a second account leads nowhere any more."""
    now = timezone.now()
    has_come = kept.last_login and not dropped.contact
    ended = {"accepted_at": now} if has_come else {"withdrawn_at": now}
    Invitation.objects.open().filter(person=dropped).update(**ended)
    JoinRequest.objects.open().filter(person=dropped).update(
        state=JoinRequest.State.WITHDRAWN, decided_at=now
    )
    for transfer in Transfer.objects.open().filter(person=dropped):
        withdraw_transfer(transfer=transfer)
