"""How far a result can be relied on: would the same people come out the same on such questions again? Pure.

*Cronbach's alpha* (1951), which for answers that are right or wrong is Kuder and Richardson's formula
20 (1937), compares how the questions scatter with how the results do. It needs people who were asked the same
questions. Where each paper is drawn, the one-way form is taken (an intraclass correlation of the mean,
Shrout and Fleiss 1979, ICC(1,k); for right or wrong answers the Kuder-Richardson formula 21): the luck of the
draw then counts as error, which for a learner it is. The limits are J. Nunnally's (1978, "Psychometric
Theory"): 0.7 will do for research, 0.8 is good, 0.9 is asked where decisions hang on one result.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .rules import LEAST, mean, spread_from_mean

# One person's paper: question → share of the point.
Paper = Mapping[str, float]


class Meaning(StrEnum):
    HIGH = "high"
    GOOD = "good"
    FAIR = "fair"
    LOW = "low"


@dataclass(frozen=True)
class Reliability:
    """``value`` is at most 1 and may be negative; ``sittings`` people were asked ``questions`` each.

    ``is_drawn``: they were asked different ones.
    """

    value: float
    sittings: int
    questions: int
    is_drawn: bool

    @property
    def meaning(self) -> Meaning:
        limits = {Meaning.HIGH: 0.9, Meaning.GOOD: 0.8, Meaning.FAIR: 0.7}
        return next((meaning for meaning, limit in limits.items() if self.value >= limit), Meaning.LOW)


def reliability_of(papers: Iterable[Paper]) -> Reliability | None:
    """The reliability of a quiz, from papers of the commonest length.

    None for fewer than ``LEAST`` such papers, for papers of one question, and where all results are
    the same. The order of papers and of questions is of no matter.
    """
    found = list(papers)
    sizes = Counter(map(len, found))
    size = max(sizes, key=lambda number: (sizes[number], number), default=0)
    alike = [paper for paper in found if len(paper) == size]
    if len(alike) < LEAST or size < 2:
        return None
    is_drawn = len({frozenset(paper) for paper in alike}) > 1
    value = one_way(alike) if is_drawn else alpha(alike)
    return None if value is None else Reliability(value, len(alike), size, is_drawn)


def alpha(papers: Sequence[Paper]) -> float | None:
    """Cronbach's alpha of papers with the same questions; None where all results are the same."""
    questions = sorted(papers[0])
    total = variance([math.fsum(paper.values()) for paper in papers])
    if total < 1e-12:
        return None
    parts = math.fsum(variance([paper[question] for paper in papers]) for question in questions)
    return len(questions) / (len(questions) - 1) * (1 - parts / total)


def one_way(papers: Sequence[Paper]) -> float | None:
    """ICC(1,k) of papers with as many questions each; None where all results are the same."""
    size = len(papers[0])
    between = size * variance([mean(list(paper.values())) for paper in papers])
    if between < 1e-12:
        return None
    return 1 - mean([variance(list(paper.values())) for paper in papers]) / between


def variance(numbers: Sequence[float]) -> float:
    """The sample variance."""
    return math.fsum(x * x for x in spread_from_mean(numbers)) / (len(numbers) - 1)
