"""The closing report as a workbook and as a PDF: the tables of the page."""

from __future__ import annotations

import io
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import get_language, get_language_bidi, gettext as _
from django.views.decorators.http import require_safe

from clikc.foundation.sheets import SheetOut, write_xlsx
from clikc.people.staff import staff_page
from enrolment.certificates import api as certificates

from ..workspace import runs_sessions
from .report import sessions_asked, summary_of
from .tables import Table, tables_of

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@staff_page(runs_sessions)
@require_safe
def file(request, code, form):
    if form not in TYPES:
        raise Http404
    there, chosen = sessions_asked(request, code)
    report = certificates.session_report(chosen)
    tables, programme = tables_of(report), there[0].programme
    content = _workbook(tables) if form == "xlsx" else _document(programme, report, tables)
    name = f"{slugify(_('Closing report'), allow_unicode=True)}-{programme.code}.{form}"
    response = HttpResponse(content, content_type=TYPES[form])
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _workbook(tables: list[Table]) -> bytes:
    stream = io.BytesIO()
    sheets = [SheetOut(table.title, table.headers, table.rows, (36, 24)) for table in tables]
    write_xlsx(stream, sheets=sheets, right_to_left=get_language_bidi())
    return stream.getvalue()


def _document(programme, report, tables: list[Table]) -> bytes:
    return certificates.report_pdf(
        {
            "language": get_language(),
            "rtl": get_language_bidi(),
            "title": _("Closing report"),
            "programme": programme.title,
            "summary": summary_of(report),
            "made": date_format(timezone.localdate(), "DATE_FORMAT"),
            "tables": [
                {
                    "title": table.title,
                    "headers": list(table.headers),
                    "rows": table.shown,
                    "note": table.note,
                }
                for table in tables
            ],
        }
    )
