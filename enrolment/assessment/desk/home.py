"""The desk: what waits for this person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from clikc.people.staff import staff_page
from courses.catalogue import api as catalogue
from courses.catalogue.api import Entry
from courses.quizzes import api as quizzes

from ..models import Regrade
from ..permissions import can_mark, can_settle, markable_by, marked_seen_by, works_here
from ..titles import titles_of
from .marked import LATELY, rows_context, with_what_is_shown

RECENT = 5


@dataclass(frozen=True)
class Waiting:
    """Answers of one course that wait for a person, and since when."""

    code: str
    course: Entry | None
    count: int
    oldest: datetime


@staff_page(works_here)
@require_safe
def home(request):
    """What waits to be marked, exams to be released, what was re-graded lately."""
    is_manager = can_settle(request.user)
    mine = marked_seen_by(request.user).filter(marked_by=request.user)
    marked = list(with_what_is_shown(mine)[:LATELY])
    context = rows_context(request.user, marked) | {
        "marked": marked,
        "can_mark": can_mark(request.user),
        "can_settle": is_manager,
        "waiting": waiting_by_course(request.user),
        "exams": exams_to_release() if is_manager else [],
        "regrades": recent_regrades() if is_manager else [],
    }
    return render(request, "assessment/desk/home.html", context)


def waiting_by_course(user) -> list[Waiting]:
    """What this person may mark, by course, the oldest first. Two queries."""
    rows = (
        markable_by(user)
        .order_by()
        .values("attempt__enrolment__course", "attempt__enrolment__course__code")
        .annotate(count=Count("pk"), oldest=Min("attempt__submitted_at"))
        .order_by("oldest")
    )
    rows = list(rows)
    titles = catalogue.titles_of([row["attempt__enrolment__course"] for row in rows], get_language())
    return [
        Waiting(
            code=row["attempt__enrolment__course__code"],
            course=titles.get(row["attempt__enrolment__course"]),
            count=row["count"],
            oldest=row["oldest"],
        )
        for row in rows
    ]


def exams_to_release() -> list[dict]:
    """Exams that were sat and whose results nobody knows yet."""
    handed_in = Q(attempts__submitted_at__isnull=False)
    exams = (
        quizzes.Quiz.objects.filter(mode=quizzes.QuizMode.EXAM, released_at=None)
        .select_related("activity__course")
        .annotate(
            handed_in=Count("attempts", filter=handed_in),
            waiting=Count("attempts", filter=handed_in & Q(attempts__waiting__gt=0)),
        )
        .filter(handed_in__gt=0)
        .order_by("activity__course__code", "activity__position")
    )
    exams = list(exams)
    titles = titles_of(exams)
    return [{"quiz": exam, "titles": titles[exam.pk]} for exam in exams]


def recent_regrades() -> list[Regrade]:
    """The last re-gradings, with how many attempts each changed. One query."""
    found = Regrade.objects.select_related("question", "made_by").annotate(changed=Count("changes"))
    return list(found.order_by("-made_at")[:RECENT])
