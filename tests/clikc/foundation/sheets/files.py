"""Files for the tests of this room, and how they are read."""

from __future__ import annotations

import io
import zipfile

from openpyxl import Workbook

from clikc.foundation.sheets import Limits, open_rows

HEADERS = {"email", "given name", "family name", "نام", "البريد"}


def is_header(cell: str) -> bool:
    return cell.strip().casefold() in HEADERS


def rows_of(content: bytes, **limits):
    """(number, cells) of each line, the header first."""
    return [(line.number, line.cells) for line in lines_of(content, **limits)]


def lines_of(content: bytes, **limits):
    return list(open_rows(io.BytesIO(content), known=is_header, limits=Limits(**limits)))


def book_of(*rows, **others) -> bytes:
    """A workbook with these rows, and with sheets named as in ``others``."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for title, lines in others.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    return saved(book)


def saved(book) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def repacked(content: bytes, name: str, *changes: bytes) -> bytes:
    """A workbook with parts of one file replaced, each text by the one after it."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {part: old.read(part) for part in old.namelist()}
    for before, after in zip(changes[::2], changes[1::2], strict=True):
        assert before in parts[name]
        parts[name] = parts[name].replace(before, after)
    return zipped(parts)


def zipped(parts: dict[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return stream.getvalue()
