"""The rows that were not taken, or not wholly, as they were sent, each with what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from django.utils.translation import get_language, get_language_bidi

from clikc.foundation.sheets import SheetOut, wild, write_csv, write_xlsx

from ..models import PackRow, PackUpload
from .columns import Table
from .files import tables_in
from .saying import ToldRow, told_rows
from .vocabulary import COLUMN_NAMES, WRONG, column_named, written

Outcome = PackRow.Outcome
MENDED = (Outcome.PARTLY, Outcome.REFUSED)


def write_corrected(stream: BinaryIO, upload: PackUpload, *, kind: str) -> None:
    """A file that can be mended and sent again: ``xlsx``, or ``csv``, which holds rows of the first sheet
    alone. Raises UnreadableSheet where what was sent cannot be read any more."""
    rows = upload.rows.filter(outcome__in=MENDED).order_by("table", "line")
    told = {(item.row.table, item.row.line): item for item in told_rows(upload.owner, rows)}
    with upload.file.open("rb") as file:
        tables = [table for table, _guessed in tables_in(file)]
    sheets = [_sheet(table, told) for table in tables if any(key[0] == table.number for key in told)]
    if kind == "csv":
        write_csv(stream, [row for sheet in sheets[:1] for row in (sheet.headers, *sheet.rows)])
    else:
        write_xlsx(stream, sheets=sheets, right_to_left=get_language_bidi())


def _sheet(table: Table, told: dict[tuple[int, int], ToldRow]) -> SheetOut:
    width = max([len(table.codes), len(table.heads), *(len(line.cells) for line in table.rows)])
    kept = [place for place in range(width) if not _is_wrong(table, place)]
    above = [(table.heads, written(COLUMN_NAMES, WRONG, get_language())), (table.codes, WRONG)]
    headers, *more = [[*_picked(cells, kept), last] for cells, last in above if cells]
    return SheetOut(table.title, headers, [*more, *_lines(table, kept, told)])


def _lines(table: Table, kept: Sequence[int], told: dict[tuple[int, int], ToldRow]) -> Iterator[list[str]]:
    for line in table.rows:
        item = told.get((table.number, line.number))
        if item is not None:
            yield [*_picked(line.cells, kept), _said(item)]


def _picked(cells: Sequence[str], places: Sequence[int]) -> list[str]:
    return [wild(cells[place]) if place < len(cells) else "" for place in places]


def _is_wrong(table: Table, place: int) -> bool:
    """A column of an earlier correction is written anew."""
    by_code = place < len(table.codes) and table.codes[place] == WRONG
    return by_code or (place < len(table.heads) and column_named(table.heads[place]) == WRONG)


def _said(item: ToldRow) -> str:
    pieces = [f"{change.title}: {change.why} ({change.now})" for change in item.changes if change.why]
    return "\n".join([*item.reasons, *pieces])
