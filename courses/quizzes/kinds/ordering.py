"""Ordering: put the items in order. The order of the choices is the right one, so it is never shown.

All or nothing; with partial credit, the share of items that stand in their right place.
"""

from collections.abc import Collection, Mapping, Sequence

from .base import ChoiceFacts, Definition, Layout, is_texts
from .parts import Parts
from .tally import Shows


class Ordering(Parts):
    """An answer is the items' ids in order, an empty text where a place is not given to any."""

    name = "ordering"
    template = "quizzes/kinds/ordering.html"
    collects = "order"
    is_always_shuffled = True
    tally_shows = Shows.PLACES

    def layout(self, choices: Sequence[ChoiceFacts], definition: Definition) -> Layout | None:
        return Layout(tuple(choice.id for choice in choices)) if len(choices) > 1 else None

    def key(
        self, choices: Sequence[ChoiceFacts], definition: Definition, languages: Sequence[str] = ()
    ) -> tuple[str, ...]:
        return tuple(choice.id for choice in choices)

    def best(self, key: Collection[str]) -> list[str]:
        return list(key)

    def parts(self, answer: object) -> dict[str, str]:
        """Item → its place, from 1."""
        if not is_texts(answer):
            return {}
        placed = [(item, str(place)) for place, item in enumerate(answer, start=1) if item]
        found = dict(placed)
        return found if len(found) == len(placed) else {}

    def solution(self, key: Collection[str]) -> dict[str, tuple[str, ...]]:
        return {item: (place,) for item, place in self.parts(list(key)).items()}

    def from_parts(self, values: Mapping[str, str], choices: Sequence[str]) -> list[str]:
        """Two items in one place: the first keeps it. A place that is none makes it no answer."""
        places = {str(place): "" for place in range(1, len(choices) + 1)}
        for item in choices:
            value = values.get(item) or ""
            if value and value not in places:
                return [f"{item}={value}"]
            if value and not places[value]:
                places[value] = item
        answer = list(places.values())
        return answer if any(answer) else []

    def read(
        self,
        raw: object,
        choices: Collection[str],
        pairs: Collection[str] = (),
        definition: Definition | None = None,
    ) -> list[str] | None:
        if not is_texts(raw) or len(raw) > len(choices):
            return None
        items = [item for item in raw if item]
        if len(set(items)) != len(items) or not set(items) <= set(choices):
            return None
        return [*raw, *[""] * (len(choices) - len(raw))] if items else []

    def is_partial(self, definition: Definition) -> bool:
        return definition.get("partial") is True

    def fault(
        self, codes: Sequence[str], right: Collection[str], definition: Definition | None = None
    ) -> str:
        return "too_few_choices" if len(codes) < 2 else ""
