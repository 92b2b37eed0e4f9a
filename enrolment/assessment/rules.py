"""May one sit the test, what did it score, was it passed, what may be seen afterwards? Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, StrEnum


class Refusal(StrEnum):
    """Why an attempt cannot be started."""

    NOT_ENROLLED = "not_enrolled"
    NO_QUESTIONS = "no_questions"
    PASSED = "passed"
    NO_ATTEMPTS_LEFT = "no_attempts_left"


@dataclass(frozen=True)
class Decision:
    """Whether an attempt may be started, and if not, why."""

    is_allowed: bool
    reasons: tuple[Refusal, ...] = ()


def may_start(
    *, is_enrolled: bool, questions: int, has_passed: bool, attempts_made: int, attempts_allowed: int
) -> Decision:
    """Whether a new attempt may be started. ``attempts_allowed`` 0 means as many as one likes.

    Who has passed needs no further attempt and gets none: the result that counts stands.
    """
    reasons = []
    if not is_enrolled:
        reasons.append(Refusal.NOT_ENROLLED)
    if questions == 0:
        reasons.append(Refusal.NO_QUESTIONS)
    if has_passed:
        reasons.append(Refusal.PASSED)
    elif attempts_left(made=attempts_made, allowed=attempts_allowed) == 0:
        reasons.append(Refusal.NO_ATTEMPTS_LEFT)
    return Decision(is_allowed=not reasons, reasons=tuple(reasons))


def attempts_left(*, made: int, allowed: int) -> int | None:
    """How many attempts remain; None where there is no limit."""
    return max(allowed - made, 0) if allowed else None


@dataclass(frozen=True)
class Score:
    """Points of an attempt, and how many there were to have."""

    points: Decimal
    possible: Decimal

    @property
    def percent(self) -> int:
        """In whole per cent, rounded down: 69.9 is not yet 70."""
        return int(self.points * 100 // self.possible) if self.possible else 0


def score(fractions: Iterable[Decimal]) -> Score:
    """The score of an attempt from the fraction each of its questions earned; one point a question."""
    earned = list(fractions)
    return Score(points=sum(earned, Decimal(0)).quantize(Decimal("0.01")), possible=Decimal(len(earned)))


def is_passed(percent: int, pass_mark: int) -> bool:
    """Whether a score in per cent reaches the pass mark."""
    return percent >= pass_mark


class _Shown(IntEnum):
    NOTHING = 0
    SCORE = 1
    ANSWERS = 2
    EXPLANATIONS = 3


@dataclass(frozen=True)
class Review:
    """What may be seen of an attempt. ``is_withheld``: more will be shown once an open attempt is over."""

    score: bool = False
    answers: bool = False
    explanations: bool = False
    is_withheld: bool = False


def review_of(policy: str, *, is_submitted: bool, has_open_attempt: bool = False) -> Review:
    """What the review policy lets a learner see of an attempt.

    Nothing before it is handed in. Answers and explanations of an earlier attempt are withheld while
    another is open: both may ask the same questions.
    """
    if not is_submitted:
        return Review()
    shown = _Shown[policy.upper()]
    answers = shown >= _Shown.ANSWERS
    return Review(
        score=shown >= _Shown.SCORE,
        answers=answers and not has_open_attempt,
        explanations=shown >= _Shown.EXPLANATIONS and not has_open_attempt,
        is_withheld=answers and has_open_attempt,
    )
