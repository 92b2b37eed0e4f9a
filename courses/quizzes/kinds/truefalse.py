"""True or false: two choices with the codes ``true`` and ``false``; the interface has their words."""

from collections.abc import Collection, Sequence

from .base import Definition, Kind

CODES = ("true", "false")


class TrueFalse(Kind):
    name = "truefalse"
    is_shuffled = False
    has_own_words = True

    def fault(
        self, codes: Sequence[str], right: Collection[str], definition: Definition | None = None
    ) -> str:
        if sorted(codes) != sorted(CODES):
            return "true_and_false"
        return "" if len(right) == 1 else "one_right_choice"
