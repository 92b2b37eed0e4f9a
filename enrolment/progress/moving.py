"""Two records of one course made one: what was opened, read and done."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from . import rules
from .models import ActivityProgress
from .signals import activity_completed

if TYPE_CHECKING:
    from clikc.people.models import User


@transaction.atomic
def unite_progress(*, into: UUID, other: UUID) -> None:
    """What was read and done in the enrolment ``other`` counts in ``into``: everything read in either, done
    when it was done first. A lesson whose halves were read in one each is done now. Safe to call twice."""
    locked = ActivityProgress.objects.select_for_update(of=("self",), no_key=True).select_related("activity")
    records = list(locked.filter(enrolment__in=[into, other]).order_by("pk"))
    own = {record.activity_id: record for record in records if record.enrolment_id == into}
    for record in records:
        if record.enrolment_id == other:
            _bring(record, own.get(record.activity_id), into)


def would_move(*, dropped: User) -> dict:
    """How many lessons and tests of ``dropped`` are done. One query."""
    return {"done": ActivityProgress.objects.done().filter(enrolment__learner=dropped).count()}


def _bring(theirs: ActivityProgress, own: ActivityProgress | None, into: UUID) -> None:
    if own is None:
        theirs.enrolment_id = into
        theirs.save(update_fields=["enrolment"])
        return
    was_done = own.completed_at is not None
    _join(own, theirs)
    own.save()
    theirs.delete()
    if own.completed_at and not was_done:
        activity_completed.send(
            ActivityProgress, enrolment_id=into, activity_id=own.activity_id, at=own.completed_at
        )


def _join(own: ActivityProgress, theirs: ActivityProgress) -> None:
    blocks = own.activity.blocks
    # Blocks that the lesson no longer has stay as they were read.
    own.blocks_read = rules.merge_blocks(own.blocks_read, theirs.blocks_read, [*blocks, *theirs.blocks_read])
    if theirs.last_seen_at > own.last_seen_at:
        own.last_block, own.last_language = theirs.last_block, theirs.last_language
    own.first_opened_at = min(own.first_opened_at, theirs.first_opened_at)
    own.last_seen_at = max(own.last_seen_at, theirs.last_seen_at)
    done = [time for time in (own.completed_at, theirs.completed_at) if time]
    if done:
        own.completed_at = min(done)
    elif rules.is_lesson_read(own.blocks_read, blocks):
        own.completed_at = own.last_seen_at
