"""What would I have, and what do I need? Pure.

The total of ``totals`` is asked again with points that are only assumed, so that the answer cannot differ
from the grade that follows. Because a better score never lowers a total, the points that are needed are
found by halving. What waits elsewhere is left out, as in every total: the answer is for today.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil

from .scheme import Category, Item, Score, State
from .totals import Total, total_of

STEP = Decimal("0.5")


class Reach(StrEnum):
    """Even without a point; with the points named; not with all of them."""

    ALREADY = "already"
    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class Needed:
    """The least ``points`` of the item that will do: 0 if already, None if impossible."""

    points: Decimal | None
    state: Reach


def what_if(
    items: Collection[Item],
    categories: Collection[Category],
    scores: Collection[Score],
    *,
    assumed: Mapping[str, Decimal],
    decimals: int,
) -> Total:
    """The total if the items with these codes were graded with these points; unknown codes change nothing."""
    others = [score for score in scores if score.item not in assumed]
    graded = [Score(code, points, State.GRADED) for code, points in assumed.items()]
    return total_of(items, categories, [*others, *graded], decimals=decimals)


def points_needed(
    items: Collection[Item],
    categories: Collection[Category],
    scores: Collection[Score],
    *,
    item_code: str,
    target_percent: Decimal,
    decimals: int,
    step: Decimal = STEP,
) -> Needed:
    """The least points of an item that bring the total, as it is rounded, to ``target_percent``.

    Points are given in multiples of ``step`` (above 0), and as the item's most. An unknown item is a
    KeyError.
    """
    most = next((item.most for item in items if item.code == item_code), None)
    if most is None:
        raise KeyError(item_code)

    def reaches(steps: int) -> bool:
        points = {item_code: min(steps * step, most)}
        percent = what_if(items, categories, scores, assumed=points, decimals=decimals).percent
        return percent is not None and percent >= target_percent

    last = max(0, ceil(Fraction(most) / Fraction(step)))
    if reaches(0):
        return Needed(Decimal(0), Reach.ALREADY)
    if not reaches(last):
        return Needed(None, Reach.IMPOSSIBLE)
    return Needed(min(_first(reaches, last) * step, most), Reach.POSSIBLE)


def _first(is_enough, enough: int) -> int:
    """The least number for which it is so, where it is so for ``enough`` and not for 0."""
    short = 0
    while enough - short > 1:
        middle = (short + enough) // 2
        if is_enough(middle):
            enough = middle
        else:
            short = middle
    return enough
