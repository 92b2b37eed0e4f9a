"""Points as people type them."""

from __future__ import annotations

from decimal import Decimal

from courses.quizzes import api as quizzes

LONGEST = 20
STEP = Decimal("0.01")


def typed_points(text: str, most: Decimal) -> Decimal | None:
    """The points a text says, with a point or a comma, in the digits of any script; None where it says none
    from 0 to ``most``, or says them finer than to hundredths."""
    number = quizzes.canonical_number(text.strip()) if len(text.strip()) <= LONGEST else ""
    points = Decimal(number) if number else None
    if points is None or not 0 <= points <= most or points % STEP:
        return None
    return points
