"""Hotspot: point at the right area of a picture, or at all of them. Every area is a choice.

The definition: ``{"areas": {code: area}, "width": …, "height": …, "several": bool, "partial": bool}``
with the size of the original picture and an area as ``areas.py`` has it. Where ``several`` are right,
they are marked as a multiple choice is. Areas are numbered from the top of the picture to its bottom.
"""

from collections.abc import Collection, Mapping, Sequence

from .areas import Area, Shape, drawn, in_reading_order, shape_of, size_of
from .base import ChoiceFacts, Definition, Layout
from .multiple import Multiple


def has_several(definition: Definition) -> bool:
    return definition.get("several") is True


def areas_for(definition: Definition, choices: Sequence[ChoiceFacts]) -> list[Area]:
    """Every choice's area, the largest first, so that none lies hidden under a later one.

    Empty where a choice has none that can be drawn.
    """
    size, shapes = size_of(definition), _shapes(definition, choices)
    if not size:
        return []
    areas = [
        (shapes[choice].content, drawn(shapes[choice], size, choice=choice, number=number))
        for number, choice in enumerate(in_reading_order(shapes), start=1)
    ]
    return [area for _content, area in sorted(areas, key=lambda found: (-found[0], found[1].number))]


def _shapes(definition: Definition, choices: Sequence[ChoiceFacts]) -> dict[str, Shape]:
    """Choice id → its shape; nothing at all unless each has one."""
    areas = definition.get("areas")
    if not isinstance(areas, Mapping):
        return {}
    found = {choice.id: shape for choice in choices if (shape := shape_of(areas.get(choice.code)))}
    return found if len(found) == len(choices) else {}


class Hotspot(Multiple):
    name = "hotspot"
    template = "quizzes/kinds/hotspot.html"
    is_shuffled = False

    def control_for(self, definition: Definition) -> str:
        return "checkbox" if has_several(definition) else "radio"

    def most_for(self, definition: Definition) -> int | None:
        return None if has_several(definition) else 1

    def layout(self, choices: Sequence[ChoiceFacts], definition: Definition) -> Layout | None:
        areas = sorted(areas_for(definition, choices), key=lambda area: area.number)
        return Layout(tuple(area.choice for area in areas)) if areas else None

    def drawn(self, definition: Definition, choices: Sequence[ChoiceFacts]) -> tuple[Area, ...]:
        return tuple(areas_for(definition, choices))

    def is_partial(self, definition: Definition) -> bool:
        return has_several(definition) and super().is_partial(definition)

    def fault(
        self, codes: Sequence[str], right: Collection[str], definition: Definition | None = None
    ) -> str:
        definition = definition or {}
        if fault := super().fault(codes, right):
            return fault
        if not has_several(definition) and len(right) != 1:
            return "one_right_choice"
        return _fault_of_areas(codes, definition)


def _fault_of_areas(codes: Sequence[str], definition: Definition) -> str:
    areas, size = definition.get("areas"), size_of(definition)
    if not isinstance(areas, Mapping) or not set(codes) <= set(areas):
        return "area_missing"
    if not set(areas) <= set(codes):
        return "area_unknown"
    shapes = [shape_of(area) for area in areas.values()]
    if not all(shapes):
        return "bad_shape"
    if not size:
        return "no_picture"
    return "" if all(shape.is_within(size) for shape in shapes) else "area_outside"
