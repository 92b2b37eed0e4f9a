"""What is done with rows: a file of them, their certificates, a reminder. Each looks them up anew."""

from __future__ import annotations

import tempfile
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from enrolment.following import api as following

from ..workspace import coordinator_page
from .asked import filters_of, query_of
from .table import PAGE


@coordinator_page
@require_POST
def export(request, administration):
    """The rows the filters leave, all of them, as a file; many are written by the worker."""
    form = request.POST.get("form", "")
    if form not in following.FORMATS:
        raise Http404
    ids = _matching(request, administration)
    if len(ids) > following.MOST_AT_ONCE:
        job = following.start_export(request.user, administration, ids=ids, form=form)
        return redirect("job", job.pk)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    following.export(file, following.lines_by_id(request.user, administration, ids), form)
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=following.name_of_file(form),
        headers={"Content-Type": following.FORMATS[form], "Cache-Control": "private, no-store"},
    )


@coordinator_page
@require_POST
def certificates(request, administration):
    """The certificates of the rows as one file, packed by the worker."""
    ids = _chosen(request, administration)
    if not ids:
        return _none_chosen(request, administration)
    job = following.start_archive(request.user, administration, ids=ids)
    return redirect("job", job.pk)


@coordinator_page
@require_POST
def remind(request, administration):
    """Note who is meant, and on to what they would get."""
    ids = _chosen(request, administration)
    if not ids:
        return _none_chosen(request, administration)
    made = following.draft_round(administration=administration, enrolments=ids, by=request.user)
    return redirect("coordination_reminders", code=administration.code, pk=made.pk)


def _matching(request, administration) -> list[UUID]:
    rows = following.following_rows(request.user, administration, filters_of(request.GET))
    return list(rows.values_list("pk", flat=True))


def _chosen(request, administration) -> list[UUID]:
    """The ticked rows, or all that match where that is ticked; those of this administration alone."""
    if request.POST.get("all"):
        return _matching(request, administration)
    ticked = [found for text in request.POST.getlist("row")[: PAGE * 2] if (found := _uuid(text))]
    everybody = following.followed(request.user, administration)
    return list(everybody.filter(pk__in=ticked).values_list("pk", flat=True)) if ticked else []


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _none_chosen(request, administration):
    messages.warning(request, _("Tick the officers you mean first."))
    address = reverse("coordination_following", kwargs={"code": administration.code})
    return redirect(f"{address}{query_of(filters_of(request.GET))}")
