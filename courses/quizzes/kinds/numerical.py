"""Numerical: a number, right within a tolerance (inclusive), with or without its unit.

The definition: ``{"value": "15", "tolerance": "0.1", "unit": "%"}``, numbers as texts, so exact.
Where a typed number can be read in two ways (1,234), it is right if one of them is.
"""

from collections.abc import Collection, Sequence
from decimal import Decimal, localcontext

from .base import ChoiceFacts, Definition
from .numbers import CANONICAL, readings
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
        tolerance = text_of(definition, "tolerance")
        margin = Decimal(tolerance) if CANONICAL.fullmatch(tolerance) else Decimal(0)
        keys = [Decimal(item) for item in right if CANONICAL.fullmatch(item)]
        if len(value) > self.longest:
            return False
        with localcontext() as exact:
            exact.prec = 200
            return any(
                abs(number - key) <= margin
                for number in readings(value, text_of(definition, "unit"))
                for key in keys
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
