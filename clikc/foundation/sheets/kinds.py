"""Which kind of file calls itself a spreadsheet. Pure."""

from __future__ import annotations

import re
from typing import BinaryIO

from .model import UnreadableSheet

_OLE = b"\xd0\xcf\x11\xe0"
# The stream of an OLE file that holds a locked workbook.
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_PIECE = 64 * 1024
_MARKUP = re.compile(rb"<(!doctype\s+html|html|head|body|table|meta|style)\b", re.IGNORECASE)
_XML = re.compile(rb"<(\?xml|workbook)\b", re.IGNORECASE)


def is_workbook(file: BinaryIO) -> bool:
    """Whether a file is a ZIP, so that it can only be a workbook; else it can only be CSV.

    Raises UnreadableSheet for what is neither.
    """
    file.seek(0)
    beginning = file.read(2000)
    if beginning.startswith(b"PK\x03\x04"):
        return True
    if beginning.startswith(_OLE):
        raise UnreadableSheet("password" if _has(file, _LOCKED) else "xls")
    if beginning.startswith(b"%PDF"):
        raise UnreadableSheet("pdf")
    text = re.sub(rb"^\xef\xbb\xbf|^\xff\xfe|^\xfe\xff|\x00", b"", beginning).lstrip()
    if _XML.match(text):
        raise UnreadableSheet("html" if re.search(rb"<(!doctype\s+)?html\b", text, re.IGNORECASE) else "xml")
    if _MARKUP.match(text):
        raise UnreadableSheet("html")
    return False


def _has(file: BinaryIO, wanted: bytes) -> bool:
    file.seek(0)
    before = b""
    while piece := file.read(_PIECE):
        if wanted in before + piece:
            return True
        before = piece[-len(wanted) :]
    return False
