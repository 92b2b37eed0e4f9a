"""Reading a file into rows, a batch at a time: begun again, it goes on where it stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from clikc.foundation.sheets import Limits, Line, Rows, UnreadableSheet, open_rows

from .columns import Columns, UnusableColumns, columns_of
from .entries import Entry, entry_of
from .models import ImportRow, OfficerImport, Outcome
from .template_file import titles_beside
from .vocabulary import is_known

LIMITS = Limits(rows=100_000)
BATCH = 500
MOST_NOTES = 20

Advance = Callable[[int], object]


@dataclass
class Sheet:
    """An open file: its columns, and the lines below its headers."""

    rows: Rows
    columns: Columns
    header: Line

    @property
    def notes(self) -> dict:
        """What the coordinator should know of the file; complete when it was read to the end."""
        return notes_of(self.rows, self.columns)


def notes_of(rows: Rows, columns: Columns) -> dict:
    """What is to be known of a file; complete when it was read to the end. Of our own templates the sheets
    that explain and offer are no news."""
    ours = titles_beside()
    by_code: dict[str, list[str]] = {}
    for note in rows.notes:
        by_code.setdefault(note.code, []).append(note.detail)
    return {
        "ignored": list(columns.ignored[:MOST_NOTES]),
        "guessed": "".join(by_code.get("encoding_guessed", [])[:1]),
        "sheets": [title for title in by_code.get("other_sheet", []) if title not in ours][:MOST_NOTES],
    }


def open_sheet(file) -> Sheet:
    """The sheet of officers in a file, whose rows are to be closed. Raises UnreadableSheet, also for what
    the headers lack."""
    rows = open_rows(file, known=is_known, limits=LIMITS)
    try:
        header = next(rows)
        return Sheet(rows, columns_of(header.cells), header)
    except UnusableColumns as error:
        rows.close()
        raise UnreadableSheet(error.code, header.number, error.detail) from None
    except BaseException:
        rows.close()
        raise


def is_short(file) -> bool:
    """Whether a file has no more rows than are looked at in a request. Raises UnreadableSheet."""
    sheet = open_sheet(file)
    with sheet.rows:
        return sum(1 for _line in islice(sheet.rows, BATCH + 1)) <= BATCH


def read_rows(item: OfficerImport, *, advance: Advance) -> dict:
    """Write the rows of the file down; answers the notes of the file. Raises UnreadableSheet.

    Safe to call again: what was read stays as it is.
    """
    known = item.rows.order_by("-line").values_list("line", flat=True).first() or 0
    with item.file.open("rb") as file:
        sheet = open_sheet(file)
        with sheet.rows:
            done = 0
            for lines in in_batches(sheet.rows, BATCH):
                new = [entry_of(line, sheet.columns) for line in lines if line.number > known]
                ImportRow.objects.bulk_create(
                    [_row(item, entry) for entry in new], ignore_conflicts=True, batch_size=BATCH
                )
                done += len(lines)
                advance(done)
            if not done:
                raise UnreadableSheet("no_rows")
            return sheet.notes


def in_batches(rows: Iterable, size: int) -> Iterator[list]:
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


def _row(item: OfficerImport, entry: Entry) -> ImportRow:
    return ImportRow(
        officer_import=item,
        line=entry.line,
        address=entry.address,
        name=entry.name,
        language=entry.language,
        unit=entry.unit,
        gender=entry.gender,
        outcome=Outcome.BROKEN if entry.reasons else "",
        reasons=list(entry.reasons),
    )
