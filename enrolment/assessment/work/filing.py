"""Files of a work: checked by their content before anything is kept, and kept where no address leads."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from clikc.foundation import documents

from ..models import Submission, SubmittedFile
from .finding import Place, WorkRefused, lock_submission, must_be_in, must_be_writable, own_work
from .rules import Refusal

if TYPE_CHECKING:
    from clikc.people.models import User

# A file that was taken away before it was handed in is kept so long.
KEPT = timedelta(days=7)
AT_ONCE = 200
MEGABYTE = 1024 * 1024


def add_file(*, run_assignment_id: int, person: User, data: bytes, name: str) -> SubmittedFile:
    """Put a file into the draft: checked by its content, and beside it a copy without who made it.

    The same file sent twice is there once. Takes seconds: the file is opened in a process of its own.
    Raises WorkRefused: its reasons are those of ``rules``, or one of ``clikc.foundation.documents``.
    """
    place = must_be_in(person, run_assignment_id)
    must_be_writable(place)
    _must_fit(place, data)
    digest = hashlib.sha256(data).hexdigest()
    there = _same(place.submission, digest)
    if there is not None:
        return there
    document, blind = _opened(data, place)
    kept = SubmittedFile(
        name=documents.safe_name(name or "", document.extension),
        kind=document.kind,
        media_type=document.media_type,
        size=document.size,
        pages=document.pages,
        digest=digest,
        plain=document.text,
        by=person,
    )
    return _put_in(place, kept, document.content, blind)


def _must_fit(place: Place, data: bytes) -> None:
    most = place.assignment.most_megabytes
    if place.assignment.most_files == 0:
        raise WorkRefused(Refusal.NO_FILES)
    if len(data) > most * MEGABYTE:
        raise WorkRefused(Refusal.TOO_LARGE, megabytes=most)


def _same(work: Submission | None, digest: str) -> SubmittedFile | None:
    return work.files.current().filter(digest=digest).first() if work else None


def _opened(data: bytes, place: Place) -> tuple[documents.Document, bytes]:
    limits = documents.Limits(bytes=place.assignment.most_megabytes * MEGABYTE)
    try:
        document = documents.inspect(data, limits=limits)
        return document, documents.scrubbed(document.content, document.kind)
    except documents.Refused as refused:
        raise WorkRefused(refused.reason, **refused.facts) from refused


@transaction.atomic
def _put_in(place: Place, kept: SubmittedFile, content: bytes, blind: bytes) -> SubmittedFile:
    """Under the lock on the work, so nobody else adds a file meanwhile."""
    work = own_work(place)
    must_be_writable(replace(place, submission=work))
    there = _same(work, kept.digest)
    if there is not None:
        return there
    if work.files.current().count() >= place.assignment.most_files:
        raise WorkRefused(Refusal.TOO_MANY_FILES, most=place.assignment.most_files)
    kept.submission, kept.at = work, timezone.now()
    written = []
    try:
        for field, part in ((kept.file, content), (kept.blind, blind)):
            field.save(kept.name, ContentFile(part), save=False)
            written.append(field)
        kept.save()
    except BaseException:
        for field in written:
            field.storage.delete(field.name)
        raise
    return kept


@transaction.atomic
def remove_file(*, file_id: UUID, person: User) -> bool:
    """Take a file out of the draft; what was handed in keeps it. False where there is none of hers.

    Safe to call twice. Raises WorkRefused once nothing is to be written any more.
    """
    kept = SubmittedFile.objects.filter(pk=file_id, submission__in=Submission.objects.of(person)).first()
    if kept is None:
        return False
    work = Submission.objects.get(pk=kept.submission_id)
    place = must_be_in(person, work.run_assignment_id)
    must_be_writable(replace(place, submission=lock_submission(work.pk)))
    SubmittedFile.objects.current().filter(pk=file_id).update(removed_at=timezone.now())
    return True


def prune_files() -> int:
    """Delete files that were taken away ``KEPT`` ago and never handed in; how many. Safe to call at any
    time."""
    gone = SubmittedFile.objects.filter(removed_at__lt=timezone.now() - KEPT, hand_ins=None)
    return sum(_prune(file_id) for file_id in list(gone.values_list("pk", flat=True)[:AT_ONCE]))


@transaction.atomic
def _prune(file_id: UUID) -> bool:
    """The record first: a file without a record is only lost room."""
    kept = SubmittedFile.objects.filter(pk=file_id, hand_ins=None).first()
    if kept is None:
        return False
    kept.delete()
    for field in (kept.file, kept.blind):
        if field:
            transaction.on_commit(partial(field.storage.delete, field.name))
    return True
