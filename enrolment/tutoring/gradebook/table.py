"""The table itself, on a page and as a file."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from clikc.foundation.lists import searched
from courses.catalogue import api as catalogue
from enrolment.grading import api as grading

from .exporting import TYPES, file_of, name_of_file
from .sheet import NAME, PERCENT, View, sheet_of

MOST_FOLDS = 60
LONGEST_SORT = 140


def view_of(request) -> View:
    return View(
        q=searched(request),
        sort=request.GET.get("sort", "")[:LONGEST_SORT],
        fold=tuple(dict.fromkeys(request.GET.getlist("fold")))[:MOST_FOLDS],
        show=PERCENT if request.GET.get("show") == PERCENT else "",
    )


def query_of(view: View) -> str:
    """The query of an address that shows this; "" for the table as it is first."""
    given = {"q": view.q, "sort": view.sort, "fold": view.fold, "show": view.show}
    text = urlencode({name: value for name, value in given.items() if value}, doseq=True)
    return f"?{text}" if text else ""


@require_safe
def table(request, desk, run):
    """The gradebook of a run. As many queries for 1 × 1 as for 60 × 40."""
    view = view_of(request)
    sheet = sheet_of(grading.gradebook_of(run=run, viewer=request.user), view)
    context = {
        "desk": desk,
        "run": run,
        "sheet": sheet,
        "book": sheet.book,
        "view": view,
        "entry": catalogue.titles_of([run.course_id], get_language()).get(run.course_id),
        "sorts": {code: _sort(view, code) for code in (NAME, *(head.code for head in sheet.heads))},
        "folds": {group.module.key: _fold(view, group.module.key) for group in sheet.modules},
        "other_show": query_of(replace(view, show="" if view.show else PERCENT)) or "?",
        "query": query_of(view),
    }
    return render(request, "tutoring/gradebook/table.html", context)


@require_safe
def export(request, desk, run, form):
    """What the page with the same query shows, as a file."""
    if form not in TYPES:
        raise Http404
    sheet = sheet_of(grading.gradebook_of(run=run, viewer=request.user), view_of(request))
    answer = HttpResponse(file_of(sheet, form), content_type=TYPES[form])
    answer.headers["Content-Disposition"] = content_disposition_header(True, name_of_file(sheet, form))
    return answer


def _sort(view: View, code: str) -> dict:
    """Where the head of a column leads: best first, then the other way; names from the first letter."""
    is_it = view.sorted_by == code
    first, second = (code, f"-{code}") if code == NAME else (f"-{code}", code)
    wanted = second if is_it and (view.sort or NAME) == first else first
    order = ("descending" if view.is_descending else "ascending") if is_it else ""
    return {"query": query_of(replace(view, sort=wanted)), "order": order}


def _fold(view: View, key: str) -> str:
    fold = tuple(item for item in view.fold if item != key) if key in view.fold else (*view.fold, key)
    return query_of(replace(view, fold=fold)) or "?"
