"""Questions answered in parts: each part has a value, and so has the key."""

import json
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from .base import FULL, NOTHING, ChoiceFacts, Definition, Kind, SentForm, is_texts, share
from .tally import Group, Shows, known_values


class Parts(Kind):
    """A question of several parts. In an answer a part and its value are written ``part=value``."""

    collects = "parts"
    is_number = False
    # What the values of a part are, for a plot of them.
    tally_shows = Shows.CHOICES

    def parts(self, answer: object) -> dict[str, str]:
        """Part → value; nothing where the answer cannot be read."""
        if not is_texts(answer):
            return {}
        pairs = [item.partition("=")[::2] for item in answer]
        found = dict(pairs)
        return found if len(found) == len(pairs) else {}

    def from_form(self, form: SentForm, name: str, choices: Sequence[str]) -> list[str]:
        """Each part has a control of its own, ``<name>-<part>``; a single part has ``<name>``."""
        fields = {part: f"{name}-{part}" for part in choices} or {"": name}
        values = {part: form.get(field, "").strip() for part, field in fields.items()}
        return self.from_parts(values, choices)

    def shown_as(self, answer: Sequence[str]) -> str:
        return json.dumps(list(answer))

    def from_parts(self, values: Mapping[str, str], choices: Sequence[str]) -> list[str]:
        """The answer a form means that sends these values for its parts."""
        return [f"{part}={values[part]}" for part in choices if values.get(part)]

    def solution(self, key: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Part → every value that is right, the first to be shown first."""
        found: dict[str, tuple[str, ...]] = {}
        for item in key:
            part, _equals, value = item.partition("=")
            found[part] = (*found.get(part, ()), value)
        return found

    def best(self, key: Collection[str]) -> list[str]:
        return [f"{part}={values[0]}" for part, values in self.solution(key).items()]

    def right_parts(
        self, answer: object, key: Collection[str], definition: Definition | None = None
    ) -> frozenset[str]:
        """The parts that are answered rightly."""
        solution, given = self.solution(key), self.parts(answer)
        return frozenset(
            part
            for part, value in given.items()
            if part in solution and self.is_right(value, solution[part], definition or {})
        )

    def is_right(self, value: str, right: Collection[str], definition: Definition) -> bool:
        return value in right

    def is_partial(self, definition: Definition) -> bool:
        return True

    def mark(
        self, answer: Sequence[str], key: Collection[str], definition: Definition | None = None
    ) -> Decimal:
        if not key or not answer or not is_texts(answer):
            return NOTHING
        right, total = len(self.right_parts(answer, key, definition)), len(self.solution(key))
        if self.is_partial(definition or {}):
            return share(right, total)
        return FULL if right == total == len(answer) else NOTHING

    def tally_groups(
        self,
        answers: Collection[Sequence[str]],
        key: Collection[str],
        definition: Definition,
        choices: Sequence[ChoiceFacts],
    ) -> list[Group]:
        """What was answered to each part, in the order of the key."""
        given = [self.parts(answer) for answer in answers]
        return [
            group
            for part, right in self.solution(key).items()
            for group in self.tally_part(
                part, [found[part] for found in given if part in found], right, definition
            )
        ]

    def tally_part(
        self, part: str, values: Collection[str], right: Collection[str], definition: Definition
    ) -> list[Group]:
        """How often one part was answered rightly, and what was the commonest wrong answer to it."""
        return [known_values(values, right, shows=self.tally_shows, part=part)]

    def is_complete(self, answer: Sequence[str], choices: Collection[str]) -> bool:
        return set(choices) <= set(self.parts(answer))
