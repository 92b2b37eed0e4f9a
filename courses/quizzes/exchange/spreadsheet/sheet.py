"""A sheet as rows of texts, wherever it came from, and how much of one is read. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..decoding import UNREADABLE
from ..report import Report

MOST_ROWS = 5_000  # of questions, below the headers
# How far down a sheet its headers may stand, and how many rows with something in them one can have.
LAST_HEADER = 20
MOST_LINES = MOST_ROWS + LAST_HEADER
MOST_COLUMNS = 200
LONGEST_CELL = 32_767  # Excel's own
LARGEST_FILE = 10 * 1024 * 1024


@dataclass(frozen=True)
class Line:
    """A row that has something in it, with its number as the sheet counts."""

    number: int
    cells: tuple[str, ...]


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


def tidy_cell(text: str) -> str:
    """A cell with line feeds for every end of line, and without what is no text."""
    return UNREADABLE.sub("", text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n"))


def read_cell(text: str, report: Report, number: int) -> str:
    """A cell from outside; what is no text is taken out and reported."""
    if "\0" in text or UNREADABLE.search(text):
        report.lost("unreadable_characters", tidy_cell(text), number)
    return tidy_cell(text)
