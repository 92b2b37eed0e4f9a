"""Upright bars over a scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .scale import length, steps_to

# In units of the drawing, which are about pixels where it is as wide as a phone.
WIDTH, HEIGHT = 360, 200
START, END = 34, 8
# Above the highest bar there is room for its number, and above that for the name of the mark.
TOP, BOTTOM = 34, 38
GAP = 0.25
# More labels than these run into each other, and so do more numbers above the bars.
MOST_LABELS, MOST_NUMBERS = 7, 14


@dataclass(frozen=True)
class Column:
    """What a bar stands for. ``label`` stands below it, ``second`` below that."""

    value: int
    label: str
    second: str = ""


@dataclass(frozen=True)
class Bar:
    x: str
    y: str
    width: str
    height: str
    middle: str
    number: str
    number_y: str


@dataclass(frozen=True)
class Tick:
    y: str
    text_y: str
    label: str


@dataclass(frozen=True)
class Label:
    x: str
    text: str
    second: str


@dataclass(frozen=True)
class Line:
    """An upright line, with its name above it at ``text_y``: two that are near stand at different heights."""

    x: str
    label: str
    text_y: str


@dataclass(frozen=True)
class Plot:
    """A drawing of WIDTH by HEIGHT. ``mark`` is where an upright line stands, "" where there is none;
    ``lines`` are further ones, each with a name."""

    width: str
    height: str
    floor: str
    left: str
    right: str
    scale_x: str
    label_y: str
    second_y: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    labels: tuple[Label, ...]
    mark: str = ""
    lines: tuple[Line, ...] = ()


def draw_columns(
    columns: Sequence[Column],
    *,
    written: Callable[[int], str] = str,
    mirrored: bool = False,
    mark: float | None = None,
    lines: Sequence[tuple[float, str]] = (),
    are_spans: bool = False,
) -> Plot:
    """A plot of at least one column. ``written`` writes a number; ``mark`` counts in columns: 1.5 is the
    middle of the second; so do ``lines``, each with its name. ``are_spans``: a column is a span of a scale,
    and its label says where it begins, so that it stands there."""
    steps = steps_to(max(column.value for column in columns))
    room = (WIDTH - START - END) / len(columns)

    def across(place: float) -> float:
        """Where a place, counted in columns, is across the drawing."""
        x = START + place * room
        return WIDTH - x if mirrored else x

    def down(value: int) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / steps[-1]

    left, right = sorted((across(0), across(len(columns))))
    return Plot(
        width=str(WIDTH),
        height=str(HEIGHT),
        floor=length(down(0)),
        left=length(left),
        right=length(right),
        scale_x=length(across(0) + (6 if mirrored else -6)),
        label_y=length(HEIGHT - BOTTOM + 15),
        second_y=length(HEIGHT - BOTTOM + 29),
        bars=tuple(
            _bar(column, across(place + 0.5), down(column.value), down(0), room, written, len(columns))
            for place, column in enumerate(columns)
        ),
        ticks=tuple(Tick(length(down(step)), length(down(step) + 4), written(step)) for step in steps),
        labels=tuple(_labels(columns, across, 0 if are_spans else 0.5)),
        mark="" if mark is None else length(across(mark)),
        lines=tuple(
            Line(length(across(place)), label, str(11 + 12 * (number % 2)))
            for number, (place, label) in enumerate(lines)
        ),
    )


def _bar(column, middle: float, top: float, floor: float, room: float, written, number: int) -> Bar:
    wide = room * (1 - GAP)
    return Bar(
        x=length(middle - wide / 2),
        y=length(top),
        width=length(wide),
        height=length(floor - top),
        middle=length(middle),
        number=written(column.value) if column.value and number <= MOST_NUMBERS else "",
        number_y=length(top - 4),
    )


def _labels(columns: Sequence[Column], across, within: float):
    """As many labels as there is room for, evenly; the second line where it is another one."""
    every = -(-len(columns) // MOST_LABELS)
    before = ""
    for place in range(0, len(columns), every):
        column = columns[place]
        second = column.second if column.second != before else ""
        yield Label(length(across(place + within)), column.label, second)
        before = column.second
