"""The score of an attempt from what its answers earned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from . import rules
from .models import Attempt, Response

Fractions = Mapping[str, Decimal | None]


def settle_score(attempt: Attempt, fractions: Iterable[Decimal | None]) -> None:
    """Set score, what waits for a person, and whether it is passed; the caller saves."""
    fractions = list(fractions)
    result = rules.score(fractions)
    attempt.score, attempt.score_possible = result.points, result.possible
    attempt.waiting = sum(item is None for item in fractions)
    attempt.is_passed = rules.is_passed(result.percent, attempt.pass_mark, waiting=attempt.waiting)


def fractions_of(attempt: Attempt, responses: Iterable[Response]) -> dict[str, Decimal | None]:
    """Question id → what was earned in an attempt that was handed in; a blank one earned nothing.

    Questions that counted for nobody when it was handed in still do: the points there were to have
    say how many counted.
    """
    given = {str(item.question_id): item.fraction for item in responses}
    blank = [item["question"] for item in attempt.paper if item["question"] not in given]
    room = int(attempt.score_possible) - len(given)
    return given | dict.fromkeys(blank[: max(room, 0)], Decimal(0))


def rescore(attempt: Attempt) -> None:
    """Score a submitted attempt anew from the fractions its answers have now. Two queries."""
    settle_score(attempt, fractions_of(attempt, attempt.responses.all()).values())
    attempt.save(update_fields=["score", "score_possible", "waiting", "is_passed"])
