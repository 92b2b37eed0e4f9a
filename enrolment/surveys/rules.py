"""What the answers of a closing survey come to, and from when to when it is open. Pure.

Our own questionnaire: it measures the reaction of participants, the first of the four levels by which the
evaluation of training is usually told apart (Kirkpatrick).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

STATEMENTS = ("content", "tutors", "organisation", "workload", "useful")
LEAST, MOST = 1, 5
# Under so many answers nothing is shown: a figure would say who said it.
FEWEST = 5
# It opens with the last week and stays open for so long behind it.
AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Satisfaction:
    """``mean`` of all statements and ``means`` of each, 1 to 5 with one decimal; ``spread``: of each how many
    chose 1, 2, 3, 4, 5."""

    answers: int
    mean: Decimal
    means: Mapping[str, Decimal]
    spread: Mapping[str, Sequence[int]]


def satisfaction_of(rows: Iterable[Mapping[str, int]]) -> Satisfaction | None:
    """Of answers (statement → 1 to 5); None of fewer than five."""
    rows = list(rows)
    if len(rows) < FEWEST:
        return None
    given = {code: [row[code] for row in rows] for code in STATEMENTS}
    return Satisfaction(
        answers=len(rows),
        mean=_mean([number for numbers in given.values() for number in numbers]),
        means={code: _mean(numbers) for code, numbers in given.items()},
        spread={
            code: tuple(numbers.count(step) for step in range(LEAST, MOST + 1))
            for code, numbers in given.items()
        },
    )


def last_day(last_monday: date) -> date:
    """The last day on which answers are taken."""
    return last_monday + timedelta(days=6) + AFTER


def is_open(today: date, *, last_monday: date) -> bool:
    """Whether answers are taken on a day."""
    return last_monday <= today <= last_day(last_monday)


def _mean(numbers: Sequence[int]) -> Decimal:
    tenths = Fraction(sum(numbers) * 10, len(numbers)) + Fraction(1, 2)
    return Decimal(tenths.numerator // tenths.denominator) / 10
