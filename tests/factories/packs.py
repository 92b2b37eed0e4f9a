"""Marking packs as a test takes them, marks in them, and sends them back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from django.utils import timezone, translation
from openpyxl import load_workbook

from clikc.foundation.zones import zone_named
from enrolment.grading.api import Marking, packs
from enrolment.grading.pack.making import write_pack


def pack_of(tutor, markings=None, language: str = "en") -> bytes:
    """The ZIP of all that waits for a tutor, or of these markings."""
    ids = [one.pk for one in markings] if markings is not None else _all_of(tutor)
    stream = io.BytesIO()
    with translation.override(language), timezone.override(zone_named(tutor.time_zone)):
        write_pack(stream, owner=tutor, ids=ids)
    return stream.getvalue()


def _all_of(tutor) -> list:
    return list(Marking.objects.filter(tutor=tutor).values_list("pk", flat=True))


def names_in(pack: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return archive.namelist()


def read_in(pack: bytes, path: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return archive.read(path)


def sheet_in(pack: bytes) -> bytes:
    return read_in(pack, "marks.xlsx")


class Sheet:
    """A sheet as a person edits it: cells by the code of a work and the code of a column."""

    def __init__(self, sheet):
        self.sheet = sheet
        self.places = {cell.value: cell.column for cell in sheet[2]}

    def __getitem__(self, key):
        return self._cell(*key).value

    def __setitem__(self, key, value):
        self._cell(*key).value = value

    def _cell(self, work: str, column: str):
        return self.sheet.cell(self.row(work), self.places[column])

    def row(self, work: str) -> int:
        codes = {row[self.places["code"] - 1].value: row[0].row for row in self.sheet.iter_rows(min_row=3)}
        return codes[work]


def edited(pack: bytes, edit: Callable[[Sheet], None], *, place: int = 0) -> bytes:
    """The spreadsheet of a pack after somebody worked in one of its sheets."""
    book = load_workbook(io.BytesIO(sheet_in(pack)))
    edit(Sheet(book.worksheets[place]))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sent(tutor, content: bytes, name: str = "marks.xlsx") -> packs.PackUpload:
    """A file that was sent, with its plan."""
    return packs.take_in(owner=tutor, file=io.BytesIO(content), name=Path(name).name)


def taken(tutor, content: bytes, name: str = "marks.xlsx") -> packs.PackUpload:
    """A file that was sent, confirmed and done."""
    upload = sent(tutor, content, name)
    return packs.confirm_and_run(upload=upload, digest=upload.plan_digest)


def outcomes(upload) -> dict[str, tuple]:
    """Code → outcome, reasons and, by piece, why it was not taken ("" where it was)."""
    return {
        row.code: (row.outcome, row.reasons, {change["piece"]: change["why"] for change in row.changes})
        for row in upload.rows.all()
    }
