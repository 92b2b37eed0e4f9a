"""How much two texts have in common, and which passages. Pure; it points something out, and decides nothing.

What a tutor is told of it: *The share says how much of the shorter text stands in the other one word for
word. Passages of at least eight words in a row that are the same in both are counted; capitals, accents
and spellings of one letter make no difference. What either took from the instructions (five words or more in
a row) is not counted. A high share may be copying, a quotation or a law that both cite: please read the
passages yourself. A text put into other words, or translated, is not found.*

The measure is our own regulation. Eight words are the least by which a tutor would believe it too: shorter
runs are common phrases of the trade ("the value of the goods for customs purposes").

Who resembles whom among thousands is found by *winnowing* (S. Schleimer, D. Wilkerson, A. Aiken 2003,
"Winnowing: local algorithms for document fingerprinting"): every eight words in a row are a number, and of
any eight numbers in a row the least is kept, so texts that share fifteen words in a row keep one in common.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from .runs import Run, Runs, Words
from .wording import Word, worded

# In words: what counts as a passage, and as a quotation from the instructions.
PASSAGE, QUOTATION = 8, 5
# Of so many numbers in a row one is kept.
WINDOW = 8
# Texts that share so many words in a row have a fingerprint in common.
CERTAIN = PASSAGE + WINDOW - 1


@dataclass(frozen=True)
class Passage:
    """``a[start_a:end_a]`` and ``b[start_b:end_b]``, in characters, are the same ``words`` words."""

    start_a: int
    end_a: int
    start_b: int
    end_b: int
    words: int


@dataclass(frozen=True)
class Resemblance:
    """``share_percent``: 0 to 100 with one decimal. ``passages`` as they stand in ``a``; they may overlap."""

    share_percent: Decimal
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class _Text:
    """The words of a text; those quoted from the instructions are None in ``own``."""

    words: list[Word]
    own: list[str | None]

    @property
    def count(self) -> int:
        return len(self.own) - self.own.count(None)

    @property
    def rank(self) -> tuple:
        """The shorter first; of two as long always the same."""
        return self.count, [word or "" for word in self.own]


def resemblance(a: str, b: str, *, instructions: str = "") -> Resemblance:
    """How much of the shorter text stands in the other one, and where.

    The same texts share 100 per cent, however short they are, if anything is left without the instructions;
    texts without a common passage nothing. It does not matter which is named first. Where both are as long,
    it is the greater of the two shares.
    """
    quoted = Runs([word.folded for word in worded(instructions)])
    one, other = _text(a, quoted), _text(b, quoted)
    is_turned = other.rank < one.rank
    if is_turned:
        one, other = other, one
    least = 1 if one.own == other.own else PASSAGE
    runs = list(Runs(other.own).shared(one.own, least=least))
    covered = _covered(runs)
    if one.count == other.count:
        covered = max(covered, _covered(Runs(one.own).shared(other.own, least=least)))
    passages = sorted((_passage(run, one, other, is_turned) for run in runs), key=_place)
    return Resemblance(_percent(covered, one.count), tuple(passages))


def fingerprints(text: str, *, instructions: str = "") -> frozenset[int]:
    """Numbers below 2^63 by which a text is found again, the same in every process; none under eight words.

    Two texts that share ``CERTAIN`` words in a row have one in common, and who has one in common shares
    ``PASSAGE`` words, but for a chance of one in 10^18.
    """
    own = _text(text, Runs([word.folded for word in worded(instructions)])).own
    kept = set()
    for is_quoted, words in groupby(own, key=lambda word: word is None):
        if not is_quoted:
            numbers = list(_numbers(list(words)))
            kept.update(min(numbers[at : at + WINDOW]) for at in range(_windows(len(numbers))))
    return frozenset(kept)


def owners_of(prints: Mapping[Hashable, Collection[int]]) -> dict[int, list[Hashable]]:
    """Whose each fingerprint is: made once for all texts, then asked by ``candidates``."""
    owners = defaultdict(list)
    for key, numbers in prints.items():
        for number in numbers:
            owners[number].append(key)
    return dict(owners)


def candidates(numbers: Collection[int], owners: Mapping[int, Collection[Hashable]]) -> list[Hashable]:
    """Whose texts share a fingerprint with one that has these, those with the most in common first.

    The text itself is among them if it is among the owners.
    """
    found = Counter(key for number in sorted(numbers) for key in owners.get(number, ()))
    return [key for key, _number in found.most_common()]


def _text(text: str, quoted: Runs) -> _Text:
    words = worded(text)
    own: list[str | None] = [word.folded for word in words]
    for run in quoted.shared(own, least=QUOTATION):
        own[run.start : run.end] = [None] * (run.end - run.start)
    return _Text(words, own)


def _covered(runs: Iterator[Run] | list[Run]) -> int:
    """How many words lie in some of the runs, which come in the order of their ends."""
    covered = reached = 0
    for run in runs:
        covered += run.end - max(run.start, reached)
        reached = run.end
    return covered


def _passage(run: Run, one: _Text, other: _Text, is_turned: bool) -> Passage:
    size = run.end - run.start
    here = one.words[run.start].start, one.words[run.end - 1].end
    there = other.words[run.there].start, other.words[run.there + size - 1].end
    return Passage(*there, *here, size) if is_turned else Passage(*here, *there, size)


def _place(passage: Passage) -> tuple[int, int]:
    return passage.start_a, passage.end_a


def _percent(part: int, whole: int) -> Decimal:
    if not whole:
        return Decimal(0)
    return (Decimal(part * 100) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _windows(size: int) -> int:
    return max(1, size - WINDOW + 1) if size else 0


def _numbers(words: Words) -> Iterator[int]:
    """A number of each eight words in a row."""
    for at in range(len(words) - PASSAGE + 1):
        run = "\n".join(words[at : at + PASSAGE]).encode(errors="surrogatepass")
        yield int.from_bytes(hashlib.blake2b(run, digest_size=8).digest(), "big") >> 1
