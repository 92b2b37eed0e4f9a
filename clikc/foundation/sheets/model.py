"""What is read of a sheet, how much of one, and what is said of it. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

# How far down a sheet its headers may stand, counted in rows that hold something.
LAST_HEADER = 20
LONGEST_CELL = 32_767  # Excel's own
LONGEST_ROW = 1_000_000  # characters
LONGEST_DETAIL = 120
MOST_SHEETS = 50

Known = Callable[[str], bool]


@dataclass(frozen=True)
class Limits:
    """How much is read. ``rows`` counts those below the headers that hold something, ``blank`` those of
    a workbook that are named but hold nothing; ``ratio`` is unpacked : packed."""

    rows: int = 100_000
    file_bytes: int = 20 * 1024 * 1024
    unpacked_bytes: int = 200 * 1024 * 1024
    ratio: int = 100
    columns: int = 200
    cell: int = LONGEST_CELL
    blank: int = 100_000


@dataclass(frozen=True)
class Note:
    """What was read otherwise than it stands in the file; ``detail`` is the place or the construct.

    Of a file: encoding_guessed, merged_cells (``line`` is the first row of them), other_sheet. Of a line:
    unreadable_characters (left out), broken_characters (shown as U+FFFD), formula_without_value and
    cell_error (read as empty), became_date (written as YYYY-MM-DD), beyond_columns (not read).
    """

    code: str
    detail: str = ""
    line: int = 0


@dataclass(frozen=True)
class Line:
    """A row that has something in it, with its number as the sheet counts. The cells are those up to the
    last that has something, white space as it stands, ends of lines as ``\\n``."""

    number: int
    cells: tuple[str, ...]
    notes: tuple[Note, ...] = ()


class UnreadableSheet(Exception):
    """The whole file is not read; ``code`` says why, ``line`` (0: unknown) and ``detail`` where.

    Another kind of file: xls, xlsb, ods, html, xml, pdf, password (a workbook that is locked with one),
    not_text. Nothing to read: empty_file, no_header. Too much: file_too_large, too_many_rows,
    too_much_in_a_row. Broken: unreadable_encoding, open_quote (a quotation mark that nothing closes),
    unreadable_table. And the codes of ``clikc.foundation.archives.UnsafeArchive``.
    """

    def __init__(self, code: str, line: int = 0, detail: str = ""):
        super().__init__(code, line, detail)
        self.code = code
        self.line = line
        self.detail = detail
