"""Everybody of a run: who is at risk and why, with whom; the same as a file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import get_language_bidi, gettext
from django.views.decorators.http import require_POST, require_safe

from clikc.foundation.sheets import SheetOut, write_csv, write_xlsx
from enrolment.following import api as following

from ..managing.workspace import heading, run_page
from .asked import AT_RISK, NOBODY, Asked
from .lines import FOR_MANAGERS, columns_of, lines_of, tutors_in
from .table import Table, facets_of, table_of

if TYPE_CHECKING:
    from clikc.people.models import User
    from enrolment.programmes.models import CourseRun

TYPES = following.FORMATS


@run_page
@require_safe
def risk(request, run):
    """As many queries for sixty participants as for one."""
    asked, tutors = Asked.of(request.GET, show=AT_RISK), tutors_in(run)
    table = _table(request.user, run, asked, tutors)
    context = heading(run) | {
        "asked": asked,
        "table": table,
        "facets": facets_of([table], asked),
        "tutors": sorted(tutors.items(), key=lambda pair: pair[1].casefold()),
        "nobody": NOBODY,
        "query": asked.query(),
    }
    return render(request, "tutoring/risk/run.html", context)


@run_page
@require_POST
def export(request, run):
    """What the page with the same query shows, as a file."""
    form = request.POST.get("form", "")
    if form not in TYPES:
        raise Http404
    table = _table(request.user, run, Asked.of(request.GET, show=AT_RISK), tutors_in(run))
    answer = HttpResponse(_file_of(table, form), content_type=TYPES[form])
    name = f"{slugify(gettext('At risk'), allow_unicode=True)}-{timezone.localdate().isoformat()}.{form}"
    answer.headers["Content-Disposition"] = content_disposition_header(True, name)
    return answer


def _table(user: User, run: CourseRun, asked: Asked, tutors: dict[int, str]) -> Table:
    lines = lines_of(user, following.standings_in_runs([run], user), tutors)
    return table_of(run, lines, columns_of([run], FOR_MANAGERS)[run.pk], asked)


def _file_of(table: Table, form: str) -> bytes:
    heads = [str(head.column.heading) for head in table.heads]
    rows = ([cell.value for cell in row.cells] for row in table.rows)
    stream = io.BytesIO()
    if form == "csv":
        write_csv(stream, [heads, *rows])
    else:
        widths = [head.column.width for head in table.heads]
        sheet = SheetOut(gettext("At risk"), heads, rows, widths, fixed=1)
        write_xlsx(stream, sheets=[sheet], right_to_left=get_language_bidi())
    return stream.getvalue()
