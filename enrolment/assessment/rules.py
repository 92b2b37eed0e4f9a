"""May one sit the test, what did it score, was it passed, what may be seen afterwards? Pure."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction

# What is kept of points and of shares of a point: four decimals, cut off.
UNIT = Fraction(1, 10_000)
# No question has more parts than that, so a share that was cut off comes from one ratio only.
MOST_PARTS = 99


class Refusal(StrEnum):
    """Why an attempt cannot be started."""

    NOT_ENROLLED = "not_enrolled"
    NO_QUESTIONS = "no_questions"
    NOT_OPEN_YET = "not_open_yet"
    CLOSED = "closed"
    PASSED = "passed"
    NO_ATTEMPTS_LEFT = "no_attempts_left"
    COOLING_DOWN = "cooling_down"


@dataclass(frozen=True)
class Decision:
    """Whether an attempt may be started, and if not, why; ``from_at`` is when it may be, if only time
    stands between."""

    is_allowed: bool
    reasons: tuple[Refusal, ...] = ()
    from_at: datetime | None = None


@dataclass(frozen=True)
class Terms:
    """The terms on which one learner sits a quiz, extensions included.

    ``minutes`` for one attempt and ``attempts`` allowed: 0 means as many as one likes. ``cool_down``
    is in minutes. ``can_repeat``: a new attempt may follow one that was passed: in practice, and where
    nothing is needed to pass. ``is_sequential``: a question is left for good.
    """

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    minutes: int = 0
    attempts: int = 0
    cool_down: int = 0
    can_repeat: bool = False
    is_sequential: bool = False

    @property
    def spends(self) -> bool:
        """Whether starting spends what does not come back: time, an attempt, or the way to a question."""
        return bool(self.minutes or self.attempts or self.is_sequential)

    def not_before(self, moment: datetime | None) -> "Terms":
        """These terms for somebody who begins at ``moment``, where that is later."""
        later = max(filter(None, (self.opens_at, moment)), default=None)
        return replace(self, opens_at=later)

    def extended(self, *, minutes: int, attempts: int, closes_at: datetime | None) -> "Terms":
        """These terms with more time, more attempts and a later closing; never with less."""
        later = [time for time in (self.closes_at, closes_at) if time]
        return replace(
            self,
            minutes=self.minutes + minutes if self.minutes else 0,
            attempts=self.attempts + attempts if self.attempts else 0,
            closes_at=max(later) if self.closes_at else None,
        )

    def deadline(self, started_at: datetime) -> datetime | None:
        """When an attempt that starts then ends by itself; None if it never does."""
        by_limit = started_at + timedelta(minutes=self.minutes) if self.minutes else None
        return min((time for time in (by_limit, self.closes_at) if time), default=None)

    def minutes_from(self, now: datetime) -> int:
        """Whole minutes, at least 1, that an attempt started now would have; 0 where it never ends."""
        deadline = self.deadline(now)
        return max(int((deadline - now).total_seconds()) // 60, 1) if deadline else 0


def may_start(
    terms: Terms,
    *,
    now: datetime,
    is_enrolled: bool = True,
    questions: int = 1,
    has_passed: bool = False,
    attempts_made: int = 0,
    last_submitted_at: datetime | None = None,
) -> Decision:
    """Whether a new attempt may be started on these terms.

    Who has passed needs no further attempt and gets none: the result that counts stands. Nothing else
    is a reason beside that; and joining the course is asked for only where it would help. The instant
    of closing is closed, the instant of opening open.
    """
    has_none_left = attempts_left(made=attempts_made, allowed=terms.attempts) == 0
    if has_passed and (has_none_left or not terms.can_repeat):
        return Decision(is_allowed=False, reasons=(Refusal.PASSED,))
    reasons = []
    if questions == 0:
        reasons.append(Refusal.NO_QUESTIONS)
    if terms.closes_at and now >= terms.closes_at:
        reasons.append(Refusal.CLOSED)
    if has_none_left:
        reasons.append(Refusal.NO_ATTEMPTS_LEFT)
    if not reasons and not is_enrolled:
        reasons.append(Refusal.NOT_ENROLLED)
    waits = [] if reasons else _waits(terms, now, last_submitted_at)
    from_at = max((until for _reason, until in waits), default=None)
    if from_at and terms.closes_at and from_at >= terms.closes_at:
        return Decision(is_allowed=False, reasons=(Refusal.CLOSED,))
    reasons += [reason for reason, _until in waits]
    return Decision(is_allowed=not reasons, reasons=tuple(reasons), from_at=from_at)


def _waits(terms: Terms, now: datetime, last: datetime | None) -> list[tuple[Refusal, datetime]]:
    """What only time stands between, and until when."""
    waits = []
    if terms.opens_at and now < terms.opens_at:
        waits.append((Refusal.NOT_OPEN_YET, terms.opens_at))
    if last and terms.cool_down and now < (ready := last + timedelta(minutes=terms.cool_down)):
        waits.append((Refusal.COOLING_DOWN, ready))
    return waits


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


def score(fractions: Iterable[Decimal | None]) -> Score:
    """The score of an attempt from the fraction each of its questions earned; one point a question.

    One that is not marked yet (None) has earned nothing so far. Points have four decimals, the rest is
    cut off; but three thirds are a whole point, although each was kept as 0.3333.
    """
    earned = list(fractions)
    points = sum((_exact(item) for item in earned if item), Fraction(0))
    return Score(points=Decimal(points // UNIT) / UNIT.denominator, possible=Decimal(len(earned)))


def _exact(kept: Decimal) -> Fraction:
    """The ratio of parts that was cut off to ``kept``; ``kept`` itself where there is none."""
    value = Fraction(kept)
    ratio = (value + UNIT / 2).limit_denominator(MOST_PARTS)
    return ratio if 0 <= ratio - value < UNIT else value


def is_passed(percent: int, pass_mark: int, *, waiting: int = 0) -> bool | None:
    """Whether a score in per cent reaches the pass mark; None while that depends on ``waiting`` answers."""
    if percent >= pass_mark:
        return True
    return None if waiting else False


@dataclass(frozen=True)
class Result:
    """What counts of several attempts: in per cent, rounded down, and whether it passes (None: not known
    yet). ``number`` is the attempt it comes from, None where it comes from all of them."""

    percent: int
    is_passed: bool | None
    number: int | None = None


@dataclass(frozen=True)
class Sat:
    """One attempt that was handed in."""

    number: int
    score: Score
    is_passed: bool | None


def result_of(counts: str, attempts: Sequence[Sat], pass_mark: int) -> Result | None:
    """Which attempt is the result: the ``best``, the ``last``, the ``first``, or the ``average`` of all.

    None where nothing was handed in. Of equally good attempts the earlier is the best. The average is
    that of the exact shares of the points, rounded down once. An average that an unmarked answer can
    still change passes once it reaches the pass mark without it.
    """
    if not attempts:
        return None
    if counts == "average":
        percent = int(sum(map(_share, attempts)) * 100 // len(attempts))
        waiting = sum(item.is_passed is None for item in attempts)
        return Result(percent, is_passed(percent, pass_mark, waiting=waiting))
    ordered = sorted(attempts, key=lambda item: item.number)
    chosen = {
        "first": lambda: ordered[0],
        "last": lambda: ordered[-1],
        "best": lambda: max(ordered, key=_goodness),
    }[counts]()
    return Result(chosen.score.percent, chosen.is_passed, chosen.number)


def _goodness(sat: Sat) -> tuple:
    return sat.is_passed is True, sat.score.percent, -sat.number


def _share(sat: Sat) -> Fraction:
    """The share of the points there were to have."""
    return _exact(sat.score.points) / Fraction(sat.score.possible) if sat.score.possible else Fraction(0)


@dataclass(frozen=True)
class Gain:
    """What was learned between two tests on the same objectives, in per cent of the points."""

    before: int
    after: int

    @property
    def points(self) -> int:
        return self.after - self.before

    @property
    def normalised(self) -> int | None:
        """The share of what could still be gained that was gained, in per cent (Hake 1998); None where
        nothing could be."""
        return None if self.before >= 100 else self.points * 100 // (100 - self.before)


def gain_by(
    before: Mapping[str, Decimal], after: Mapping[str, Decimal], group_of: Mapping[str, Hashable]
) -> dict[Hashable, Gain]:
    """Group → what was gained in it, from what each question earned before and after, 0 to 1.

    Only groups that both tests asked about; a question without a group counts in none.
    """
    sides = [_percent_by(fractions, group_of) for fractions in (before, after)]
    return {group: Gain(sides[0][group], sides[1][group]) for group in sides[0] if group in sides[1]}


def _percent_by(fractions: Mapping[str, Decimal], group_of: Mapping[str, Hashable]) -> dict[Hashable, int]:
    earned: dict[Hashable, list[Decimal]] = {}
    for question, fraction in fractions.items():
        if question in group_of:
            earned.setdefault(group_of[question], []).append(fraction)
    return {group: score(items).percent for group, items in earned.items()}


class _Shown(IntEnum):
    NOTHING = 0
    SCORE = 1
    ANSWERS = 2
    EXPLANATIONS = 3


@dataclass(frozen=True)
class Review:
    """What may be seen of an attempt. ``is_withheld``: more will be shown once an open attempt is over;
    ``is_unreleased``: once the results are released; ``shown_from``: from then on. ``kept_back`` are
    the questions of which nothing is shown, because they stand on another test that is open."""

    score: bool = False
    answers: bool = False
    explanations: bool = False
    is_withheld: bool = False
    is_unreleased: bool = False
    shown_from: datetime | None = None
    kept_back: frozenset[str] = frozenset()


def review_of(
    policy: str,
    *,
    is_submitted: bool,
    has_open_attempt: bool = False,
    is_released: bool = True,
    shown_from: datetime | None = None,
    now: datetime | None = None,
) -> Review:
    """What the review policy lets a learner see of an attempt.

    Nothing before it is handed in, nor, in an exam, before its results are released. Answers and
    explanations are withheld until ``shown_from``, and those of an earlier attempt while another is
    open: both may ask the same questions.
    """
    if not is_submitted:
        return Review()
    if not is_released:
        return Review(is_unreleased=True)
    shown = _Shown[policy.upper()]
    answers = shown >= _Shown.ANSWERS
    is_early = bool(shown_from and now and now < shown_from)
    may_see = not has_open_attempt and not is_early
    return Review(
        score=shown >= _Shown.SCORE,
        answers=answers and may_see,
        explanations=shown >= _Shown.EXPLANATIONS and may_see,
        is_withheld=answers and has_open_attempt,
        shown_from=shown_from if answers and is_early else None,
    )
