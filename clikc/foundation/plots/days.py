"""Days along a line: where a stretch of them and a moment of one stand, in per cent of its length.

A drawing in per cent needs no frame of its own: it is as wide as the page, and its marks and words keep their
size.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .scale import length


@dataclass(frozen=True)
class Stretch:
    """Where something begins on the line, and how long it is: ``12.5%``."""

    x: str
    width: str


@dataclass(frozen=True)
class DayScale:
    """The days from ``first`` to ``last``, both of them whole; ``mirrored``: the first is on the right."""

    first: date
    last: date
    mirrored: bool = False

    def stretch(self, since: date, until: date) -> Stretch | None:
        """From the beginning of one day to the end of another, as far as that is on the line; else None."""
        since, until = max(since, self.first), min(until, self.last)
        if until < since:
            return None
        wide = self._share((until - since).days + 1)
        before = self._share((since - self.first).days)
        return Stretch(_percent(100 - before - wide if self.mirrored else before), _percent(wide))

    def point(self, day: date, share: float = 0.5) -> str:
        """Where so much of a day is over; "" for a day that is not on the line."""
        place = self.place(day, share)
        return "" if place is None else _percent(place)

    def place(self, day: date, share: float = 0.5) -> float | None:
        """The same as a number from 0 to 100."""
        if not self.first <= day <= self.last:
            return None
        there = self._share((day - self.first).days + share)
        return 100 - there if self.mirrored else there

    def _share(self, days: float) -> float:
        return 100 * days / ((self.last - self.first).days + 1)


def lanes_of(places: Iterable[float], *, apart: float) -> list[int]:
    """For each place on a line, in their order: the first lane, from 0 on, in which it stands at least so far
    ``apart`` from the others."""
    lanes: list[list[float]] = []
    found = []
    for place in places:
        free = (n for n, taken in enumerate(lanes) if all(abs(place - other) >= apart for other in taken))
        lane = next(free, len(lanes))
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append(place)
        found.append(lane)
    return found


def _percent(value: float) -> str:
    return f"{length(value)}%"
