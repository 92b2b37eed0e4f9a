"""The door of completion."""

from __future__ import annotations

from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Count, F, Max
from django.utils import timezone

from courses.catalogue import api as catalogue
from enrolment.progress import api as progress, rules as progress_rules

from .models import CourseCompletion
from .rules import Criterion, Decision, Requirement, judge_completion
from .signals import course_completed


@transaction.atomic
def review_completion(*, enrolment_id: UUID) -> CourseCompletion | None:
    """Complete the course of an enrolment if every criterion is met; None if not yet.

    Decides under a lock on the enrolment, once and for good; safe to call at any time.
    """
    enrolment = apps.get_model("admissions", "Enrolment").objects.select_for_update().get(pk=enrolment_id)
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
    """Every requirement of the enrolment's course with its evidence. Three queries."""
    return whats_missing_in(enrolments=[enrolment])[enrolment.pk]


def whats_missing_in(*, enrolments) -> dict[UUID, Decision]:
    """Enrolment id → every requirement with its evidence. Three queries, whatever the number."""
    required: dict[int, list] = {}
    for activity in (
        apps.get_model("catalogue", "Activity")
        .objects.required()
        .filter(course__in={enrolment.course_id for enrolment in enrolments})
        .select_related("quiz")
    ):
        # A test whose facts nobody has written yet cannot be sat, so it is not asked for.
        if activity.kind != catalogue.ActivityKind.QUIZ or hasattr(activity, "quiz"):
            required.setdefault(activity.course_id, []).append(activity)
    records = progress.progress_in(enrolments=enrolments)
    sat = _sat(enrolments)
    return {
        enrolment.pk: judge_completion(
            tuple(
                _requirement(
                    activity,
                    records.get((enrolment.pk, activity.pk)),
                    sat.get((enrolment.pk, getattr(getattr(activity, "quiz", None), "pk", None))),
                )
                for activity in required.get(enrolment.course_id, ())
            )
        )
        for enrolment in enrolments
    }


def completions_of(*, learner) -> dict[UUID, CourseCompletion]:
    """Enrolment id → completion, of one person's enrolments. One query."""
    return {item.enrolment_id: item for item in CourseCompletion.objects.filter(enrolment__learner=learner)}


def _sat(enrolments) -> dict[tuple, dict]:
    """(Enrolment id, quiz id) → attempts handed in and the best share."""
    attempts = apps.get_model("assessment", "Attempt").objects.submitted().filter(score_possible__gt=0)
    return {
        (row["enrolment_id"], row["quiz_id"]): row
        for row in attempts.filter(enrolment__in=[enrolment.pk for enrolment in enrolments])
        .order_by()
        .values("enrolment_id", "quiz_id")
        .annotate(sat=Count("pk"), best=Max(F("score") * 100 / F("score_possible")))
    }


def _requirement(activity, record, sat) -> Requirement:
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
    used, best = (sat["sat"], sat["best"]) if sat else (0, 0)
    return Requirement(
        activity=str(activity.pk),
        criterion=Criterion.QUIZ_PASSED,
        completed_at=completed_at,
        percent=int(best or 0),
        pass_mark=quiz.pass_mark,
        attempts_left=max(quiz.attempts_allowed - used, 0) if quiz.attempts_allowed else None,
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
