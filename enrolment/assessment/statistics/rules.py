"""What the answers to a question say about the question. Pure.

The figures and their limits are those of classical item analysis:

- *facility*: the mean share of the point. Questions that nearly everybody answers tell little; Moodle's
  documentation (Quiz statistics report) calls from 95 % "extremely easy", to 20 % "difficult" and less.
- *discrimination*: how answering this question goes together with the rest of the paper, from −1 to 1:
  the product-moment correlation with the score on the other questions ("corrected item-total").
- *discrimination index*: how much better the best 27 % do than the weakest 27 % (T. L. Kelley 1939,
  "The selection of upper and lower groups for the validation of test items"), by the rest of the paper.
  R. L. Ebel (1965, "Measuring Educational Achievement") calls below 0.20 poor; a question below 0 is
  answered better by those who know less, which mostly means that its key is wrong.

Only the **first attempt** of a learner counts, as Moodle does by default: who comes back has seen
solutions and comes because she failed, so that later attempts make questions look easier and tell
less. Nothing is said about fewer than ``LEAST`` people, nor of a set from which so few could be
told by taking away another set that is shown.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median, quantiles
from typing import NamedTuple

LEAST = 5
# Under this a correlation is a rough guess: only the plainest is said.
FEW = 30
TOO_EASY = 0.95
TOO_HARD = 0.20
WEAK = 0.20
OFTEN_BLANK = 0.25
TAIL = 0.27
# Standard errors, on one side.
ONCE_IN_TWENTY = 1.645
# Where a mark lies between none and all of the point.
MARKS = 5


class Sitting(NamedTuple):
    """One person's first answer to a question.

    ``fraction`` is the share of the point, 0 for a blank one; ``rest`` the share of the points of the
    rest of the paper, None where there was no other; ``seconds`` None where they are not known.
    """

    fraction: float
    rest: float | None = None
    seconds: int | None = None
    is_blank: bool = False


class Quartiles(NamedTuple):
    """A quarter were quicker than ``lower``, half than ``middle``, three quarters than ``upper``."""

    lower: float
    middle: float
    upper: float


class Flag(StrEnum):
    """What is suspicious, the worst first."""

    CHECK_KEY = "check_key"
    TOO_HARD = "too_hard"
    WEAK = "weak"
    OFTEN_BLANK = "often_blank"
    TOO_EASY = "too_easy"


@dataclass(frozen=True)
class Figures:
    """What ``sittings`` people's answers say. ``facility`` and ``blank`` are shares, 0 to 1.

    ``marks`` counts people: none of the point, up to a third, up to two thirds, more, all of it.
    ``discrimination`` and ``index`` are −1 to 1, None where nothing can be told apart.
    """

    sittings: int
    facility: float
    blank: float
    marks: tuple[int, ...]
    discrimination: float | None = None
    index: float | None = None
    seconds: Quartiles | None = None

    @property
    def is_rough(self) -> bool:
        """Whether so few people sat it that chance speaks loudly."""
        return self.sittings < FEW

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What to look at, the worst first."""
        found = {
            Flag.CHECK_KEY: is_negative(self.discrimination, self.sittings),
            Flag.TOO_HARD: self.facility < TOO_HARD,
            Flag.WEAK: self._is_weak,
            Flag.OFTEN_BLANK: self.blank >= OFTEN_BLANK,
            Flag.TOO_EASY: self.facility >= TOO_EASY,
        }
        return tuple(flag for flag in Flag if found[flag])

    @property
    def _is_weak(self) -> bool:
        """Of what all or hardly any can answer, it is no wonder that it tells nobody apart."""
        if self.discrimination is None or self.is_rough or not TOO_HARD <= self.facility < TOO_EASY:
            return False
        return self.discrimination < WEAK and not is_negative(self.discrimination, self.sittings)


def is_negative(correlation: float | None, sittings: int) -> bool:
    """Whether a correlation lies further below nothing than chance takes it once in twenty times.

    Its standard error is 1/√(n−1) where there is no correlation.
    """
    return correlation is not None and correlation < -ONCE_IN_TWENTY / math.sqrt(max(sittings - 1, 1))


