"""From the marks of one or more markers to points, and whose work is marked twice. Pure.

Our own regulation, on the pattern of examination boards: two markers who are near to one another are both
right, so the mean counts; two who are far apart are not averaged, because then one has seen something the
other has not, and a moderator reads the work. Nobody is chosen for the sample: a number made of the work's
key decides, so that it can be told afterwards why a work was in it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from .rounding import round_half_up

DECIMALS = 2
# A key's number lies below this.
NUMBERS = 1 << 64


@dataclass(frozen=True)
class CriterionScore:
    """What one criterion of a rubric was given. ``points`` None: not marked yet."""

    code: str
    most: Decimal
    points: Decimal | None = None


@dataclass(frozen=True)
class Sum:
    """``points`` out of ``most``; None while a criterion is ``missing`` or ``outside`` its range (codes)."""

    points: Decimal | None
    most: Decimal
    missing: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()


def sum_of(criteria: Iterable[CriterionScore]) -> Sum:
    """The points of a work, where every criterion has some from 0 to its most; None without criteria."""
    given = list(criteria)
    missing = tuple(one.code for one in given if one.points is None)
    marked = [one for one in given if one.points is not None]
    outside = tuple(one.code for one in marked if not 0 <= one.points <= one.most)
    most = sum((one.most for one in given), Decimal(0))
    if missing or outside or not given:
        return Sum(None, most, missing, outside)
    return Sum(sum((one.points for one in marked), Decimal(0)), most)


class State(StrEnum):
    """How the points of a work came about."""

    SINGLE = "single"
    AGREED = "agreed"
    DISPUTED = "disputed"
    MODERATED = "moderated"


class Why(StrEnum):
    ONE_MARKER = "one_marker"
    WITHIN_TOLERANCE = "within_tolerance"
    BEYOND_TOLERANCE = "beyond_tolerance"
    MODERATOR = "moderator"


@dataclass(frozen=True)
class Agreement:
    """``points`` that count, None while disputed; ``difference`` of the two markers in points, if two."""

    points: Decimal | None
    state: State
    reasons: tuple[Why, ...]
    difference: Decimal | None = None


def agree(
    *,
    first: Decimal,
    second: Decimal | None,
    moderated: Decimal | None,
    most: Decimal,
    tolerance_percent: Decimal,
    decimals: int = DECIMALS,
) -> Agreement:
    """The points that come of one or two markers' points, all out of ``most``.

    Two agree where they differ by at most ``tolerance_percent`` of ``most``: then the mean counts, rounded
    half up to ``decimals``; beyond that nothing until a moderator has spoken, whose points then count alone.
    """
    difference = None if second is None else abs(first - second)
    is_near = difference is None or Fraction(difference) <= Fraction(most) * Fraction(tolerance_percent) / 100
    apart = () if is_near else (Why.BEYOND_TOLERANCE,)
    if moderated is not None:
        return Agreement(moderated, State.MODERATED, (*apart, Why.MODERATOR), difference)
    if second is None:
        return Agreement(first, State.SINGLE, (Why.ONE_MARKER,))
    if apart:
        return Agreement(None, State.DISPUTED, apart, difference)
    mean = round_half_up((Fraction(first) + Fraction(second)) / 2, decimals)
    return Agreement(mean, State.AGREED, (Why.WITHIN_TOLERANCE,), difference)


class Twice(StrEnum):
    """Why a work is marked by a second tutor."""

    SAMPLE = "sample"
    BORDERLINE = "borderline"
    HONOURS = "honours"


@dataclass(frozen=True)
class SecondMarking:
    """What is marked twice, all in per cent, 0 to 100; a line (pass, honours) that is None is not there.

    ``seed`` belongs to the assignment, so that not the same people are in the sample of each.
    """

    sample_percent: Decimal
    seed: str
    pass_percent: Decimal | None = None
    border_percent: Decimal = Decimal(0)
    honours_percent: Decimal | None = None


def needs_second(*, percent: Decimal, key: str, scheme: SecondMarking) -> tuple[Twice, ...]:
    """Why the work ``key``, which got ``percent``, is marked again, in the order of ``Twice``.

    Empty: once will do. Borderline: at most ``border_percent`` points of per cent from the pass line, on
    either side. Honours: at most as many below its line, or above it. The same key is in the sample of a
    seed or it is not, whenever one asks, and a greater sample holds every smaller one.
    """
    border, line, honours = scheme.border_percent, scheme.pass_percent, scheme.honours_percent
    found = {
        Twice.SAMPLE: _number(scheme.seed, key) * 100 < Fraction(scheme.sample_percent) * NUMBERS,
        Twice.BORDERLINE: line is not None and abs(percent - line) <= border,
        Twice.HONOURS: honours is not None and percent >= honours - border,
    }
    return tuple(why for why in Twice if found[why])


def _number(seed: str, key: str) -> int:
    """Any number below ``NUMBERS``, each as likely, the same in every process."""
    words = f"{len(seed)}:{seed}{key}".encode(errors="surrogatepass")
    return int.from_bytes(hashlib.sha256(words).digest()[:8], "big")
