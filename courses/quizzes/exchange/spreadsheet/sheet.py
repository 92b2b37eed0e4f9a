"""A sheet as rows of texts, wherever it came from, and how much of one is read. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from clikc.foundation.sheets import LAST_HEADER, Line

from ..report import Report

MOST_ROWS = 5_000  # of questions, below the headers
# How many rows with something in them a sheet can have: headers, and what stands above them, too.
MOST_LINES = MOST_ROWS + LAST_HEADER
MOST_COLUMNS = 200
LARGEST_FILE = 10 * 1024 * 1024


@dataclass(frozen=True)
class Sheet:
    title: str
    lines: tuple[Line, ...]
    report: Report


@dataclass(frozen=True)
class Row:
    """What stands in the columns of a question: (column, language) → text."""

    number: int
    cells: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def get(self, column: str) -> str:
        """The cell of a column that stands once for all languages."""
        return self.cells.get((column, ""), "").strip()

    def by_language(self, column: str) -> dict[str, str]:
        """Language → cell of a column that stands once for each, those left empty aside."""
        return {
            language: text for (name, language), text in self.cells.items() if name == column and text.strip()
        }
