"""The table as a file: what is on the page, row by row and cell by cell. No text is taken for a formula."""

from __future__ import annotations

import io
from collections.abc import Iterator

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language_bidi, gettext as _

from clikc.foundation.sheets import SheetOut, write_csv, write_xlsx

from .sheet import Line, Sheet, Shown

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def file_of(sheet: Sheet, form: str) -> bytes:
    """The file in one of the forms of ``TYPES``."""
    stream, heads, rows = io.BytesIO(), headings(sheet), rows_of(sheet)
    if form == "csv":
        write_csv(stream, [heads, *rows])
    else:
        own = SheetOut(_("Gradebook"), heads, rows, widths=(28, 20), fixed=1)
        write_xlsx(stream, sheets=[own], right_to_left=get_language_bidi())
    return stream.getvalue()


def name_of_file(sheet: Sheet, form: str) -> str:
    run = slugify(sheet.book.run.name, allow_unicode=True)[:60]
    return f"{slugify(_('Gradebook'), allow_unicode=True)}-{run}-{timezone.localdate().isoformat()}.{form}"


def headings(sheet: Sheet) -> list[str]:
    """The modules stand in the headings of their totals, where a table on a page has a row for them."""
    named = [_("Participant"), *([] if sheet.book.is_blind else [_("Administration")])]
    heads = []
    for group in sheet.groups:
        for head in group.heads:
            is_module = head.kind == "module"
            heads.append(f"{group.module.title}, %" if is_module else head.heading)
    return [*named, *heads, _("Notes")]


def rows_of(sheet: Sheet) -> Iterator[list]:
    titles = {head.code: head.title for head in sheet.heads}
    for line in sheet.lines:
        yield [*_named(sheet, line), *(cell.value for cell in line.cells), notes_of(line, titles)]
    empty = [] if sheet.book.is_blind else [None]
    yield [_("Median"), *empty, *(cell.value for cell in sheet.medians), None]
    yield [_("Waiting"), *empty, *(cell.value for cell in sheet.waiting), None]


def notes_of(line: Line, titles: dict[str, str]) -> str:
    """What stands beside the numbers on the page: ``Risk plan: late · changed; Quiz 2: dropped``."""
    noted: list[Shown] = [cell for cell in line.cells if cell.notes]
    return "; ".join(f"{titles[cell.column]}: {cell.notes}" for cell in noted)


def _named(sheet: Sheet, line: Line) -> list[str]:
    return [line.row.name] if sheet.book.is_blind else [line.row.name, line.row.administration]
