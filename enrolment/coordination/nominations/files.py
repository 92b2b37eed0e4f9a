"""Documents of a nomination: given, taken away, downloaded."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from enrolment.admissions import api as admissions

from ..workspace import coordinator_page
from .finding import nomination_or_404


@coordinator_page
@require_POST
def documents(request, administration, pk):
    """``file-<id>`` for each document that is asked for; ``remove``: the id of one that was given."""
    item = nomination_or_404(request, administration, pk)
    try:
        done = _removed(request, item) + _given(request, item)
        if not done:
            messages.warning(request, admissions.FileRefused("no_file").words)
        else:
            messages.success(request, _("Saved."))
    except admissions.NominationRefused as refused:
        messages.warning(request, refused.words)
    response = redirect("coordination_nomination", code=administration.code, pk=item.pk)
    response["Location"] += "#documents"
    return response


def _given(request, item) -> int:
    number = 0
    for asked in item.call.documents.all():
        sent = request.FILES.get(f"file-{asked.pk}")
        if sent is None:
            continue
        if sent.size > admissions.LARGEST_DOCUMENT:
            raise admissions.FileRefused("too_large", megabytes=admissions.LARGEST_DOCUMENT // 2**20)
        admissions.give_document(
            nomination_id=item.pk, asked=asked, by=request.user, data=sent.read(), name=sent.name or ""
        )
        number += 1
    return number


def _removed(request, item) -> int:
    given = {str(kept.pk): kept for kept in admissions.documents_of([item])[item.pk].values()}
    number = 0
    with suppress(KeyError):
        kept = given[request.POST["remove"]]
        number += admissions.remove_document(document_id=kept.pk, by=request.user)
    return number


@coordinator_page
@require_safe
def download(request, administration, pk, document: UUID):
    item = nomination_or_404(request, administration, pk)
    return admissions.document_answer(request.user, document, nomination=item)
