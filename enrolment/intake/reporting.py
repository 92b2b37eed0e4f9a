"""Files that go back: the rows to be mended as they were sent, and what became of every row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import BinaryIO

from django.utils.translation import gettext as _, pgettext

from clikc.foundation.sheets import SheetOut, wild, write_csv, write_xlsx

from .models import ImportRow, OfficerImport, Outcome
from .reading import open_sheet
from .reasons import row_sentence
from .vocabulary import COLUMN_NAMES, WRONG, column_of, written

# openpyxl writes some thousand rows a second; longer ones are had as CSV.
MOST_IN_WORKBOOK = 20_000
_RIGHT_TO_LEFT = {"ar"}

Table = Iterator[list]


def corrected_rows(item: OfficerImport, language: str) -> Table:
    """The headers of the file and the rows of it that are to be mended, each with what is wrong with it.

    Mended and sent again, it is read as it is. Rows are taken from the file one by one.
    """
    wrong = closing(_wrong(item))
    with item.file.open("rb") as file, wrong as broken:
        sheet = open_sheet(file)
        with sheet.rows:
            # A column of an earlier correction is written anew.
            kept = [place for place, header in enumerate(sheet.header.cells) if column_of(header) != WRONG]
            yield [*_picked(sheet.header.cells, kept), written(COLUMN_NAMES, WRONG, language)]
            row = next(broken, None)
            for line in sheet.rows:
                if row is None:
                    return
                if line.number == row.line:
                    yield [*_picked(line.cells, kept), said(row)]
                    row = next(broken, None)


def report_rows(item: OfficerImport, language: str) -> Table:
    """Every row: its line, whom it names, what becomes or became of her, and why."""
    columns = [written(COLUMN_NAMES, column, language) for column in ("address", "name")]
    yield [pgettext("of a spreadsheet", "Line"), *columns, _("What becomes of it"), _("Why")]
    for row in item.rows.order_by("line").iterator(chunk_size=2000):
        yield [row.line, row.address, row.name, str(Outcome(row.outcome).label), said(row)]


def write_table(stream: BinaryIO, rows: Iterable[list], *, kind: str, language: str) -> None:
    """A table with its headers first, as ``csv`` or ``xlsx``; no text in it is taken for a formula."""
    if kind == "csv":
        write_csv(stream, rows)
        return
    table = iter(rows)
    sheet = SheetOut(_("Officers"), next(table), table)
    write_xlsx(stream, sheets=[sheet], right_to_left=language in _RIGHT_TO_LEFT)


def said(row: ImportRow) -> str:
    """The reasons of a row as sentences, in the language of now."""
    return " ".join(row_sentence(reason) for reason in row.reasons)


def _wrong(item: OfficerImport) -> Iterator[ImportRow]:
    rows = item.rows.filter(outcome=Outcome.BROKEN).order_by("line")
    yield from rows.iterator(chunk_size=2000)


def _picked(cells, places: list[int]) -> list[str]:
    return [wild(cells[place]) if place < len(cells) else "" for place in places]
