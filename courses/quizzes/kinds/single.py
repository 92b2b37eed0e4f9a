"""Single choice: exactly one is right."""

from collections.abc import Collection, Sequence

from .base import Definition, Kind


class Single(Kind):
    name = "single"

    def fault(
        self, codes: Sequence[str], right: Collection[str], definition: Definition | None = None
    ) -> str:
        return super().fault(codes, right) or ("" if len(right) == 1 else "one_right_choice")
