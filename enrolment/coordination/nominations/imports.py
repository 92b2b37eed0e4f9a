"""Nominations by spreadsheet: sent, looked at row by row, confirmed as they were looked at."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language, gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clikc.foundation.lists import page_of
from clikc.foundation.sheets import UnreadableSheet
from enrolment.admissions import api as admissions
from enrolment.intake import api as intake

from ..imports.downloads import held_stream, sent_file
from ..imports.forms import ConfirmForm
from ..workspace import coordinator_page
from .finding import call_or_404
from .telling import facts_told

ROWS, FILES = 50, 25


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=255,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("XLSX or CSV, at most %(size)s. Nothing is done yet.") % {
            "size": filesizeformat(intake.LARGEST_NOMINATIONS)
        }

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > intake.LARGEST_NOMINATIONS:
            raise forms.ValidationError(intake.file_sentence("file_too_large"), code="file_too_large")
        return file


@coordinator_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request, administration, call_id):
    """A file that cannot be read is refused on the same page, in words."""
    call = call_or_404(call_id)
    if not call.is_open:
        messages.warning(request, admissions.DeadlinePassed().words)
        return redirect("coordination_call", code=administration.code, call_id=call.pk)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            item = intake.plan_nominations(
                call=call,
                administration=administration,
                owner=request.user,
                file=file,
                name=file.name,
            )
            return _to_plan(item, administration)
        except UnreadableSheet as error:
            form.add_error("file", intake.file_sentence(error.code, error.line, error.detail))
    return _render(request, administration, "file.html", call=call, form=form)


@coordinator_page
@require_safe
def listed(request, administration):
    """The files that were sent, for whatever call, with what became of their rows: to who sent them."""
    rows = page_of(request, intake.nomination_files(request.user, administration), FILES)
    for item in rows:
        item.told = [
            _count(code, item.counts[code]) for code in intake.NOMINATION_OUTCOMES if code in item.counts
        ]
    return _render(request, administration, "files.html", rows=rows)


@coordinator_page
@require_safe
def page(request, administration, call_id, pk):
    """What would become of each row; once it is confirmed, what became of it."""
    item = _own(request, administration, call_id, pk)
    rows = intake.rows_of_nominations(item)
    counts = intake.counts_of_nominations(rows)
    shown = request.GET.get("outcome", "")
    shown = shown if shown in counts else ""
    some = page_of(request, [row for row in rows if not shown or row.outcome == shown], ROWS)
    for row in some:
        row.label = intake.NOMINATION_OUTCOMES[row.outcome]
        row.tone = intake.NOMINATION_TONES.get(row.outcome, "plain")
        row.shown = facts_told(row)
        row.told_reasons = [intake.nomination_reason(reason) for reason in row.reasons]
    return _render(
        request,
        administration,
        "plan.html",
        call=item.call,
        item=item,
        counts=[_count(code, number) for code, number in counts.items()],
        doing=sum(counts.get(code, 0) for code in intake.NOMINATIONS_DONE),
        total=len(rows),
        rows=some,
        shown=shown,
        form=ConfirmForm(initial={"digest": item.digest}),
    )


@coordinator_page
@require_POST
def confirm(request, administration, call_id, pk):
    """Exactly what was looked at is done, or nothing."""
    item = _own(request, administration, call_id, pk)
    form = ConfirmForm(request.POST)
    digest = form.cleaned_data["digest"] if form.is_valid() else ""
    try:
        intake.confirm_nominations(item=item, digest=digest, by=request.user)
        messages.success(request, _("Done. The drafts are to be endorsed before the deadline."))
    except intake.PlanChanged:
        intake.look_again_at_nominations(item=item, by=request.user)
        messages.warning(
            request, _("This is no longer what you looked at, so nothing was done. Look at it again.")
        )
    except admissions.NominationRefused as refused:
        messages.warning(request, refused.words)
    return _to_plan(item, administration)


@coordinator_page
@require_safe
def template(request, administration, call_id, kind):
    """In her language."""
    call_or_404(call_id)
    write = {"csv": intake.nominations_csv, "xlsx": intake.nominations_xlsx}.get(kind)
    if write is None:
        raise Http404
    stream = held_stream()
    write(stream, language=get_language())
    return sent_file(stream, kind, _("nominations"))


def _own(request, administration, call_id, pk):
    """The file, if it is hers, of this administration and of this call; else it is as unknown as any."""
    call = call_or_404(call_id)
    mine = intake.NominationFile.objects.visible_to(request.user).select_related("call__session__programme")
    found = mine.filter(pk=pk, administration=administration, call=call).first()
    if found is None:
        raise Http404
    return found


def _count(code: str, number: int) -> dict:
    return {
        "outcome": code,
        "number": number,
        "label": intake.NOMINATION_OUTCOMES[code],
        "meaning": intake.NOMINATION_MEANINGS[code],
        "tone": intake.NOMINATION_TONES.get(code, "plain"),
    }


def _to_plan(item, administration):
    return redirect(
        "coordination_nominations_plan", code=administration.code, call_id=item.call_id, pk=item.pk
    )


def _render(request, administration, template, **context):
    context |= {"administration": administration, "section": "nominations"}
    return render(request, f"coordination/nominations/{template}", context)
