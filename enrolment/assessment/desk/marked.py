"""Answers that a person marked: the list, and one of them with its history and the form that corrects it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clikc.foundation.lists import page_of, searched
from clikc.people.staff import staff_page

from ..hand_marking import MarkRefused, change_mark
from ..models import Response
from ..permissions import can_mark, can_see_attempts, marked_seen_by, may_change, may_reopen
from ..titles import titles_of
from .answers import Filters, address_after, answer_or_404, shown
from .forms import ChangeForm
from .quizzes import named

ROWS, LATELY = 25, 5


@staff_page(can_mark)
@require_safe
def marked(request):
    """What this person marked, the latest first; who may change any mark sees all, and finds a learner's."""
    sees_names = can_see_attempts(request.user) and may_reopen(request.user)
    query = searched(request) if sees_names else ""
    answers = marked_seen_by(request.user)
    if query:
        answers = answers.filter(named("attempt__enrolment__learner__", query))
    rows = page_of(request, with_what_is_shown(answers), ROWS)
    context = rows_context(request.user, rows) | {"rows": rows, "sees_names": sees_names, "q": query}
    return render(request, "assessment/desk/marked_list.html", context)


def with_what_is_shown(answers):
    related = ("attempt__quiz__activity__course", "attempt__enrolment__learner__administration", "marked_by")
    return answers.select_related(*related).defer("attempt__paper")


def rows_context(user, rows) -> dict:
    """The titles of their quizzes, and of each row whether its mark may be changed. Two queries."""
    for row in rows:
        row.can_be_changed = may_change(user, row)
    return {"titles": titles_of(row.attempt.quiz for row in rows)}


def marked_answer(request, response: Response, filters: Filters):
    """The mark that stands and those before. A POST that names the mark it saw changes it: 403 who may
    not. One that does not, or is too late, answers 409 and gives back what was typed."""
    is_change = request.method == "POST" and "seen" in request.POST
    if is_change and not may_change(request.user, response):
        raise PermissionDenied
    form = ChangeForm.of(response, by=request.user, data=request.POST if is_change else None)
    if not is_change:
        return _page(request, response, form, filters, own=request.POST or None)
    if not form.is_valid():
        return _page(request, response, form, filters)
    try:
        change_mark(response_id=response.pk, by=request.user, **form.given)
    except MarkRefused:
        now = answer_or_404(request.user, response.pk)
        return _page(request, now, ChangeForm.of(now, by=request.user), filters, own=request.POST)
    messages.success(request, _("The score is changed."))
    return redirect("assessment_marked")


def _page(request, response: Response, form: ChangeForm, filters: Filters, *, own=None):
    context = shown(response) | {
        "form": form if may_change(request.user, response) else None,
        "history": list(response.hand_marks.select_related("by").order_by("-pk")),
        "own": own,
        "filters": filters,
        "next_url": address_after(request.user, response, filters),
    }
    status = 409 if own else 422 if form.errors else 200
    return render(request, "assessment/desk/marked.html", context, status=status)
