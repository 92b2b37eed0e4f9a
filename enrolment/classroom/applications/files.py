"""Documents of one's application: given, taken away, downloaded."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from enrolment.admissions import api as admissions

from .finding import own_or_404
from .shown import Application


@require_POST
@login_required
def documents(request, pk):
    """``file-<id>`` for each document that is asked for; ``remove``: the id of one that was given."""
    item = Application(own_or_404(request, pk))
    try:
        if not item.can_write:
            raise admissions.WrongState(item.state)
        done = _removed(request, item) + _given(request, item)
    except admissions.NominationRefused as refused:
        messages.warning(request, refused.words)
    else:
        if done:
            messages.success(request, _("Saved."))
        else:
            messages.warning(request, admissions.FileRefused("no_file").words)
    response = redirect("application", pk=pk)
    response["Location"] += "#documents"
    return response


@require_safe
@login_required
@never_cache
def download(request, pk, document: UUID):
    return admissions.document_answer(request.user, document, nomination=own_or_404(request, pk))


def _given(request, item: Application) -> int:
    number = 0
    for document in item.documents:
        sent = request.FILES.get(f"file-{document.asked.pk}")
        if sent is None:
            continue
        if sent.size > admissions.LARGEST_DOCUMENT:
            raise admissions.FileRefused("too_large", megabytes=admissions.LARGEST_DOCUMENT // 2**20)
        admissions.give_document(
            nomination_id=item.nomination.pk,
            asked=document.asked,
            by=request.user,
            data=sent.read(),
            name=sent.name or "",
        )
        number += 1
    return number


def _removed(request, item: Application) -> int:
    wanted = request.POST.get("remove", "")
    given = [document.kept for document in item.documents if document.kept]
    return sum(
        admissions.remove_document(document_id=kept.pk, by=request.user)
        for kept in given
        if str(kept.pk) == wanted
    )
