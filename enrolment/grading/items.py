"""The columns of a gradebook as records: made when something is entered or arranged there."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction
from django.db.models import Sum

from enrolment.programmes import api as programmes

from .models import GradeCategory, GradeItem

if TYPE_CHECKING:
    from enrolment.programmes.models import CourseRun, RunAssignment

NO_MODULE = "course"
FULL_MARKS, HUNDREDTH = Decimal(100), Decimal("0.01")
LONGEST_ID = 15


def module_of(activity_code: str) -> str:
    """The code of the module an activity stands in; ``NO_MODULE`` for one that stands in none."""
    return activity_code.rpartition("/")[0] or NO_MODULE


def most_in(assignment_ids: Collection[int]) -> dict[int, Decimal]:
    """Assignment id → the points of its newest rubric. One query."""
    rubrics = apps.get_model("lessons", "Rubric").objects.filter(assignment__in=assignment_ids)
    rows = rubrics.order_by("version").values_list("assignment", "version").annotate(Sum("criteria__most"))
    found = {assignment: most for assignment, _version, most in rows}
    return {pk: (found.get(pk) or FULL_MARKS).quantize(HUNDREDTH) for pk in assignment_ids}


def item_at(run: CourseRun, code: str) -> GradeItem | None:
    """The item behind the code of a column (``gradebook/book.py``), made where an assignment of the run has
    none yet; None for what is no column of the run's gradebook."""
    kind, digits = code[:1], code[1:]
    if not (digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_ID):
        return None
    if kind == "a":
        work = programmes.work_of_runs([run.pk]).filter(pk=int(digits)).first()
        return item_of(work) if work else None
    ways = {"q": {"quiz": int(digits)}, "m": {"pk": int(digits), "kind": GradeItem.Kind.MANUAL}}
    found = GradeItem.objects.filter(category__run=run, **ways.get(kind, {"pk": None}))
    return found.select_related("category", "quiz__activity__course").first()


@transaction.atomic
def item_of(run_assignment: RunAssignment) -> GradeItem:
    """The column of an assignment in the gradebook of its run, made where there is none yet: in the category
    of its module, with the points of its rubric. The loser of a race gets the winner's."""
    there = GradeItem.objects.select_related("category").filter(run_assignment=run_assignment).first()
    if there is not None:
        return there
    activity = run_assignment.assignment.activity
    module = module_of(activity.code)
    category, _is_new = GradeCategory.objects.get_or_create(
        run_id=run_assignment.run_id, module=module, defaults={"position": activity.position}
    )
    item, _is_new = GradeItem.objects.get_or_create(
        run_assignment=run_assignment,
        defaults={
            "category": category,
            "kind": GradeItem.Kind.ASSIGNMENT,
            "position": activity.position,
            "most": most_in([run_assignment.assignment_id])[run_assignment.assignment_id],
        },
    )
    return item
