"""Multiple choice: every right one and no wrong one earns the point; anything else earns nothing.

Where the question gives partial credit, each wrong one takes away what a right one gives.
"""

from collections.abc import Collection, Sequence
from decimal import Decimal

from .base import Definition, Kind, share


class Multiple(Kind):
    name = "multiple"
    control = "checkbox"
    most = None

    def is_partial(self, definition: Definition) -> bool:
        return definition.get("partial") is True

    def fraction(self, answer: Sequence[str], key: Collection[str], definition: Definition) -> Decimal:
        if not self.is_partial(definition):
            return super().fraction(answer, key, definition)
        right = len(set(answer) & set(key))
        wrong = len(answer) - right
        return share(max(right - wrong, 0), len(set(key)))
