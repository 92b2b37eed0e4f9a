"""CSV as people send it: whatever their system wrote it in, row by row. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from ..decoding import UNREADABLE, Encoding, UnreadableEncoding, encoding_of
from .cells import read_cell
from .model import LAST_HEADER, LONGEST_DETAIL, LONGEST_ROW, Known, Limits, Line, Note, UnreadableSheet

DELIMITERS = (",", ";", "\t")
_ENDS = ("\n", "\r")
# How much of a file tells its separator, in characters.
_SAMPLE = 100_000
# The first line by which Excel is told the separator; Excel does not count it as a row.
_SAID = re.compile(r'"?sep=(.)"?(?:\r\n|\n|\r)', re.IGNORECASE)


class CsvTable:
    """The one sheet of a CSV file. ``notes`` are those of the file.

    Raises UnreadableSheet, here and while the lines are read.
    """

    title = ""

    def __init__(self, file: BinaryIO, known: Known, limits: Limits):
        self._file = file
        self._limits = limits
        try:
            self._encoding = encoding_of(file)
        except UnreadableEncoding as error:
            raise UnreadableSheet("unreadable_encoding", detail=error.name) from None
        sample = self._sample()
        said = _SAID.match(sample)
        self._skipped = said.end() if said and said[1] in DELIMITERS else 0
        sample = sample[self._skipped :]
        self._delimiter = said[1] if self._skipped else _delimiter_of(sample, known, limits)
        guess = self._encoding.name if self._encoding.is_guessed else ""
        self.notes: list[Note] = [Note("encoding_guessed", guess, 1)] if guess else []

    def lines(self) -> Iterator[Line]:
        """The lines that hold something, each time from the first on."""
        number = 0
        try:
            text = _text_of(self._file, self._encoding)
            text.read(self._skipped)
            for number, row in enumerate(_rows(text, self._delimiter), start=1):
                if len(row) > self._limits.columns or any(len(cell) > self._limits.cell for cell in row):
                    raise UnreadableSheet("too_much_in_a_row", number)
                if line := self._line(number, row):
                    yield line
        except csv.Error as error:
            raise UnreadableSheet("unreadable_table", number + 1, "CSV") from error

    def _line(self, number: int, row: list[str]) -> Line | None:
        notes: list[Note] = []
        cells = [read_cell(cell, notes, number) for cell in row]
        if self._encoding.is_broken or self._encoding.is_guessed:
            broken = [cell for cell in cells if "\ufffd" in cell]
            notes += [Note("broken_characters", cell[:LONGEST_DETAIL], number) for cell in broken]
        while cells and not cells[-1].strip():
            cells.pop()
        return Line(number, tuple(cells), tuple(notes)) if cells or notes else None

    def _sample(self) -> str:
        sample = _text_of(self._file, self._encoding).read(_SAMPLE)
        if not sample.strip():
            raise UnreadableSheet("empty_file")
        if 10 * len(UNREADABLE.findall(sample)) > len(sample):
            raise UnreadableSheet("not_text", 1)
        return sample


class _Kept(io.BufferedIOBase):
    """A file that whoever wraps it cannot close."""

    def __init__(self, file: BinaryIO):
        self._file = file

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)

    read1 = read


def _text_of(file: BinaryIO, encoding: Encoding) -> io.TextIOWrapper:
    """The text of a file that stays open, its ends of lines as they are."""
    file.seek(encoding.start)
    return io.TextIOWrapper(_Kept(file), encoding.name, errors="replace", newline="")


def _rows(text: io.TextIOWrapper, delimiter: str) -> Iterator[list[str]]:
    """The rows of a CSV text, blank ones too; never more than LONGEST_ROW of it is held."""
    held: list[str] = []
    number = 1

    def fed() -> Iterator[str]:
        size = 0
        while line := text.readline(LONGEST_ROW + 1):
            size = size + len(line) if held else len(line)
            held.append(line)
            if size > LONGEST_ROW:
                raise UnreadableSheet("too_much_in_a_row", number)
            yield line

    for row in csv.reader(fed(), delimiter=delimiter):
        # A cell that is still open goes to the very end of the file, and is the last of its row.
        if row and (row[-1].endswith(_ENDS) or not held[-1].endswith(_ENDS)) and _is_open(held, delimiter):
            raise UnreadableSheet("open_quote", number)
        yield row
        held.clear()
        number += 1


def _is_open(lines: list[str], delimiter: str) -> bool:
    """Whether a quotation mark is never closed, so that all the rest of a file became one cell."""
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _delimiter_of(sample: str, known: Known, limits: Limits) -> str:
    """What parts the cells so that most headers are known."""
    return max(DELIMITERS, key=lambda sign: _most_known(sample, sign, known, limits))


def _most_known(sample: str, delimiter: str, known: Known, limits: Limits) -> int:
    most = 0
    try:
        rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        for row in islice(filter(None, rows), LAST_HEADER):
            most = max(most, sum(known(cell) for cell in row[: limits.columns]))
    except csv.Error:
        pass
    return most