def figures_of(sittings: Iterable[Sitting]) -> Figures | None:
    """The figures, whatever the order of the sittings; None for fewer than ``LEAST``."""
    found = list(sittings)
    if len(found) < LEAST:
        return None
    fractions = [item.fraction for item in found]
    pairs = [(item.fraction, item.rest) for item in found if item.rest is not None]
    return Figures(
        sittings=len(found),
        facility=mean(fractions),
        blank=sum(item.is_blank for item in found) / len(found),
        marks=marks_of(fractions),
        discrimination=correlation(pairs) if len(pairs) >= LEAST else None,
        index=discrimination_index(pairs) if len(pairs) >= LEAST else None,
        seconds=quartiles([item.seconds for item in found if item.seconds is not None]),
    )


def mean(numbers: Sequence[float]) -> float:
    return math.fsum(numbers) / len(numbers)


def marks_of(fractions: Iterable[float]) -> tuple[int, ...]:
    """How many earned nothing, up to a third, up to two thirds, more, and everything."""
    counts = [0] * MARKS
    for fraction in fractions:
        counts[0 if fraction <= 0 else MARKS - 1 if fraction >= 1 else math.ceil(fraction * 3)] += 1
    return tuple(counts)


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """The product-moment correlation; None where either side is the same for all."""
    left, right = (spread_from_mean(side) for side in zip(*pairs, strict=True))
    size = math.sqrt(math.fsum(x * x for x in left)) * math.sqrt(math.fsum(y * y for y in right))
    if size < 1e-9:
        return None
    return max(-1.0, min(1.0, math.fsum(x * y for x, y in zip(left, right, strict=True)) / size))


def spread_from_mean(numbers: Sequence[float]) -> list[float]:
    middle = mean(numbers)
    return [number - middle for number in numbers]


def discrimination_index(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Mean share of the point of the best 27 % less that of the weakest 27 %, by the rest of the paper.

    Of people with the same rest at the edge of a group each counts in part, so that no chance decides
    who belongs to it. None where the rest is the same for all.
    """
    if len({rest for _fraction, rest in pairs}) < 2:
        return None
    size = math.ceil(len(pairs) * TAIL)
    weakest = _mean_of_first(size, pairs)
    best = _mean_of_first(size, [(fraction, -rest) for fraction, rest in pairs])
    return max(-1.0, min(1.0, best - weakest))


def _mean_of_first(size: int, pairs: Sequence[tuple[float, float]]) -> float:
    """The mean fraction of the ``size`` people with the lowest rest; those at the edge share its places."""
    edge = sorted(rest for _fraction, rest in pairs)[size - 1]
    inside = [fraction for fraction, rest in pairs if rest < edge]
    tied = [fraction for fraction, rest in pairs if rest == edge]
    return (math.fsum(inside) + mean(tied) * (size - len(inside))) / size


def quartiles(seconds: Sequence[int]) -> Quartiles | None:
    """Quartiles with the ends included; None for fewer than ``LEAST``."""
    if len(seconds) < LEAST:
        return None
    lower, _middle, upper = quantiles(seconds, n=4, method="inclusive")
    return Quartiles(lower, float(median(seconds)), upper)


class Scope(StrEnum):
    """Which answers are counted: those to the question as it is now, or to all wordings with its key."""

    PRESENT = "present"
    SAME_KEY = "same_key"


def shown_scopes(*, present: int, earlier: int) -> tuple[Scope, ...]:
    """Which sets of sittings may be shown: of ``present`` ones and of ``earlier`` ones under the same key.

    Neither set, nor what is left when one is taken from the other, is ever one to four people.
    """
    if earlier == 0 or 0 < earlier < LEAST <= present:
        return (Scope.PRESENT,) if present >= LEAST else ()
    if present >= LEAST:
        return (Scope.PRESENT, Scope.SAME_KEY)
    return (Scope.SAME_KEY,) if present + earlier >= LEAST else ()


def suspicion(figures: Figures | None) -> tuple:
    """What to sort by, so that the question to look at first comes first; without figures last."""
    if figures is None:
        return (2, len(Flag), 0.0)
    worst = list(Flag).index(figures.flags[0]) if figures.flags else len(Flag)
    value = 1.0 if figures.discrimination is None else figures.discrimination
    return (0 if figures.flags else 1, worst, value)
