"""Answers that a person marks: the queue, and one answer with what its marker needs; never whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clikc.people.staff import staff_page
from courses.catalogue import api as catalogue
from courses.quizzes import api as quizzes

from ..hand_marking import MarkRefused, mark_by_hand
from ..models import Response
from ..permissions import can_mark, markable_by, seen_for_marking
from ..titles import titles_of
from .forms import MarkForm
from .lists import page_of

ROWS = 25


@dataclass(frozen=True)
class Filters:
    """What of the queue is looked at: a course by its code, a quiz by its id; empty for all."""

    course: str
    quiz: str

    @classmethod
    def of(cls, request) -> Filters:
        quiz = request.GET.get("quiz", "")
        is_id = quiz.isascii() and quiz.isdigit() and len(quiz) < 10
        return cls(course=request.GET.get("course", "")[:60], quiz=quiz if is_id else "")

    def __call__(self, waiting: QuerySet[Response]) -> QuerySet[Response]:
        if self.course:
            waiting = waiting.filter(attempt__enrolment__course__code=self.course)
        return waiting.filter(attempt__quiz=self.quiz) if self.quiz else waiting

    @property
    def query(self) -> str:
        """``?course=…`` to go on with, empty where nothing is left out."""
        given = {name: value for name, value in vars(self).items() if value}
        return f"?{urlencode(given)}" if given else ""


@staff_page(can_mark)
@require_safe
def queue(request):
    """What waits for this person, the oldest first. As many queries for many as for one."""
    filters = Filters.of(request)
    everything = markable_by(request.user)
    waiting = filters(everything).select_related("attempt__quiz__activity__course")
    rows = page_of(request, waiting.defer("attempt__paper"), ROWS)
    for row in rows:
        row.words = _word_count(row)
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


def _word_count(response: Response) -> int:
    return quizzes.count_words(" ".join(response.answer))


@staff_page(can_mark)
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request, pk):
    """One answer; POST keeps the mark and goes on to the next. What was marked meanwhile answers 409."""
    response = _answer_or_404(request.user, pk)
    filters = Filters.of(request)
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
            return _marked_meanwhile(request, _answer_or_404(request.user, pk), form, filters)
        messages.success(request, _("The mark is kept."))
        return redirect(_after(request.user, response, filters))
    if response.marked_at:
        return _marked_meanwhile(request, response, form if form.is_bound else None, filters)
    context = _shown(response) | {
        "form": form,
        "filters": filters,
        "left": filters(markable_by(request.user)).count(),
        "skip_url": _after(request.user, response, filters),
    }
    return render(request, "assessment/desk/mark.html", context, status=422 if form.errors else 200)


def _answer_or_404(user, pk) -> Response:
    seen = seen_for_marking(user).select_related("attempt__quiz__activity__course", "marked_by")
    response = seen.filter(pk=pk).first()
    if response is None:
        raise Http404
    return response


def _shown(response: Response) -> dict:
    """What a marker reads: what was asked, in which course, how it could be answered, and the answer."""
    question, language, attempt = str(response.question_id), get_language(), response.attempt
    asked_as = [item for item in attempt.paper if item["question"] == question]
    return {
        "response": response,
        "answer": "\n".join(response.answer),
        "words": _word_count(response),
        "asked": quizzes.questions_on(asked_as, language).get(question),
        "solution": quizzes.solutions_on(asked_as, language).get(question),
        "titles": titles_of([attempt.quiz])[attempt.quiz_id],
    }


def _marked_meanwhile(request, response: Response, form: MarkForm | None, filters: Filters):
    """Somebody else was quicker: both marks are shown, so that nothing typed is lost."""
    context = _shown(response) | {
        "form": form,
        "own": form.data if form else None,
        "filters": filters,
        "next_url": _after(request.user, response, filters),
    }
    return render(request, "assessment/desk/marked_meanwhile.html", context, status=409 if form else 200)


def _after(user, response: Response, filters: Filters) -> str:
    """The address of the next answer in the queue after this one, from its beginning after the last; that
    of the queue where nothing else waits."""
    waiting = filters(markable_by(user)).exclude(pk=response.pk)
    at = response.attempt.submitted_at
    later = waiting.filter(Q(attempt__submitted_at__gt=at) | Q(attempt__submitted_at=at, pk__gt=response.pk))
    following = later.values_list("pk", flat=True).first() or waiting.values_list("pk", flat=True).first()
    if following is None:
        return reverse("assessment_queue")
    return reverse("assessment_mark", args=[following]) + filters.query
