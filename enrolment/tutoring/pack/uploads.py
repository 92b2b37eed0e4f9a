"""Marks that came back: sent, looked at, confirmed, and what came of them. Each person sees her own."""

from __future__ import annotations

import tempfile

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clikc.foundation.lists import page_of
from clikc.foundation.sheets import UnreadableSheet
from clikc.jobs import api as jobs
from enrolment.grading.api import packs

from ..workspace import tutor_page
from .choosing import context_of
from .forms import ConfirmForm, UploadForm
from .saying import told_of

ROWS = 50
State = packs.PackUpload.State
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A file is held in memory up to here, and on disk beyond.
HELD = 1024 * 1024


@tutor_page
@require_POST
def send(request):
    """A file that cannot be read is refused on the same page, in words."""
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid() and (upload := _take_in(request.user, form)):
        return redirect("tutoring_pack_upload", pk=upload.pk)
    return render(request, "tutoring/pack/choose.html", context_of(request, form), status=422)


def _take_in(user, form: UploadForm) -> packs.PackUpload | None:
    """The upload that can be looked at; None where the form says why there is none."""
    file = form.cleaned_data["file"]
    try:
        upload = packs.take_in(owner=user, file=file, name=file.name)
    except UnreadableSheet as error:
        form.add_error("file", packs.file_sentence(error.code, error.line, error.detail))
        return None
    if upload.state == State.REFUSED:
        words = packs.file_sentence(upload.refusal, upload.refusal_line, upload.refusal_detail)
        form.add_error("file", words)
        return None
    return upload


@tutor_page
@require_safe
def page(request, pk):
    """The plan row by row; how far it is; and at the end what became of each row."""
    upload = _own(request, pk)
    shown = request.GET.get("outcome", "")
    shown = shown if shown in upload.counts else ""
    listed = upload.rows.filter(outcome=shown) if shown else upload.rows.all()
    rows = page_of(request, listed, ROWS)
    context = {
        "upload": upload,
        "told": told_of(upload),
        "rows": rows,
        "lines": packs.told_rows(request.user, rows),
        "shown": shown,
        "job": jobs.job_of(request.user, upload.job_id) if upload.job_id else None,
        "form": ConfirmForm(initial={"digest": upload.plan_digest}),
        "days": packs.KEPT_DAYS,
    }
    return render(request, "tutoring/pack/upload.html", context)


@tutor_page
@require_POST
def confirm(request, pk):
    upload, form = _own(request, pk), ConfirmForm(request.POST)
    try:
        digest = form.cleaned_data["digest"] if form.is_valid() else ""
        upload = packs.confirm_and_run(upload=upload, digest=digest)
    except packs.PlanChanged:
        messages.warning(
            request, _("This is no longer what you looked at, so nothing was saved. Look at it again.")
        )
    return redirect("tutoring_pack_upload", pk=pk)


@tutor_page
@require_POST
def again(request, pk):
    """The plan made anew, by what is so now."""
    packs.look_again(upload=_own(request, pk))
    return redirect("tutoring_pack_upload", pk=pk)


@tutor_page
@require_POST
def cancel(request, pk):
    upload = packs.cancel_upload(upload=_own(request, pk))
    if upload.state == State.CANCELLED:
        messages.success(request, _("The file was put aside. Nothing was saved."))
        return redirect("tutoring_pack")
    return redirect("tutoring_pack_upload", pk=pk)


@tutor_page
@require_safe
def corrected(request, pk, kind):
    """The rows to be mended, as they were sent."""
    upload = _own(request, pk)
    if kind not in TYPES or not any(outcome in upload.counts for outcome in packs.MENDED):
        raise Http404
    stream = tempfile.SpooledTemporaryFile(max_size=HELD)  # noqa: SIM115 (the answer closes it)
    try:
        packs.write_corrected(stream, upload, kind=kind)
    except (UnreadableSheet, FileNotFoundError):
        raise Http404 from None
    stream.seek(0)
    name = f"{_('to-mend')}.{kind}"
    response = FileResponse(stream, as_attachment=True, filename=name, content_type=TYPES[kind])
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _own(request, pk) -> packs.PackUpload:
    """The upload, if it is hers; else it is as unknown as any."""
    mine = packs.PackUpload.objects.visible_to(request.user).select_related("owner")
    return get_object_or_404(mine, pk=pk)
