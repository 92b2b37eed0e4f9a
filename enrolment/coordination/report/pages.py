"""The page of a report, and its numbers as a file."""

from __future__ import annotations

import tempfile

from django.http import FileResponse, Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi
from django.views.decorators.http import require_safe

from enrolment.programmes import api as programmes

from ..courses import courses_taken
from ..workspace import coordinator_page
from . import tables
from .building import Report, build
from .forms import ReportForm


@coordinator_page
@require_safe
def report(request, administration):
    """The sheet in the language it is asked for, below what can be chosen in the reader's own."""
    form = _form(request, administration)
    context = {
        "administration": administration,
        "section": "report",
        "form": form,
    }
    if not form.is_valid():
        return render(request, "coordination/report/report.html", context, status=400)
    with translation.override(form.language_asked):
        found = build(form.scope, form.period_asked)
        context["sheet"] = _sheet(request.user, administration, form, found)
    context |= {
        "is_empty": found.is_empty and not form.has_courses,
        "query": request.GET.urlencode(),
        "formats": tables.FORMATS,
    }
    return render(request, "coordination/report/report.html", context)


@coordinator_page
@require_safe
def file(request, administration, kind):
    """The tables of the page, in the language of the sheet."""
    form = _form(request, administration)
    if kind not in tables.FORMATS or not form.is_valid():
        raise Http404
    stream = tempfile.SpooledTemporaryFile(max_size=1024 * 1024)  # noqa: SIM115 (the response closes it)
    with translation.override(form.language_asked):
        found = build(form.scope, form.period_asked)
        tables.write(stream, found, kind)
        name = tables.name_of_file(administration, found, kind)
    stream.seek(0)
    return FileResponse(
        stream,
        as_attachment=True,
        filename=name,
        content_type=tables.FORMATS[kind],
    )


def _sheet(user, administration, form: ReportForm, found: Report) -> SafeString:
    context = {
        "administration": administration,
        "report": found,
        "prepared_by": user.get_full_name(),
        "today": timezone.localdate(),
        "chosen": [name for field in ("cohort", "unit") if (name := form.name_of(field))],
        "language": get_language(),
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
    return render_to_string("coordination/report/_sheet.html", context)


def _form(request, administration) -> ReportForm:
    cohorts = programmes.cohorts_seen_by(request.user, administration_id=administration.pk)
    return ReportForm(
        request.GET,
        administration=administration,
        courses=courses_taken(request.user, administration),
        cohorts=cohorts.values_list("pk", "name"),
        units=administration.units.values_list("pk", "name"),
    )
