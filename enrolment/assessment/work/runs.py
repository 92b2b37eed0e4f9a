"""Which runs of words of one text stand in another, in time that grows as the texts do. Pure.

A suffix automaton (A. Blumer et al. 1985, "The smallest automaton recognizing the subwords of a text") knows
every run of words of its text. Another text is read through it once, and at each word it says how long a
run that ends here stands in its own text as well, and where.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

# A word that matches nothing, itself neither.
Words = Sequence[str | None]


class Run(NamedTuple):
    """Words ``start`` to ``end`` (not included) of the text read, which stand here from word ``there`` on."""

    start: int
    end: int
    there: int


class Runs:
    """Every run of the words of one text."""

    def __init__(self, words: Words):
        self._next: list[dict] = [{}]
        self._link = [-1]
        self._length = [0]
        # Of each state: after how many words the first run of it ends.
        self._end = [0]
        self._last = 0
        for place, word in enumerate(words):
            self._add(place if word is None else word)

    def shared(self, words: Words, *, least: int) -> Iterator[Run]:
        """Each run of at least so many of ``words`` that stands here and could not be longer, in their order.

        Runs may overlap; of several places here it is the one that ends first.
        """
        state = length = 0
        for end, word in enumerate(words):
            before = (state, length)
            while state and word not in self._next[state]:
                state = self._link[state]
                length = self._length[state]
            if word in self._next[state]:
                state, length = self._next[state][word], length + 1
            if length <= before[1]:
                yield from self._run(*before, end, least)
        yield from self._run(state, length, len(words), least)

    def _run(self, state: int, length: int, end: int, least: int) -> Iterator[Run]:
        if length >= least:
            yield Run(end - length, end, self._end[state] - length)

    def _state(self, length: int, end: int, link: int, following: dict) -> int:
        self._length.append(length)
        self._end.append(end)
        self._link.append(link)
        self._next.append(following)
        return len(self._length) - 1

    def _add(self, word: str | int) -> None:
        length = self._length[self._last] + 1
        new = self._state(length, length, 0, {})
        state = self._last
        while state >= 0 and word not in self._next[state]:
            self._next[state][word] = new
            state = self._link[state]
        if state >= 0:
            self._link[new] = self._fitting(state, word)
        self._last = new

    def _fitting(self, state: int, word: str | int) -> int:
        """The state of the runs of ``state`` with ``word`` after them: a copy, where it holds longer ones."""
        target = self._next[state][word]
        length = self._length[state] + 1
        if self._length[target] == length:
            return target
        copy = self._state(length, self._end[target], self._link[target], dict(self._next[target]))
        while state >= 0 and self._next[state].get(word) == target:
            self._next[state][word] = copy
            state = self._link[state]
        self._link[target] = copy
        return copy
