"""Rows of a spreadsheet, one after another, from a file of any size. Pure."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol

from .book import Book
from .cells import Shown
from .csvfile import CsvTable
from .kinds import is_workbook
from .model import LAST_HEADER, Known, Limits, Line, Note, UnreadableSheet
from .workbook import WorkbookTable


class Table(Protocol):
    """A sheet: its title ("" in CSV), and its lines as often as they are asked for."""

    title: str
    notes: list[Note]

    def lines(self) -> Iterator[Line]: ...


class Tables:
    """The sheets of a file in their order: of CSV the one it is. Use it in a ``with``.

    Raises UnreadableSheet, here and inside of the ``with``.
    """

    def __init__(
        self, source: str | os.PathLike | BinaryIO, *, known: Known, limits: Limits, shown: Shown = str
    ):
        self._closing = ExitStack()
        self._source = source
        self._known = known
        self._limits = limits
        self._shown = shown

    def __enter__(self) -> list[Table]:
        try:
            return self._open()
        except BaseException:
            self._closing.close()
            raise

    def __exit__(self, *_error) -> None:
        self._closing.close()

    def _open(self) -> list[Table]:
        limits, file = self._limits, self._source
        if isinstance(file, str | os.PathLike):
            file = Path(file).open("rb")  # noqa: SIM115 (closed with the tables)
            self._closing.callback(file.close)
        size = file.seek(0, 2)
        if size > limits.file_bytes:
            raise UnreadableSheet("file_too_large")
        if not size:
            raise UnreadableSheet("empty_file")
        if not is_workbook(file):
            return [CsvTable(file, self._known, limits)]
        book = self._closing.enter_context(closing(Book(file, limits)))
        return [WorkbookTable(book, title, path, limits, self._shown) for title, path in book.sheets]


class Rows:
    """An iterator of lines: the row of headers first, then what stands below it.

    ``title`` is that of the sheet ("" in CSV). ``notes`` are those of the file, complete at the end.
    Ends by itself; who stops earlier calls ``close``, or uses it in a ``with``.
    """

    def __init__(self, tables: Tables, limits: Limits, known: Known):
        self._tables = tables
        self._limits = limits
        found = tables.__enter__()
        try:
            self._table, head = _with_header(found, known)
        except BaseException:
            self.close()
            raise
        self._others = [Note("other_sheet", table.title) for table in found if table is not self._table]
        self.title = self._table.title
        self._lines = self._below(head)

    @property
    def notes(self) -> tuple[Note, ...]:
        return (*self._table.notes, *self._others)

    def __iter__(self) -> Rows:
        return self

    def __next__(self) -> Line:
        return next(self._lines)

    def __enter__(self) -> Rows:
        return self

    def __exit__(self, *_error) -> None:
        self.close()

    def close(self) -> None:
        self._tables.__exit__()

    def _below(self, head: int) -> Iterator[Line]:
        try:
            for place, line in enumerate(islice(self._table.lines(), head, None)):
                if place > self._limits.rows:
                    raise UnreadableSheet("too_many_rows", line.number, str(self._limits.rows))
                yield line
        finally:
            self.close()


def open_rows(
    source: str | os.PathLike | BinaryIO, *, known: Known, limits: Limits | None = None, shown: Shown = str
) -> Rows:
    """The rows of a CSV or XLSX file, given as a path or as a seekable binary file, which stays open.

    ``known`` says whether a cell is one of our headers. The row of headers is the one with most of them
    among the first twenty that hold something; the sheet is the first that has such a row, one with two
    headers rather than with one. ``shown`` has the last word on the digits of a true number. Raises
    UnreadableSheet, here and while the rows are read.
    """
    limits = limits or Limits()
    return Rows(Tables(source, known=known, limits=limits, shown=shown), limits, known)


def _with_header(tables: Iterable[Table], known: Known) -> tuple[Table, int]:
    """The sheet to read, and the place of its headers among its lines."""
    best: tuple[int, Table | None, int] = (0, None, 0)
    for table in tables:
        counts = [
            sum(known(cell) for cell in line.cells if cell.strip())
            for line in islice(table.lines(), LAST_HEADER)
        ]
        most = max(counts, default=0)
        if min(most, 2) > min(best[0], 2):
            best = (most, table, counts.index(most))
    if best[1] is None:
        raise UnreadableSheet("no_header")
    return best[1], best[2]
