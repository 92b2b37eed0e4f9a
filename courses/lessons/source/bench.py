"""What reading the body of a fence needs beside its text.

Lists inside a block have items with ids made from the block's id, so they too are the same in
every language.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid5

from .fences import Part
from .media import Media
from .problems import Report
from .values import Values


@dataclass(frozen=True)
class Bench:
    """What reading a fence needs beside its text."""

    block_id: UUID
    report: Report
    media: Media

    def items(self, name: str, values: list) -> list[dict]:
        """Values as the items of a list block, with ids of their own."""
        return [
            {"type": "item", "value": value, "id": str(uuid5(self.block_id, f"{name}/{number}"))}
            for number, value in enumerate(values)
        ]

    def values(self, part: Part, required, optional=()) -> Values:
        return Values(
            part.text, part.first_line, self.report, required=required, optional=optional, opened_in=part.line
        )


def rows_of(part: Part) -> list[tuple[int, str]]:
    """Line number and row of every row that is not blank."""
    rows = enumerate(part.text.split("\n"), start=part.first_line)
    return [(number, row) for number, row in rows if row.strip()]
