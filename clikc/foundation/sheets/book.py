"""What a workbook says beside its sheets: which there are, their shared texts, what is a date. Pure."""

from __future__ import annotations

import posixpath
import tempfile
from array import array
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from ..archives import Room, UnsafeArchive, guarded, opened
from .model import MOST_SHEETS, Limits, UnreadableSheet
from .xml import Handler, Texts, walked

_MOST_ENTRIES = 5_000
_MOST_STYLES = 100_000
_MOST_PARTS = 1_000
_LONGEST_FORMAT = 255
# A text in which each letter is escaped.
ESCAPED_LENGTH = 7


class SharedTexts:
    """The texts of a workbook by number, kept in a file: memory holds where each begins."""

    def __init__(self):
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 (open as long as the book)
        self._ends = array("Q", [0])

    def add(self, text: str) -> None:
        self._ends.append(self._ends[-1] + self._file.write(text.encode()))

    def __getitem__(self, number: int) -> str:
        """Raises IndexError."""
        if not 0 <= number < len(self._ends) - 1:
            raise IndexError(number)
        start, end = self._ends[number], self._ends[number + 1]
        self._file.seek(start)
        return self._file.read(end - start).decode()

    def close(self) -> None:
        self._file.close()


@dataclass
class Styles(Handler):
    """Which styles (by their number) show a number as a date, as a duration, as a share of hundred."""

    dates: set[int] = field(default_factory=set)
    durations: set[int] = field(default_factory=set)
    shares: set[int] = field(default_factory=set)
    _formats: dict[str, str] = field(default_factory=dict)
    _is_inside: bool = False
    _count: int = 0

    def start(self, name, attributes):
        if name == "numFmt" and len(self._formats) < _MOST_STYLES:
            self._formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:_LONGEST_FORMAT]
        elif name == "cellXfs":
            self._is_inside = True
        elif name == "xf" and self._is_inside and self._count < _MOST_STYLES:
            self._add(attributes.get("numFmtId", "0"))

    def end(self, name):
        if name == "cellXfs":
            self._is_inside = False

    def _add(self, number: str) -> None:
        shown = self._formats.get(number) or (BUILTIN_FORMATS.get(int(number)) if number.isdecimal() else "")
        for kind, has in (
            (self.dates, is_date_format),
            (self.durations, is_timedelta_format),
            (self.shares, lambda text: "%" in text),
        ):
            if shown and has(shown):
                kind.add(self._count)
        self._count += 1


class _Parts(Handler):
    """Which parts of the file a part leans on: identifier → (kind, path)."""

    def __init__(self, folder: str):
        self._folder = folder
        self.found: dict[str, tuple[str, str]] = {}

    def start(self, name, attributes):
        target = attributes.get("Target", "")
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            path = target[1:] if target.startswith("/") else posixpath.join(self._folder, target)
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found[attributes.get("Id", "")] = (kind, posixpath.normpath(path))
        if len(self.found) > _MOST_PARTS:
            raise UnreadableSheet("too_many_entries")

    def path_of(self, kind: str) -> str:
        return next((path for name, path in self.found.values() if name == kind), "")


@dataclass
class _Names(Handler):
    """The sheets of a workbook in their order, as (title, identifier), and where its days begin."""

    sheets: list[tuple[str, str]] = field(default_factory=list)
    epoch: object = WINDOWS_EPOCH

    def start(self, name, attributes):
        if name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.epoch = MAC_EPOCH
        if name == "sheet" and len(self.sheets) < MOST_SHEETS:
            own = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((attributes.get("name", "")[:100], own))


class Book:
    """The workbook in a seekable file. ``sheets`` are (title, path) in order, each path once.

    Raises UnreadableSheet. ``close`` it when its sheets are read.
    """

    def __init__(self, file: BinaryIO, limits: Limits):
        self.styles = Styles()
        self.texts = SharedTexts()
        room = Room(bytes=limits.unpacked_bytes, entries=_MOST_ENTRIES, ratio=limits.ratio)
        with _refusing():
            self._archive = opened(file, room)
        self._paths = {name.casefold(): name for name in self._archive.namelist()}
        self._refuse_others()
        main = self._parts_of("").path_of("officeDocument")
        parts = self._parts_of(main)
        names = _Names()
        if not self._read(main, names):
            raise UnreadableSheet("unreadable_table", detail="XLSX")
        self.epoch = names.epoch
        self.sheets = self._sheets(names, parts.found)
        self._read(parts.path_of("styles"), self.styles)
        longest = ESCAPED_LENGTH * limits.cell
        self._read(parts.path_of("sharedStrings"), Texts("si", longest, self.texts.add))

    def walk(self, path: str, handler: Handler) -> Iterator[None]:
        """Tells the handler of all that stands in a part, as ``walked`` does."""
        with _refusing(), self._archive.open(path) as source:
            yield from walked(source, handler)

    def close(self) -> None:
        self.texts.close()

    def _refuse_others(self) -> None:
        if {"mimetype", "content.xml"} <= self._paths.keys():
            raise UnreadableSheet("ods")
        if "xl/workbook.bin" in self._paths:
            raise UnreadableSheet("xlsb")

    def _sheets(self, names: _Names, parts: Mapping[str, tuple[str, str]]) -> list[tuple[str, str]]:
        """Two sheets of a book may be one part of the file: it is read once."""
        found: dict[str, str] = {}
        for title, own in names.sheets:
            kind, path = parts.get(own, ("", ""))
            if kind == "worksheet" and path.casefold() in self._paths:
                found.setdefault(self._paths[path.casefold()], title)
        return [(title, path) for path, title in found.items()]

    def _parts_of(self, path: str) -> _Parts:
        folder, name = posixpath.split(path)
        parts = _Parts(folder)
        self._read(posixpath.join(folder, "_rels", f"{name}.rels"), parts)
        return parts

    def _read(self, path: str, handler: Handler) -> bool:
        """Whether there is such a part; if so, the handler was told of all of it."""
        own = self._paths.get(path.casefold())
        for _piece in self.walk(own, handler) if own else ():
            pass
        return own is not None


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        with guarded():
            yield
    except UnsafeArchive as unsafe:
        raise UnreadableSheet(unsafe.code, detail=unsafe.detail) from unsafe
