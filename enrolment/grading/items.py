"""The columns of a gradebook that are there because work is handed in."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from .models import GradeCategory, GradeItem

if TYPE_CHECKING:
    from enrolment.programmes.models import RunAssignment

NO_MODULE = "course"


@transaction.atomic
def item_of(run_assignment: RunAssignment) -> GradeItem:
    """The column of an assignment in the gradebook of its run, made where there is none yet: in the category
    of its module, with the points of its rubric. The loser of a race gets the winner's."""
    there = GradeItem.objects.select_related("category").filter(run_assignment=run_assignment).first()
    if there is not None:
        return there
    activity = run_assignment.assignment.activity
    module = activity.code.rpartition("/")[0] or NO_MODULE
    category, _is_new = GradeCategory.objects.get_or_create(
        run_id=run_assignment.run_id, module=module, defaults={"position": activity.position}
    )
    rubric = run_assignment.assignment.rubric
    item, _is_new = GradeItem.objects.get_or_create(
        run_assignment=run_assignment,
        defaults={
            "category": category,
            "kind": GradeItem.Kind.ASSIGNMENT,
            "position": activity.position,
            "most": rubric.most if rubric else Decimal(100),
        },
    )
    return item
