"""Drafts, saved as they are typed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ..models import Submission
from ..sitting import LARGEST_SEQUENCE
from .finding import WorkRefused, must_be_in, must_be_writable, own_work
from .rich_text import sanitised
from .rules import Refusal

if TYPE_CHECKING:
    from clikc.people.models import User

# Of the HTML: some 30,000 words.
LONGEST_DRAFT = 250_000


class DraftChanged(Exception):
    """Somebody else, or another window, has saved something else meanwhile: ``theirs`` is what is kept,
    ``mine`` what came now, as it would have been kept."""

    def __init__(self, theirs: Submission, mine: str):
        super().__init__("changed")
        self.theirs = theirs
        self.mine = mine


@dataclass(frozen=True)
class DraftSaved:
    """What the server has. ``sequence`` is that of the draft kept: a higher one than was sent says that a
    newer one stays."""

    submission: Submission
    version: int
    sequence: int
    saved_at: datetime


def save_draft(
    *,
    run_assignment_id: int,
    person: User,
    html: str,
    sequence: int,
    base: int | None = None,
    after: Collection[int] = (),
) -> DraftSaved:
    """Keep a draft as sanitised HTML.

    Safe to call twice and in any order: a draft with an older ``sequence`` (the browser's count) never
    overwrites a newer. ``base`` is the version that the page knew (None: it is not asked), ``after`` the
    sequences it has sent since: what another member of the team, or another window, saved meanwhile raises
    DraftChanged, and nothing is overwritten. Raises WorkRefused.
    """
    if not isinstance(sequence, int) or not 0 <= sequence <= LARGEST_SEQUENCE:
        raise WorkRefused(Refusal.UNREADABLE)
    if len(html) > 4 * LONGEST_DRAFT:
        raise WorkRefused(Refusal.TOO_LONG)
    text = sanitised(html)
    if len(text) > LONGEST_DRAFT:
        raise WorkRefused(Refusal.TOO_LONG)
    place = must_be_in(person, run_assignment_id)
    if text and not place.assignment.takes_text:
        raise WorkRefused(Refusal.NO_TEXT)
    with transaction.atomic():
        work = own_work(place)
        must_be_writable(replace(place, submission=work))
        _keep(work, person, text, sequence, base, after)
    return DraftSaved(work, work.draft_version, work.draft_sequence, work.draft_saved_at or work.begun_at)


def _keep(
    work: Submission, person: User, text: str, sequence: int, base: int | None, after: Collection[int]
) -> None:
    """Under the lock on the work. What is as it was is no other version, but it counts as sent: what was
    sent before it and comes later is older."""
    if text == work.draft:
        if sequence > work.draft_sequence:
            work.draft_sequence, work.draft_by = sequence, person
            work.save(update_fields=["draft_sequence", "draft_by"])
        return
    is_own = work.draft_by_id == person.pk and work.draft_sequence in after
    if base is not None and base != work.draft_version and not is_own:
        raise DraftChanged(work, text)
    if sequence <= work.draft_sequence:
        return
    work.draft, work.draft_sequence, work.draft_by = text, sequence, person
    work.draft_version += 1
    work.draft_saved_at = timezone.now()
    work.save(update_fields=["draft", "draft_sequence", "draft_by", "draft_version", "draft_saved_at"])
