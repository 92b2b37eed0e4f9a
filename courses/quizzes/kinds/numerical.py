"""Numerical: a number, right within a tolerance (inclusive), with or without its unit.

The definition: ``{"value": "15", "tolerance": "0.1", "unit": "%"}``, numbers as texts, so exact.
Where a typed number can be read in two ways (1,234), it is right if one of them is.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from decimal import Decimal, localcontext

from .base import ChoiceFacts, Definition
from .numbers import CANONICAL, readings
from .tally import Group, Shows, spans_of, typed_numbers
from .typed import Typed


def text_of(definition: Definition, name: str) -> str:
    found = definition.get(name)
    return found if isinstance(found, str) else ""


class Numerical(Typed):
    name = "numerical"
    template = "quizzes/kinds/numerical.html"
    longest = 60
    is_number = True

    def key(
        self, choices: Sequence[ChoiceFacts], definition: Definition, languages: Sequence[str] = ()
    ) -> tuple[str, ...]:
        value = text_of(definition, "value")
        return (value,) if CANONICAL.fullmatch(value) else ()

    def is_right(self, value: str, right: Collection[str], definition: Definition) -> bool:
        return any(self._is_near(number, right, definition) for number in self._readings(value, definition))

    def _readings(self, value: str, definition: Definition) -> Collection[Decimal]:
        return readings(value, text_of(definition, "unit")) if len(value) <= self.longest else ()

    def _is_near(self, number: Decimal, right: Collection[str], definition: Definition) -> bool:
        tolerance = text_of(definition, "tolerance")
        margin = Decimal(tolerance) if CANONICAL.fullmatch(tolerance) else Decimal(0)
        with localcontext() as exact:
            exact.prec = 200
            return any(abs(number - Decimal(item)) <= margin for item in right if CANONICAL.fullmatch(item))

    def tally_part(
        self, part: str, values: Collection[str], right: Collection[str], definition: Definition
    ) -> list[Group]:
        """The commonest numbers, and how all of them are spread."""
        given: Counter[Decimal | None] = Counter()
        for value, count in Counter(values).items():
            given[self._meant(value, right, definition)] += count
        numbers = {number: count for number, count in given.items() if number is not None}
        accepted = {number for number in numbers if self._is_near(number, right, definition)}
        spans = spans_of(numbers, [Decimal(item) for item in right])
        return [typed_numbers(given, accepted), Group(Shows.SPANS, spans, others=given[None])]

    def _meant(self, value: str, right: Collection[str], definition: Definition) -> Decimal | None:
        """What a text says as a number; of two readings the right one, else the smaller."""
        found = self._readings(value, definition)
        return min(
            found, key=lambda number: (not self._is_near(number, right, definition), number), default=None
        )

    def fault(
        self, codes: Sequence[str], right: Collection[str], definition: Definition | None = None
    ) -> str:
        definition = definition or {}
        tolerance = text_of(definition, "tolerance")
        if codes:
            return "no_choices_here"
        if not self.key((), definition):
            return "no_value"
        is_tolerable = not tolerance or (CANONICAL.fullmatch(tolerance) and Decimal(tolerance) >= 0)
        return "" if is_tolerable else "bad_tolerance"
