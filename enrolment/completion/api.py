"""The door of completion."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from courses.catalogue import api as catalogue
from enrolment.assessment import api as assessment
from enrolment.progress import api as progress, rules as progress_rules

from .models import CourseCompletion
from .moving import unite_completion
from .rules import Criterion, Decision, Requirement, judge_completion
from .signals import course_completed

__all__ = [
    "activities_asked_for",
    "asked_for",
    "review_completion",
    "unite_completion",
    "whats_missing",
    "whats_missing_in",
]


@transaction.atomic
def review_completion(*, enrolment_id: UUID) -> CourseCompletion | None:
    """Complete the course of an enrolment if every criterion is met; None if not yet.

    Decides under a lock on the enrolment, once and for good; safe to call at any time.
    """
    enrolment = (
        apps.get_model("admissions", "Enrolment").objects.select_for_update(no_key=True).get(pk=enrolment_id)
    )
    existing = CourseCompletion.objects.filter(enrolment=enrolment).first()
    if existing:
        return existing
    decision = whats_missing(enrolment=enrolment)
    if not decision.is_complete:
        return None
    completion = CourseCompletion.objects.create(
        enrolment=enrolment, completed_at=timezone.now(), evidence=_evidence(decision)
    )
    course_completed.send(CourseCompletion, completion=completion)
    return completion


def whats_missing(*, enrolment) -> Decision:
    """Every requirement of the enrolment's course with its evidence. Five queries at most."""
    return whats_missing_in(enrolments=[enrolment])[enrolment.pk]


def whats_missing_in(*, enrolments, records: Mapping | None = None) -> dict[UUID, Decision]:
    """Enrolment id → every requirement with its evidence; ``records`` are what ``progress.progress_in`` says
    of them, if it is known. Five queries at most, whatever the number."""
    required: dict[int, list] = {}
    asked = activities_asked_for().filter(course__in={enrolment.course_id for enrolment in enrolments})
    for activity in asked.select_related("quiz", "course"):
        required.setdefault(activity.course_id, []).append(activity)
    records = progress.progress_in(enrolments=enrolments) if records is None else records
    quizzes = {quiz.pk: quiz for items in required.values() for item in items if (quiz := _quiz_of(item))}
    standings = assessment.results_in(enrolments=enrolments, quizzes_by_id=quizzes)
    return {
        enrolment.pk: judge_completion(
            tuple(
                _requirement(
                    activity,
                    records.get((enrolment.pk, activity.pk)),
                    standings.get((enrolment.pk, getattr(_quiz_of(activity), "pk", None))),
                )
                for activity in required.get(enrolment.course_id, ())
            )
        )
        for enrolment in enrolments
    }


def activities_asked_for() -> QuerySet:
    """The activities that courses ask for now."""
    return apps.get_model("catalogue", "Activity").objects.filter(asked_for())


def asked_for(prefix: str = "") -> Q:
    """Whether a course asks for an activity now; ``prefix`` leads to it (``"activity__"``)."""
    is_required = {f"{prefix}is_archived": False, f"{prefix}is_required": True}
    # A test whose facts nobody has written yet cannot be sat, so it is not asked for.
    can_be_sat = ~Q(**{f"{prefix}kind": catalogue.ActivityKind.QUIZ}) | Q(**{f"{prefix}quiz__isnull": False})
    return Q(**is_required) & can_be_sat


def _quiz_of(activity):
    """The quiz of an activity, which knows its course through it; None where it has none."""
    quiz = getattr(activity, "quiz", None)
    if quiz is not None:
        quiz.activity = activity
    return quiz


def _requirement(activity, record, standing) -> Requirement:
    completed_at = record.completed_at if record else None
    if activity.kind == catalogue.ActivityKind.LESSON:
        read = progress_rules.share_read(record.blocks_read if record else (), activity.blocks)
        return Requirement(
            activity=str(activity.pk),
            criterion=Criterion.LESSON_READ,
            completed_at=completed_at,
            percent=100 if completed_at else read,
        )
    quiz = activity.quiz
    return Requirement(
        activity=str(activity.pk),
        criterion=Criterion.QUIZ_PASSED,
        completed_at=completed_at,
        percent=standing.result.percent if standing and standing.result else 0,
        pass_mark=quiz.pass_mark,
        attempts_left=standing.attempts_left if standing else quiz.attempts_allowed or None,
        shows_percent=assessment.shows_score(quiz),
        is_awaited=bool(standing and standing.is_awaited),
    )


def _evidence(decision: Decision) -> list[dict]:
    return [
        {
            "activity": item.activity,
            "criterion": item.criterion.value,
            "completed_at": item.completed_at.isoformat(),
            "percent": item.percent,
        }
        for item in decision.requirements
    ]
