"""Which results of a module are dropped: those without which it is best. Pure.

To drop the lowest per cent looks fair and is not, where items weigh differently. Somebody has 50 % in a
paper that weighs 9, 49 % in a note that weighs 1 and 90 % in an exam that weighs 10; one is dropped. Without
the note she has 71 %. A little worse in the paper, 48 %, it would be the paper that goes, and she would have
86 %: less work for a better grade. So what is dropped is what leaves the best weighted mean: among all
ways of keeping as many items each way gains when a result gains, and so does the best of them. Where
all weigh the same it is the lowest per cent.

How it is found is D. M. and J. M. Kane's "Dropping Lowest Grades" (Mathematics Magazine 79, 2006, 181-189):
an item is worth its weight times how far it lies above the mean that is aimed at; the least worth go, the
mean of the rest is aimed at next, and when that is reached no other choice does better.
"""

from collections.abc import Collection
from fractions import Fraction
from typing import NamedTuple


class Part(NamedTuple):
    """A result that counts: its weight is above 0, its ``share`` of the points there are 0 to 1."""

    code: str
    weight: Fraction
    share: Fraction


class Best(NamedTuple):
    """The weighted mean, 0 to 1, of what is kept, and the codes of what is not, in their order."""

    mean: Fraction
    dropped: tuple[str, ...]


def best_mean(parts: Collection[Part], drop: int) -> Best | None:
    """The best weighted mean when ``drop`` of the parts go; at least one stays. None where there are none.

    Of parts that are worth the same those with the first codes go. The order of the parts is of no matter.
    """
    if not parts:
        return None
    count = max(0, min(drop, len(parts) - 1))
    aim = mean_of(parts)
    if not count:
        return Best(aim, ())
    while True:
        ranked = sorted(parts, key=lambda part: (part.weight * (part.share - aim), part.code))
        reached = mean_of(ranked[count:])
        if reached == aim:
            return Best(aim, tuple(sorted(part.code for part in ranked[:count])))
        aim = reached


def mean_of(parts: Collection[Part]) -> Fraction:
    """The weighted mean of some parts."""
    return sum(part.weight * part.share for part in parts) / sum(part.weight for part in parts)
