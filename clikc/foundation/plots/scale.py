"""Scales whose steps are numbers that people count in."""

from __future__ import annotations


def steps_to(largest: int, *, most: int = 4) -> list[int]:
    """Round numbers from 0 on, evenly apart, the last one not under ``largest``; at most ``most`` after 0.

    Steps are 1, 2 or 5 times a power of ten, so counts are never cut into fractions.
    """
    step = next(step for step in _steps() if step * most >= largest)
    last = max(-(-largest // step), 1)
    return [step * number for number in range(last + 1)]


def _steps():
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def share_of(number: float, whole: float) -> str:
    """A number as a per cent of a whole, as the width of a bar: ``37.5``; nought of nothing."""
    return length(100 * number / whole if whole else 0)


def length(value: float) -> str:
    """A length as SVG reads it, whatever the language."""
    return f"{value:.1f}".removesuffix(".0")
