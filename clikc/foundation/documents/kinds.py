"""Which family a file is of, by its first bytes. Pure.

The name of the file and what the browser says of it are asked for nowhere.
"""

from __future__ import annotations

import io
import re
import zipfile

from .model import Refused

# Some scanners and mail programs put a mark or an empty line before the header of a PDF.
PDF = re.compile(rb"(?:\xef\xbb\xbf)?[\x00\t\n\r ]{0,64}%PDF-\d")
# Readers of PDF take a header that far into a file, browsers that guess look that far for HTML.
READ_AHEAD = 1024
_HEIF = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"heif"}
_HTML = re.compile(rb"<(?:!doctype|html|head|body|script|svg|iframe|img|\?php|\?xml)", re.IGNORECASE)
_OTHERS = (
    (re.compile(rb"\{\\rtf"), "rtf"),
    (re.compile(rb"GIF8[79]a"), "gif"),
    (re.compile(rb"(?:II\*\x00|MM\x00\*)"), "tiff"),
    (re.compile(rb"BM"), "bmp"),
    (re.compile(rb"\s*<\?xml", re.IGNORECASE), "xml"),
    (re.compile(rb"\s*<", re.IGNORECASE), "html"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")


def family_of(data: bytes) -> str:
    """``pdf``, ``zip``, ``jpeg``, ``png``, ``webp`` or ``heif``.

    Raises Refused: empty, encrypted (a DOCX with a password), polyglot (a PDF or an archive that begins as
    something else), unknown_kind with ``looks_like`` where that can be told.
    """
    if not data:
        raise Refused("empty")
    if family := _by_first_bytes(data):
        return family
    if data.startswith(_OLE):
        if _LOCKED in data:
            raise Refused("encrypted")
        raise Refused("unknown_kind", looks_like="doc")
    if b"%PDF-" in data[:READ_AHEAD] or is_archive(data):
        raise Refused("polyglot")
    for beginning, name in _OTHERS:
        if beginning.match(data):
            raise Refused("unknown_kind", looks_like=name)
    raise Refused("unknown_kind")


def _by_first_bytes(data: bytes) -> str:
    if PDF.match(data):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "zip"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return "heif" if data[4:8] == b"ftyp" and data[8:12] in _HEIF else ""


def is_archive(data: bytes) -> bool:
    """Whether a reader of archives finds one in it, wherever it begins."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return bool(archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, IndexError):
        return False


def is_something_else(data: bytes, family: str) -> bool:
    """Whether other programs than those of its family could take it for theirs: HTML, PDF, an archive."""
    beginning = data[:READ_AHEAD]
    return (
        bool(_HTML.search(beginning))
        or (family != "pdf" and b"%PDF-" in beginning)
        or (family != "zip" and is_archive(data))
    )
