"""The door of progress."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from . import rules
from .attending import AttendanceRefused, attendance_of, set_attendance
from .models import ActivityProgress
from .moving import unite_progress, would_move
from .signals import activity_completed

if TYPE_CHECKING:
    from courses.catalogue.models import Activity


__all__ = [
    "AttendanceRefused",
    "attendance_of",
    "complete_activity",
    "latest_in",
    "progress_in",
    "progress_of",
    "record_progress",
    "set_attendance",
    "unite_progress",
    "would_move",
]


@transaction.atomic
def record_progress(
    *,
    enrolment_id: UUID,
    activity: Activity,
    blocks: Iterable[str] = (),
    last_block: str = "",
    language: str = "",
    is_all: bool = False,
) -> ActivityProgress:
    """Add what was read to what is known; complete the activity when every block is.

    ``is_all`` says "I have read it": every block counts. Blocks the lesson does not have are
    ignored. Safe to call twice, late, or in any order: progress only grows.
    """
    record = _locked(enrolment_id, activity.pk, language)
    newly = activity.blocks if is_all else blocks
    record.blocks_read = rules.merge_blocks(record.blocks_read, newly, activity.blocks)
    if last_block in activity.blocks:
        record.last_block = last_block
    record.last_language = language or record.last_language
    record.last_seen_at = timezone.now()
    just_done = record.completed_at is None and (
        is_all or rules.is_lesson_read(record.blocks_read, activity.blocks)
    )
    if just_done:
        record.completed_at = record.last_seen_at
    record.save()
    if just_done:
        _announce(record)
    return record


@transaction.atomic
def complete_activity(*, enrolment_id: UUID, activity_id: UUID) -> ActivityProgress:
    """Complete an activity whose evidence is not blocks read (a quiz passed). Safe to call twice."""
    record = _locked(enrolment_id, activity_id, "")
    if record.completed_at is None:
        record.completed_at = record.last_seen_at = timezone.now()
        record.save(update_fields=["completed_at", "last_seen_at"])
        _announce(record)
    return record


def progress_of(*, enrolment_id: UUID | None) -> dict[UUID, ActivityProgress]:
    """Activity id → progress, of one enrolment; empty where there is none. One query."""
    if enrolment_id is None:
        return {}
    return {record.activity_id: record for record in ActivityProgress.objects.filter(enrolment=enrolment_id)}


def progress_in(*, enrolments) -> dict[tuple[UUID, UUID], ActivityProgress]:
    """(Enrolment id, activity id) → progress, of several enrolments, with the activity. One
    query."""
    records = ActivityProgress.objects.filter(enrolment__in=[enrolment.pk for enrolment in enrolments])
    found = records.select_related("activity")
    return {(record.enrolment_id, record.activity_id): record for record in found}


def latest_in(records: Iterable[ActivityProgress]) -> dict[UUID, ActivityProgress]:
    """Enrolment id → the lesson that was read last there, of what ``progress_in`` found. No query."""
    lessons = (item for item in records if item.activity.kind == "lesson" and not item.activity.is_archived)
    return {record.enrolment_id: record for record in sorted(lessons, key=attrgetter("last_seen_at"))}


def _locked(enrolment_id, activity_id, language) -> ActivityProgress:
    now = timezone.now()
    record, _is_new = ActivityProgress.objects.select_for_update(no_key=True).get_or_create(
        enrolment_id=enrolment_id,
        activity_id=activity_id,
        defaults={"first_opened_at": now, "last_seen_at": now, "last_language": language},
    )
    return record


def _announce(record: ActivityProgress) -> None:
    activity_completed.send(
        ActivityProgress,
        enrolment_id=record.enrolment_id,
        activity_id=record.activity_id,
        at=record.completed_at,
    )
