"""Scores of answers that a person corrected, as the learner is told of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby, pairwise

from .models import Attempt, HandMark, Response
from .paper import numbers_on


@dataclass(frozen=True)
class ShownCorrection:
    """A share of the point that was changed: the number of its question, when, why, before and after."""

    number: int
    at: datetime
    reason: str
    before: Decimal
    after: Decimal


def corrections_of(attempt: Attempt, responses: Mapping[str, Response]) -> list[ShownCorrection]:
    """What was changed of an attempt's scores, in the order of the paper and then of time. One query
    where a person marked; ``responses`` are those of the attempt."""
    if not any(item.marked_at for item in responses.values()):
        return []
    marks = HandMark.objects.filter(response__attempt=attempt).select_related("response")
    numbers = numbers_on(attempt.paper)
    found = []
    for question, given in groupby(marks.order_by("response", "pk"), lambda item: item.response.question_id):
        for before, after in pairwise(given):
            if before.fraction != after.fraction:
                shares = before.fraction.normalize(), after.fraction.normalize()
                found.append(ShownCorrection(numbers[str(question)], after.at, after.reason, *shares))
    return sorted(found, key=lambda item: item.number)
