"""Spreadsheets in and out: CSV and XLSX as people send them, and as Excel opens them right. Pure.

Reading, one row after another at a steady memory, whatever the number of rows::

    with open_rows(path_or_file, known=is_header, limits=Limits(rows=100_000)) as rows:
        header = next(rows)           # the row of headers: the first Line
        for line in rows:             # Line(number, cells, notes), blank ones left out
            ...

``known`` says of a cell whether it is one of our headers; the headers may stand in any of the first
twenty rows, in any sheet. CSV is read in UTF-8 with or without mark (a few broken bytes are endured),
UTF-16, Windows-1252 and -1256, parted by comma, semicolon or tab, also told by Excel's ``sep=;``. Cells
are texts: a number as the sheet shows it, a date as YYYY-MM-DD (with a note), yes and no as ``true`` and
``false``. A line has fewer cells than the header where its last ones are empty. ``wild`` takes off the
apostrophe that ``tame`` put before what looks like a formula.

What was read otherwise than it stands in the file is in ``line.notes`` and, of the file, ``rows.notes``
(codes: ``Note``). What cannot be read raises ``UnreadableSheet(code, line, detail)`` with a stable code,
at ``open_rows`` or at the row where it shows; nothing of it should be kept then.

Writing, one row after another::

    write_xlsx(stream, sheets=[SheetOut(title, headers, rows, widths)], right_to_left=False)
    write_csv(stream, [headers, *rows])

Values are texts, numbers, dates or None; no text is ever taken for a formula. ``Tables`` gives all sheets
of a file, for who looks for more than headers.
"""

from .cells import tame, tidy_cell, wild
from .model import LAST_HEADER, LONGEST_CELL, Limits, Line, Note, UnreadableSheet
from .reading import Rows, Table, Tables, open_rows
from .writing import SheetOut, write_csv, write_xlsx

__all__ = [
    "LAST_HEADER",
    "LONGEST_CELL",
    "Limits",
    "Line",
    "Note",
    "Rows",
    "SheetOut",
    "Table",
    "Tables",
    "UnreadableSheet",
    "open_rows",
    "tame",
    "tidy_cell",
    "wild",
    "write_csv",
    "write_xlsx",
]
