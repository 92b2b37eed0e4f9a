"""Files that go back to the coordinator: the template, the rows to be mended, the report."""

from __future__ import annotations

import tempfile

from django.http import FileResponse, Http404
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from enrolment.intake import api as intake

from ..workspace import coordinator_page
from .views import own_import

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A file is held in memory up to here, and on disk beyond.
HELD = 1024 * 1024


@coordinator_page
@require_safe
def template(request, administration, kind):
    """In her language; with the units of the administration to choose from."""
    units = administration.units.filter(is_active=True).values_list("name", flat=True)
    write = {"csv": intake.template_csv, "xlsx": intake.template_xlsx}.get(kind)
    if write is None:
        raise Http404
    stream = held_stream()
    write(
        stream,
        language=get_language(),
        suggested=administration.suggested_language,
        units=list(units),
    )
    return sent_file(stream, kind, _("officers"))


@coordinator_page
@require_safe
def corrected(request, administration, pk, kind):
    item = _with_file(request, administration, pk, kind)
    return _table(intake.corrected_rows(item, get_language()), kind, _("to-mend"))


@coordinator_page
@require_safe
def report(request, administration, pk, kind):
    item = _with_file(request, administration, pk, kind)
    return _table(intake.report_rows(item, get_language()), kind, _("report"))


def _with_file(request, administration, pk, kind):
    item = own_import(request, administration, pk)
    is_long = kind == "xlsx" and item.total > intake.MOST_IN_WORKBOOK
    if kind not in TYPES or is_long or not (item.file and item.plan_digest):
        raise Http404
    return item


def _table(rows, kind: str, name: str) -> FileResponse:
    stream = held_stream()
    intake.write_table(stream, rows, kind=kind, language=get_language())
    return sent_file(stream, kind, name)


def held_stream():
    """Where a file is written to before it is sent."""
    return tempfile.SpooledTemporaryFile(max_size=HELD)


def sent_file(stream, kind: str, name: str) -> FileResponse:
    stream.seek(0)
    response = FileResponse(stream, as_attachment=True, filename=f"{name}.{kind}", content_type=TYPES[kind])
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
