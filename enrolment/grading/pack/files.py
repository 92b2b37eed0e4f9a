"""A file that comes back, whatever it is: a workbook, a CSV file, or the whole pack. Kept are its sheets."""

from __future__ import annotations

import hashlib
import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import BinaryIO

from clikc.foundation.archives import Room, UnsafeArchive, guarded, opened
from clikc.foundation.sheets import Limits, Line, Tables, UnreadableSheet

from .columns import Table, UnusableColumns, table_of
from .vocabulary import is_known

LARGEST = 300 * 1024 * 1024
MOST_ROWS = 500
MOST_SHEETS = 50
LIMITS = Limits(rows=MOST_ROWS, unpacked_bytes=100 * 1024 * 1024, blank=20_000)
SHEETS = frozenset({".xlsx", ".xlsm", ".csv", ".tsv"})
_ROOM = Room(bytes=2 * LARGEST, entries=20_000)
_PIECE = 1024 * 1024


def digest_of(file: BinaryIO) -> str:
    """The SHA-256 of a file, read in pieces. Raises UnreadableSheet where it is too large or empty."""
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := file.read(_PIECE):
        digest.update(piece)
        size += len(piece)
        if size > LARGEST:
            raise UnreadableSheet("file_too_large")
    if not size:
        raise UnreadableSheet("empty_file")
    return digest.hexdigest()


@contextmanager
def only_sheets(file: BinaryIO) -> Iterator[BinaryIO]:
    """A ZIP of the spreadsheets in what was sent, and of nothing else. Raises UnreadableSheet."""
    with tempfile.TemporaryFile() as kept:
        with _refusing(), zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, (suffix, source) in enumerate(_sheets_in(file), start=1):
                with source, archive.open(f"{number}{suffix}", "w") as target:
                    shutil.copyfileobj(source, target, _PIECE)
            if not archive.namelist():
                raise UnreadableSheet("no_sheets")
        kept.seek(0)
        yield kept


def _sheets_in(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """(suffix, content) of each spreadsheet of a file, smaller than any that is read."""
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        yield from _alone(file, ".csv")
        return
    archive = opened(file, _ROOM)
    names = [entry.filename for entry in archive.infolist()]
    if {"[content_types].xml", "mimetype"} & {name.casefold() for name in names}:
        yield from _alone(file, ".xlsx")
        return
    found = [entry for entry in archive.infolist() if _is_sheet(entry.filename)]
    if len(found) > MOST_SHEETS:
        raise UnreadableSheet("too_many_entries", detail=str(len(found)))
    for entry in found:
        if entry.file_size > LIMITS.file_bytes:
            raise UnreadableSheet("file_too_large")
        yield PurePosixPath(entry.filename).suffix.lower(), archive.open(entry)


def _alone(file: BinaryIO, suffix: str) -> Iterator[tuple[str, BinaryIO]]:
    if file.seek(0, 2) > LIMITS.file_bytes:
        raise UnreadableSheet("file_too_large")
    file.seek(0)
    yield suffix, _Open(file)


class _Open(io.BufferedIOBase):
    """A file of somebody else's, which stays open when this is closed."""

    def __init__(self, file: BinaryIO):
        self._file = file

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)


def _is_sheet(path: str) -> bool:
    """A spreadsheet, and none of the shadows that systems and programs put beside one."""
    parts = PurePosixPath(path)
    is_shadow = parts.name.startswith(("._", "~$", ".~lock")) or "__MACOSX" in parts.parts
    return parts.suffix.lower() in SHEETS and not is_shadow and not path.endswith("/")


def tables_in(file: BinaryIO) -> Iterator[tuple[Table, tuple[str, ...]]]:
    """The sheets of marks in a ZIP of spreadsheets, each with the encoding that was guessed, if one was.

    Raises UnreadableSheet, also where there is none.
    """
    number, rows = 0, 0
    for held in _unpacked(file):
        for title, lines, guessed in _read(held):
            table = _table(number + 1, title, lines)
            if table is None:
                continue
            number, rows = number + 1, rows + len(table.rows)
            if rows > MOST_ROWS:
                raise UnreadableSheet("too_many_rows", detail=str(MOST_ROWS))
            yield table, guessed
    if not number:
        raise UnreadableSheet("no_header")


def _unpacked(file: BinaryIO) -> Iterator[BinaryIO]:
    with _refusing():
        archive = opened(file, _ROOM)
    for entry in archive.infolist():
        with tempfile.SpooledTemporaryFile(max_size=_PIECE) as held:
            with _refusing(), archive.open(entry) as source:
                shutil.copyfileobj(source, held, _PIECE)
            yield held


def _table(number: int, title: str, lines: list[Line]) -> Table | None:
    try:
        return table_of(number, title, lines)
    except UnusableColumns as unusable:
        raise UnreadableSheet(unusable.code, unusable.line, unusable.detail) from None


def _read(held: BinaryIO) -> Iterator[tuple[str, list[Line], tuple[str, ...]]]:
    """(title, lines, guessed encoding) of each sheet of a spreadsheet."""
    with Tables(held, known=is_known, limits=LIMITS) as tables:
        for table in tables:
            lines = []
            for line in table.lines():
                lines.append(line)
                if len(lines) > MOST_ROWS + LAST_ROWS:
                    raise UnreadableSheet("too_many_rows", detail=str(MOST_ROWS))
            guessed = tuple(note.detail for note in table.notes if note.code == "encoding_guessed")
            yield table.title, lines, guessed


# Beside the rows of works: headers, and choices that a hidden sheet holds.
LAST_ROWS = 500


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        with guarded():
            yield
    except UnsafeArchive as unsafe:
        raise UnreadableSheet(unsafe.code, detail=unsafe.detail) from unsafe
