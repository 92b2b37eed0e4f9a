"""What was answered how often, in a form that a plot can show. Pure.

A typed text may be personal: it is shown only where enough people gave the same one.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal, localcontext
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from .text import folded

# How many people must have typed the same before it is shown.
LEAST_TYPED = 3
# How many texts or numbers are shown, and how many wrong answers to one part of a question.
MOST_TYPED = 10
MOST_WRONG = 3
MOST_BINS = 8
NO_LESS = Decimal(0)


class Shows(StrEnum):
    """What the bars of a group stand for."""

    CHOICES = "choices"  # ``value`` is the id of a choice
    PLACES = "places"  # ``value`` is a place in an order, from 1
    TEXTS = "texts"  # ``value`` is an accepted text, or what was typed without what does not count
    NUMBERS = "numbers"  # ``value`` is a number
    SPANS = "spans"  # numbers from ``low`` to below ``high``
    WORDS = "words"  # texts of ``low`` to below ``high`` words


class Bar(NamedTuple):
    """One answer, or numbers that lie together, and how many people gave it.

    ``is_right`` is None where it is neither right nor wrong. A span without ``low`` holds everything
    below ``high``, one without ``high`` everything from ``low``.
    """

    value: str
    count: int
    is_right: bool | None = None
    low: Decimal | None = None
    high: Decimal | None = None


class Group(NamedTuple):
    """The answers to a question, or to the part of it called ``part``.

    ``right`` people answered it rightly, ``others`` gave answers that have no bar; ``right`` is None
    where nothing is right or wrong.
    """

    shows: Shows
    bars: tuple[Bar, ...]
    part: str = ""
    right: int | None = None
    others: int = 0


class Tally(NamedTuple):
    """What became of a question: how many answered, how many left it blank, and what was answered."""

    answered: int
    blank: int
    groups: tuple[Group, ...]


def tally_of(answers: Collection[Sequence[str]], groups: Iterable[Group]) -> Tally:
    """A tally of these answers, of which an empty one is blank."""
    answered = sum(bool(answer) for answer in answers)
    return Tally(answered, len(answers) - answered, tuple(groups))


def known_values(values: Iterable[str], right: Collection[str], *, shows: Shows, part: str) -> Group:
    """What is right, and the commonest wrong ones; for values that come from the question itself."""
    given = Counter(values)
    wrong = [value for value in _commonest(given) if value not in right]
    shown = [*dict.fromkeys(right), *wrong[:MOST_WRONG]]
    return Group(
        shows=shows,
        bars=tuple(Bar(value, given[value], value in right) for value in shown),
        part=part,
        right=sum(given[value] for value in right),
        others=sum(given[value] for value in wrong[MOST_WRONG:]),
    )


def typed_texts(values: Iterable[str], right: Collection[str], *, part: str = "") -> Group:
    """The commonest texts, told apart as marking does it; accepted ones as their author wrote them."""
    accepted = {folded(text): text for text in reversed(list(right))}
    given = Counter(map(folded, values))
    shown = _often(given)
    return Group(
        shows=Shows.TEXTS,
        bars=tuple(Bar(accepted.get(text, text), given[text], text in accepted) for text in shown),
        part=part,
        right=sum(count for text, count in given.items() if text in accepted),
        others=given.total() - sum(given[text] for text in shown),
    )


def typed_numbers(given: Mapping[Decimal | None, int], right: Collection[Decimal]) -> Group:
    """The commonest numbers; None stands for what is no number."""
    said = Counter({number: count for number, count in given.items() if number is not None})
    shown = _often(said)
    return Group(
        shows=Shows.NUMBERS,
        bars=tuple(Bar(format(number, "f"), said[number], number in right) for number in shown),
        right=sum(said[number] for number in right),
        others=sum(given.values()) - sum(said[number] for number in shown),
    )


def _commonest(given: Counter) -> list:
    """The values, the commonest first; those given equally often in their own order."""
    return sorted(given, key=lambda value: (-given[value], value))


def _often(given: Counter) -> list:
    return [value for value in _commonest(given) if given[value] >= LEAST_TYPED][:MOST_TYPED]


def spans_of(
    given: Mapping[Decimal, int], middle: Collection[Decimal] = (), *, finest: Decimal = NO_LESS
) -> tuple[Bar, ...]:
    """A histogram with round edges: at most about ten bars, those of ``middle`` numbers among them.

    What lies far from all others (beyond Tukey's fences of the different numbers, 1977) goes into a
    first or last bar without an end, so that one slip of the keyboard does not flatten the rest.
    Edges are round, so that they are nobody's own answer. No bar is narrower than ``finest``.
    """
    if not given:
        return ()
    with localcontext() as exact:
        exact.prec = 200
        low, high = _fences(sorted({*given, *middle}))
        low, high = min([low, *middle]), max([high, *middle])
        step = max(_round_step((high - low) / (MOST_BINS - 1)), finest)
        first = (low / step).to_integral_value("ROUND_FLOOR")
        last = (high / step).to_integral_value("ROUND_FLOOR") + 1
        return _bars([step * number for number in range(int(first), int(last) + 1)], given)


def _fences(numbers: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """The lowest and the highest of the different numbers that lie within Tukey's fences."""
    quarter = (len(numbers) - 1) // 4
    below, above = numbers[quarter], numbers[-1 - quarter]
    reach = (above - below) * 3 / 2
    within = [number for number in numbers if below - reach <= number <= above + reach]
    return within[0], within[-1]


def _round_step(least: Decimal) -> Decimal:
    """The smallest of 1, 2, 5, 10, 20, 50 … (or 0.5, 0.2 …) that is not smaller than this; 1 for 0."""
    if not least:
        return Decimal(1)
    ten = Decimal(10) ** least.adjusted()
    return next(ten * lead for lead in (1, 2, 5, 10) if ten * lead >= least)


def _bars(edges: Sequence[Decimal], given: Mapping[Decimal, int]) -> tuple[Bar, ...]:
    """A bar for each span between two edges; those beyond the edges only where there is something."""
    between = [_bar(given, low, high) for low, high in pairwise(edges)]
    below = _bar(given, None, edges[0])
    above = _bar(given, edges[-1], None)
    return (*([below] if below.count else []), *between, *([above] if above.count else []))


def _bar(given: Mapping[Decimal, int], low: Decimal | None, high: Decimal | None) -> Bar:
    count = sum(
        count
        for number, count in given.items()
        if (low is None or low <= number) and (high is None or number < high)
    )
    return Bar("", count, None, low, high)
