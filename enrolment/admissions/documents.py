"""Documents of nominations: checked by their content, kept where no address leads, given out as downloads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.http import FileResponse, Http404
from django.utils import timezone

from clikc.foundation import document_words, documents

from .models import Call, CallDocument, Nomination, NominationDocument
from .nominating import changed_document, lock_rewritable
from .refusals import NominationRefused

if TYPE_CHECKING:
    from clikc.people.models import User

MEGABYTES = 10
LARGEST = MEGABYTES * 1024 * 1024
# One that was taken away or replaced is kept so long.
KEPT = timedelta(days=7)
AT_ONCE = 200
ISOLATED = "default-src 'none'; sandbox"


class FileRefused(NominationRefused):
    """A file that is not taken: ``reason`` and ``facts`` of ``clikc.foundation.documents``."""

    code = "file"

    def __init__(self, reason: str, **facts):
        super().__init__(reason)
        self.reason, self.facts = reason, facts

    @property
    def words(self) -> str:
        return document_words.words_of(self.reason, self.facts)


def give_document(
    *, nomination_id: UUID, asked: CallDocument, by: User, data: bytes, name: str
) -> NominationDocument:
    """Put a document to a nomination; it takes the place of the one there is. Takes seconds: the file is
    opened in a process of its own, before anything is locked.

    Raises FileRefused, and what ``rewrite`` raises: a document is one of the facts.
    """
    if len(data) > LARGEST:
        raise FileRefused("too_large", megabytes=MEGABYTES)
    try:
        found = documents.inspect(data, limits=documents.Limits(bytes=LARGEST))
    except documents.Refused as refused:
        raise FileRefused(refused.reason, **refused.facts) from refused
    kept = NominationDocument(
        document=asked,
        file_name=documents.safe_name(name or "", found.extension),
        size=found.size,
        by=by,
    )
    return _put(nomination_id, kept, found.content)


@transaction.atomic
def _put(nomination_id: UUID, kept: NominationDocument, content: bytes) -> NominationDocument:
    nomination = lock_rewritable(nomination_id, by=kept.by)
    if kept.document.call_id != nomination.call_id:
        raise ValueError("The call does not ask for this document.")
    now = timezone.now()
    there = nomination.documents.filter(document=kept.document, removed_at=None)
    there.update(removed_at=now)
    kept.nomination, kept.at = nomination, now
    kept.file.save(kept.file_name, ContentFile(content), save=False)
    try:
        kept.save()
        changed_document(nomination, kept.document.code, by=kept.by)
    except BaseException:
        kept.file.storage.delete(kept.file.name)
        raise
    return kept


@transaction.atomic
def remove_document(*, document_id: UUID, by: User) -> bool:
    """Take a document away. False where there is none (any more): safe to call twice. Raises what ``rewrite``
    raises."""
    found = NominationDocument.objects.filter(pk=document_id).values_list("nomination", flat=True).first()
    if found is None:
        return False
    nomination = lock_rewritable(found, by=by)
    here = NominationDocument.objects.select_related("document")
    kept = here.filter(pk=document_id, removed_at=None).first()
    if kept is None:
        return False
    kept.removed_at = timezone.now()
    kept.save(update_fields=["removed_at"])
    changed_document(nomination, kept.document.code, by=by)
    return True


def documents_of(nominations: Iterable[Nomination]) -> dict[UUID, dict[int, NominationDocument]]:
    """Nomination id → id of the document asked for → what was given. One query."""
    given: dict[UUID, dict[int, NominationDocument]] = defaultdict(dict)
    found = NominationDocument.objects.filter(removed_at=None, nomination__in=[one.pk for one in nominations])
    for kept in found.order_by():
        given[kept.nomination_id][kept.document_id] = kept
    return given


def missing_documents(call: Call, nominations: Iterable[Nomination]) -> dict[UUID, list[CallDocument]]:
    """Nomination id → the required documents that are not there. Two queries."""
    nominations = list(nominations)
    asked = [item for item in call.documents.all() if item.is_required]
    given = documents_of(nominations)
    return {one.pk: [item for item in asked if item.pk not in given[one.pk]] for one in nominations}


def document_answer(user: User, document_id: UUID, **within) -> FileResponse:
    """A document as a download, never shown by the browser, for who may see its nomination; ``within``: more
    that must be so of it (``nomination__administration=…``). Raises Http404 for anything else."""
    kept = NominationDocument.objects.visible_to(user).filter(pk=document_id, removed_at=None, **within)
    found = kept.first()
    try:
        content = found.file.open("rb") if found else None
    except FileNotFoundError:
        content = None
    if content is None:
        raise Http404
    media = {extension: kind for kind, extension in documents.KINDS.values()}
    response = FileResponse(
        content,
        as_attachment=True,
        filename=found.file_name,
        content_type=media.get(found.file_name.rpartition(".")[2], "application/octet-stream"),
    )
    response["Content-Security-Policy"] = ISOLATED
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def prune_documents() -> int:
    """Delete what was taken away or replaced ``KEPT`` ago; how many. Safe to call at any time."""
    gone = NominationDocument.objects.filter(removed_at__lt=timezone.now() - KEPT)
    return sum(_prune(pk) for pk in list(gone.values_list("pk", flat=True)[:AT_ONCE]))


@transaction.atomic
def _prune(pk: UUID) -> bool:
    """The record first: a file without a record is only lost room."""
    kept = NominationDocument.objects.filter(pk=pk).first()
    if kept is None:
        return False
    kept.delete()
    transaction.on_commit(partial(kept.file.storage.delete, kept.file.name))
    return True
