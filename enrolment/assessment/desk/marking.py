"""Answers that wait for a person: the queue, and one answer to mark."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clikc.foundation.lists import page_of
from clikc.people.staff import staff_page
from courses.catalogue import api as catalogue

from ..hand_marking import MarkRefused, mark_by_hand
from ..models import Response
from ..permissions import can_mark, markable_by
from ..titles import titles_of
from .answers import Filters, address_after, answer_or_404, shown, word_count
from .forms import MarkForm
from .marked import marked_answer

ROWS = 25


@staff_page(can_mark)
@require_safe
def queue(request):
    """What waits for this person, the oldest first. As many queries for many as for one."""
    filters = Filters.of(request)
    everything = markable_by(request.user)
    waiting = filters(everything).select_related("attempt__quiz__activity__course")
    rows = page_of(request, waiting.defer("attempt__paper"), ROWS)
    for row in rows:
        row.words = word_count(row)
    titles = titles_of(row.attempt.quiz for row in rows)
    context = {
        "rows": rows,
        "titles": titles,
        "filters": filters,
        "courses": _courses_in(everything),
        "is_filtered": bool(filters.query),
    }
    return render(request, "assessment/desk/queue.html", context)


def _courses_in(waiting: QuerySet[Response]) -> list[dict]:
    """The courses that something waits in, to choose from. Two queries."""
    found = waiting.order_by().values_list("attempt__enrolment__course", "attempt__enrolment__course__code")
    codes = dict(found.distinct())
    titles = catalogue.titles_of(codes, get_language())
    return [{"code": code, "entry": titles.get(pk)} for pk, code in sorted(codes.items(), key=lambda x: x[1])]


@staff_page(can_mark)
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request, pk):
    """One answer; POST keeps the mark and goes on to the next. What is marked shows its mark, and may be
    changed where that is allowed; what was marked meanwhile answers 409."""
    response = answer_or_404(request.user, pk)
    filters = Filters.of(request)
    if response.marked_at:
        return marked_answer(request, response, filters)
    form = MarkForm(request.POST) if request.method == "POST" else MarkForm()
    if request.method == "POST" and form.is_valid():
        try:
            mark_by_hand(
                response_id=pk,
                fraction=form.cleaned_data["fraction"],
                comment=form.cleaned_data["comment"],
                by=request.user,
            )
        except MarkRefused:
            return marked_answer(request, answer_or_404(request.user, pk), filters)
        messages.success(request, _("The score is kept."))
        return redirect(address_after(request.user, response, filters))
    context = shown(response) | {
        "form": form,
        "filters": filters,
        "left": filters(markable_by(request.user)).count(),
        "skip_url": address_after(request.user, response, filters),
    }
    return render(request, "assessment/desk/mark.html", context, status=422 if form.errors else 200)
