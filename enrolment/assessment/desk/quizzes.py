"""Every quiz with what came of it; one quiz with its sittings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import NullIf
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from clikc.foundation.lists import page_of, searched
from clikc.people.staff import staff_page
from courses.catalogue import api as catalogue
from courses.quizzes import api as quizzes

from ..models import Attempt, Release
from ..permissions import attempts_seen_by, can_settle
from ..rules import Result
from ..terms import can_be_extended, result_of
from ..titles import page_names, quiz_or_404, titles_of

QUIZZES, SITTINGS = 25, 50
# Of fewer learners a share would tell about single ones.
FEWEST = 5
SORTS = {
    "name": ("enrolment__learner__printed_name", "enrolment__learner__email", "number"),
    "started": ("-started_at", "pk"),
    "handed-in": (F("submitted_at").desc(nulls_last=True), "pk"),
    "score": ((F("score") / NullIf(F("score_possible"), 0)).desc(nulls_last=True), "pk"),
}


@staff_page(can_settle)
@require_safe
def quiz_list(request):
    """Every quiz of every course, with counts. As many queries for many as for one."""
    code = request.GET.get("course", "")[:60]
    found = with_counts(quizzes.Quiz.objects.select_related("activity__course"))
    if code:
        found = found.filter(activity__course__code=code)
    rows = page_of(request, found.order_by("activity__course__code", "activity__position", "pk"), QUIZZES)
    add_results(rows)
    titles = titles_of(rows)
    context = {
        "rows": rows,
        "titles": titles,
        "course": code,
        "courses": courses_with_quizzes(),
        "fewest": FEWEST,
    }
    return render(request, "assessment/desk/quizzes.html", context)


def with_counts(found: QuerySet) -> QuerySet:
    """Quizzes with how many attempts are open, handed in and waiting."""
    handed_in = Q(attempts__submitted_at__isnull=False)
    return found.annotate(
        open_attempts=Count("attempts", filter=Q(attempts__submitted_at__isnull=True)),
        handed_in=Count("attempts", filter=handed_in),
        waiting=Count("attempts", filter=handed_in & Q(attempts__waiting__gt=0)),
    )


def add_results(found: Iterable[quizzes.Quiz]) -> None:
    """Give each quiz ``judged`` and ``passed``: how many learners have a result that is known, and how many
    have passed by what counts of their attempts. One query, however many quizzes."""
    by_pk = {item.pk: item for item in found}
    results = results_of(by_pk)
    for pk, quiz in by_pk.items():
        known = [result.is_passed for result in results[pk] if result.is_passed is not None]
        quiz.judged, quiz.passed = len(known), sum(known)


def results_of(by_pk: Mapping[int, quizzes.Quiz]) -> dict[int, list[Result]]:
    """Quiz id → the result of each learner who handed in an attempt at it."""
    rows = Attempt.objects.submitted().filter(quiz__in=by_pk).order_by("quiz", "enrolment", "number")
    fields = ("quiz", "enrolment", "number", "score", "score_possible", "is_passed", "submitted_at")
    results: dict[int, list[Result]] = {pk: [] for pk in by_pk}
    learners = groupby(rows.only(*fields), key=lambda item: (item.quiz_id, item.enrolment_id))
    for (pk, _enrolment), attempts in learners:
        results[pk].append(result_of(list(attempts), by_pk[pk]))
    return results


def courses_with_quizzes() -> list[dict]:
    """The courses there are quizzes in, to choose from. Two queries."""
    found = quizzes.Quiz.objects.values_list("activity__course", "activity__course__code").distinct()
    codes = dict(found.order_by("activity__course__code"))
    titles = catalogue.titles_of(codes, get_language())
    return [{"code": code, "entry": titles.get(pk)} for pk, code in codes.items()]


@staff_page(can_settle)
@require_safe
def quiz_page(request, pk):
    """One quiz: counts, what can be done, its sittings. As many queries for many as for one."""
    quiz_or_404(pk)
    quiz = with_counts(quizzes.Quiz.objects.select_related("activity__course")).get(pk=pk)
    add_results([quiz])
    query = searched(request)
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "started"
    rows = page_of(request, sittings_of(request.user, quiz, query).order_by(*SORTS[sort]), SITTINGS)
    context = page_names(quiz) | {
        "rows": rows,
        "q": query,
        "sort": sort,
        "sorts": list(SORTS),
        "fewest": FEWEST,
        "can_extend": can_be_extended(quiz) or quiz.run_quizzes.exists(),
        "release": Release.objects.filter(quiz=quiz).select_related("by").first(),
    }
    return render(request, "assessment/desk/quiz.html", context)


def sittings_of(user, quiz, query: str) -> QuerySet[Attempt]:
    """The attempts at a quiz that ``user`` may see, of learners whose name, e-mail address or
    administration has ``query`` in it."""
    found = attempts_seen_by(user).filter(quiz=quiz).defer("paper")
    if query:
        found = found.filter(named("enrolment__learner__", query))
    return found.select_related("enrolment__learner__administration")


def named(prefix: str, query: str) -> Q:
    """Whose name, e-mail address or administration has this text in it; ``prefix`` leads to the person."""
    fields = ("printed_name", "first_name", "last_name", "email", "administration__name")
    found = Q()
    for field in fields:
        found |= Q(**{f"{prefix}{field}__icontains": query})
    return found
