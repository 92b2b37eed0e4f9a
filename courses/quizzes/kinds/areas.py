"""Areas of a picture: what an author may draw, and where a page draws it. Pure.

An author's area is ``{"shape": "rect", "coords": [x, y, width, height]}``, ``{"shape": "circle",
"coords": [cx, cy, r]}`` or ``{"shape": "poly", "coords": [x1, y1, x2, y2, …]}``, in pixels of the
original picture from its upper left corner.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

LARGEST_SIDE = 50_000
MOST_CORNERS = 100
COUNTS = {"rect": {4}, "circle": {3}, "poly": set(range(6, 2 * MOST_CORNERS + 1, 2))}


class Size(NamedTuple):
    """A picture's size in pixels."""

    width: int
    height: int


class Area(NamedTuple):
    """An area as a page draws it, at whatever size the picture is shown.

    ``coords`` are thousandths of the picture's width and height: of a "rect" x, y, width and height, of
    an "ellipse" the centre and both radii, of a "poly" x and y of every corner. ``badge`` is where its
    number stands, in percent from the left and from the top.
    """

    choice: str
    number: int
    shape: str
    coords: tuple[str, ...]
    badge: tuple[str, str]


@dataclass(frozen=True)
class Shape:
    """A readable area in pixels: its outline lies within ``left``, ``top``, ``right``, ``bottom``."""

    name: str
    coords: tuple[float, ...]

    @property
    def corners(self) -> list[tuple[float, float]]:
        """The corners of a polygon, or of the box around anything else."""
        if self.name == "poly":
            return list(zip(self.coords[::2], self.coords[1::2], strict=True))
        if self.name == "circle":
            x, y, radius = self.coords
            return _box(x - radius, y - radius, 2 * radius, 2 * radius)
        return _box(*self.coords)

    @property
    def content(self) -> float:
        """Square pixels, those of a circle as its box has them."""
        corners = self.corners
        pairs = zip(corners, [*corners[1:], corners[0]], strict=True)
        return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2

    @property
    def anchor(self) -> tuple[float, float]:
        """The uppermost point of the outline, of several the leftmost."""
        if self.name == "circle":
            x, y, radius = self.coords
            return x, y - radius
        return min(self.corners, key=lambda corner: corner[::-1])

    def is_within(self, size: Size) -> bool:
        return all(0 <= x <= size.width and 0 <= y <= size.height for x, y in self.corners)


def shape_of(area: object) -> Shape | None:
    """An author's area, or None where it is none: an unknown shape, a wrong count, nothing to hit."""
    name, coords = (area.get("shape"), area.get("coords")) if isinstance(area, Mapping) else ("", ())
    if not isinstance(name, str) or not isinstance(coords, list | tuple):
        return None
    if len(coords) not in COUNTS.get(name, ()) or not all(map(_is_length, coords)):
        return None
    shape = Shape(name, tuple(coords))
    return shape if shape.content > 0 else None


def size_of(definition: Mapping) -> Size | None:
    """The size of the picture the areas are drawn on; None where the definition has none."""
    sides = definition.get("width"), definition.get("height")
    is_size = all(isinstance(side, int) and _is_length(side) and side for side in sides)
    return Size(*sides) if is_size else None


def in_reading_order(shapes: Mapping[str, Shape]) -> Sequence[str]:
    """The names of shapes from the top of the picture to its bottom, so that no author's habit shows."""
    return sorted(shapes, key=lambda name: (*shapes[name].anchor[::-1], name))


def drawn(shape: Shape, size: Size, *, choice: str, number: int) -> Area:
    """How a page draws a shape on a picture of this size."""
    name, coords = shape.name, shape.coords
    if name == "circle":
        name, coords = "ellipse", (*coords, coords[2])
    per_side = zip(coords, [*size] * (len(coords) // 2), strict=True)
    x, y = shape.anchor
    return Area(
        choice=choice,
        number=number,
        shape=name,
        coords=tuple(_text(1000 * value / side) for value, side in per_side),
        badge=(f"{_text(100 * x / size.width)}%", f"{_text(100 * y / size.height)}%"),
    )


def _box(x: float, y: float, width: float, height: float) -> list[tuple[float, float]]:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def _is_length(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= LARGEST_SIDE


def _text(value: float) -> str:
    """A number as SVG reads it, whatever the reader's language."""
    return format(round(value, 2), "g")
