"""What is needed in everything that is still open, where that is more than one item? Pure.

One number has to do for all of them, or it would be no answer: the same share of the points of each. It is
found as in ``what_if``, by asking the total itself.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from .rounding import round_half_up
from .scheme import Category, Item, Score
from .what_if import STEP, Reach, what_if

WHOLE = 100


@dataclass(frozen=True)
class Share:
    """The least whole ``percent`` of the points of every open item that will do, and what that is of each, in
    steps of half a point; 0 if already, None and nothing if impossible."""

    state: Reach
    percent: int | None
    points: Mapping[str, Decimal] = field(default_factory=dict)


def share_needed(
    items: Collection[Item],
    categories: Collection[Category],
    scores: Collection[Score],
    *,
    open_codes: Collection[str],
    target_percent: Decimal,
    decimals: int,
    assumed: Mapping[str, Decimal] | None = None,
) -> Share:
    """What brings the total to ``target_percent``, where the items of ``open_codes`` are still open and some
    may be ``assumed`` with points that are then taken for granted. Unknown codes change nothing."""
    assumed = assumed or {}
    opened = {item.code: item.most for item in items if item.code in open_codes and item.code not in assumed}

    def points_at(percent: int) -> dict[str, Decimal]:
        return {code: _in_steps(most, percent) for code, most in opened.items()}

    def reaches(percent: int) -> bool:
        given = {**{code: most * percent / WHOLE for code, most in opened.items()}, **assumed}
        total = what_if(items, categories, scores, assumed=given, decimals=decimals).percent
        return total is not None and total >= target_percent

    if reaches(0):
        return Share(Reach.ALREADY, 0, points_at(0))
    if not opened or not reaches(WHOLE):
        return Share(Reach.IMPOSSIBLE, None)
    short, enough = 0, WHOLE
    while enough - short > 1:
        middle = (short + enough) // 2
        short, enough = (short, middle) if reaches(middle) else (middle, enough)
    return Share(Reach.POSSIBLE, enough, points_at(enough))


def _in_steps(most: Decimal, percent: int) -> Decimal:
    """So much of the most, up to the next step: points are given in steps, and more never is worse."""
    steps = -(-Fraction(most) * percent // (WHOLE * Fraction(STEP)))
    return min(most, round_half_up(steps * Fraction(STEP), 1))
