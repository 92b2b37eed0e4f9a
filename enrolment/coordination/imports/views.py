"""Files of officers: sent, looked at, confirmed, and what came of them. Each coordinator sees her own."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clikc.foundation.lists import page_of
from clikc.foundation.sheets import UnreadableSheet
from clikc.jobs import api as jobs
from enrolment.intake import api as intake

from ..workspace import coordinator_page
from .forms import ConfirmForm, UploadForm
from .saying import told_of, told_row

ROWS, FILES = 50, 25
State = intake.OfficerImport.State


def own_import(request, administration, pk):
    """The import, if it is hers and of this administration; else it is as unknown as any."""
    mine = intake.OfficerImport.objects.visible_to(request.user).select_related("administration", "cohort")
    return get_object_or_404(mine, pk=pk, administration=administration)


@coordinator_page
@require_safe
def imports(request, administration):
    mine = intake.OfficerImport.objects.visible_to(request.user).filter(administration=administration)
    rows = page_of(request, mine.select_related("cohort"), FILES)
    for item in rows:
        item.told = told_of(item)
    return _render(request, administration, "imports.html", rows=rows)


@coordinator_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request, administration):
    """A file that cannot be read is refused on the same page, in words."""
    if request.method != "POST":
        form = UploadForm(
            initial={"cohort": request.GET.get("cohort", "")[:20]}, administration=administration
        )
        return _render(request, administration, "new.html", form=form)
    form = UploadForm(request.POST, request.FILES, administration=administration)
    if form.is_valid():
        item = _take_in(request, administration, form)
        if item is not None:
            return _back(item)
    return _render(request, administration, "new.html", form=form)


def _take_in(request, administration, form: UploadForm):
    """The import that can be looked at; None where the form says why there is none."""
    file = form.cleaned_data["file"]
    try:
        item = intake.open_import(
            administration=administration,
            owner=request.user,
            file=file,
            name=file.name,
            cohort=form.cleaned_data["cohort"],
        )
    except UnreadableSheet as error:
        form.add_error("file", intake.file_sentence(error.code, error.line, error.detail))
        return None
    item = intake.plan_soon(item=item, by=request.user)
    if item.state == State.REFUSED:
        form.add_error("file", intake.file_sentence(item.refusal, item.refusal_line, item.refusal_detail))
        return None
    return item


@coordinator_page
@require_safe
def page(request, administration, pk):
    """The plan of a file, row by row; how far it is; and at the end what became of each row."""
    item = own_import(request, administration, pk)
    shown = request.GET.get("outcome", "")
    shown = shown if shown in item.counts else ""
    listed = item.rows.filter(outcome=shown) if shown else item.rows.all()
    rows = page_of(request, listed.order_by("line"), ROWS) if _is_listed(item) else None
    for row in rows or ():
        row.told = told_row(row)
    return _render(
        request,
        administration,
        "import.html",
        item=item,
        told=told_of(item),
        rows=rows,
        shown=shown,
        job=jobs.job_of(request.user, item.job_id) if item.job_id else None,
        form=ConfirmForm(initial={"digest": item.plan_digest}),
        is_in_workbook=item.total <= intake.MOST_IN_WORKBOOK,
    )


def _is_listed(item) -> bool:
    return bool(item.file) and item.state in (State.PLANNED, *intake.OfficerImport.AGREED)


@coordinator_page
@require_POST
def confirm(request, administration, pk):
    item = own_import(request, administration, pk)
    form = ConfirmForm(request.POST)
    try:
        digest = form.cleaned_data["digest"] if form.is_valid() else ""
        item = intake.confirm_soon(item=item, digest=digest, by=request.user)
    except intake.PlanChanged:
        messages.warning(
            request, _("This is no longer what you looked at, so nothing was done. Look at it again.")
        )
    return _back(item)


@coordinator_page
@require_POST
def again(request, administration, pk):
    """The plan made anew, by what is so now."""
    item = intake.look_again_soon(item=own_import(request, administration, pk), by=request.user)
    return _back(item)


@coordinator_page
@require_POST
def cancel(request, administration, pk):
    item = intake.cancel_import(item=own_import(request, administration, pk))
    if item.state == State.CANCELLED:
        messages.success(request, _("The file was put aside. Nothing was done."))
        return redirect("coordination_imports", code=administration.code)
    return _back(item)


def _back(item):
    return redirect("coordination_import", code=item.administration.code, pk=item.pk)


def _render(request, administration, template, **context):
    context |= {"administration": administration, "section": "imports"}
    return render(request, f"coordination/imports/{template}", context)
