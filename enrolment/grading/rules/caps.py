"""What late and resubmitted work keeps of its points. Pure.

Our own regulation. First what lateness costs is taken from the points that the work earned; then a work
that was handed in again is held at its ceiling, a share of the most there is. In this order the ceiling
says what can be reached by trying again, and whoever stayed below it is not asked to pay for it.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from .rounding import round_half_up

DECIMALS = 2


class Why(StrEnum):
    LATE = "late"
    RESUBMITTED = "resubmitted"


@dataclass(frozen=True)
class Reason:
    """What took points away. ``percent`` is what was taken off (late) or what was held to (resubmitted)."""

    code: Why
    percent: Decimal


@dataclass(frozen=True)
class Decision:
    """The points that count, and what took some away: nothing is named that took nothing."""

    points: Decimal
    reasons: tuple[Reason, ...] = ()


def final_points(
    *,
    points: Decimal,
    most: Decimal,
    lateness_percent: Decimal,
    attempt_number: int,
    resubmission_cap_percent: Decimal | None,
    decimals: int = DECIMALS,
) -> Decision:
    """The points that count of the ``points`` a work earned out of ``most``.

    ``attempt_number`` counts from 1. ``resubmission_cap_percent`` is per cent of ``most``, for every
    attempt but the first; None: there is no such ceiling. Rounded half up to ``decimals``; never below
    0, never above ``most`` nor above the points earned.
    """
    raw = max(Decimal(0), min(points, most))
    after = _less(raw, lateness_percent)
    held = after
    if attempt_number > 1 and resubmission_cap_percent is not None:
        held = min(after, _share(most, resubmission_cap_percent))
    reasons = []
    if after < raw:
        reasons.append(Reason(Why.LATE, lateness_percent))
    if held < after:
        reasons.append(Reason(Why.RESUBMITTED, resubmission_cap_percent))
    return Decision(min(raw, round_half_up(held, decimals)), tuple(reasons))


def _less(points: Decimal, percent: Decimal) -> Fraction:
    return Fraction(points) - _share(points, min(percent, Decimal(100)))


def _share(points: Decimal, percent: Decimal) -> Fraction:
    return Fraction(max(points, Decimal(0))) * Fraction(max(percent, Decimal(0))) / 100
