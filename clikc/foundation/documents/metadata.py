"""Pictures without what is said about them, byte by byte: nothing is decoded, no pixel changes. Pure.

For pictures inside other documents, and to find where a picture ends. What cannot be followed is
returned as it is: whoever shows it decodes it first.
"""

from __future__ import annotations

import re

_NEXT_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]", re.DOTALL)
_ALONE = {0x01, *range(0xD0, 0xDA)}
_SCAN, _END, _COMMENT = 0xDA, 0xD9, 0xFE
# JFIF, the colour profile and Adobe's kind of colours change how it looks; all other marks are words.
_LOOKS = {0xE0: (b"JFIF\0", b"JFXX\0"), 0xE2: (b"ICC_PROFILE\0",), 0xEE: (b"Adobe",)}
_PNG_WORDS = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
_JP2_WORDS = {b"uuid", b"xml ", b"uinf", b"jp2i"}
_JP2_SIGNATURE = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def end_of(data: bytes, kind: str) -> int:
    """Where the first picture in it ends; its length where that cannot be told."""
    if kind == "jpeg":
        return _walk_jpeg(data)[1]
    if kind == "png":
        return _walk_png(data)[1]
    if kind == "webp":
        return min(len(data), 8 + (length := int.from_bytes(data[4:8], "little")) + length % 2)
    return len(data)


def without_words(data: bytes) -> bytes:
    """A JPEG, PNG or JPEG 2000 without EXIF, XMP, comments and what is appended.

    Anything else, and what cannot be followed, is the very object that was given.

    How EXIF says a JPEG is to be turned goes too: programs for documents do not look at it.
    """
    if data.startswith(b"\xff\xd8\xff"):
        pieces, end = _walk_jpeg(data)
    elif data.startswith(_PNG_SIGNATURE):
        pieces, end = _walk_png(data)
    elif data.startswith(_JP2_SIGNATURE):
        pieces, end = _walk_jp2(data)
    else:
        return data
    return b"".join(pieces) if pieces else data[:end]


def _walk_jpeg(data: bytes) -> tuple[list[bytes], int]:
    pieces, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker == _END:
            return [*pieces, data[at : at + 2]], at + 2
        elif marker in _ALONE:
            pieces.append(data[at : at + 2])
            at += 2
        else:
            end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
            if marker == _SCAN:
                found = _NEXT_MARKER.search(data, end)
                end = found.start() if found else len(data)
            if _is_kept(marker, data[at + 4 : at + 18]):
                pieces.append(data[at:end])
            at = end
    if data[at : at + 2] == b"\xff\xd9":
        return [*pieces, b"\xff\xd9"], at + 2
    return [], len(data)


def _is_kept(marker: int, beginning: bytes) -> bool:
    if 0xE0 <= marker <= 0xEF:
        return beginning.startswith(_LOOKS.get(marker, ()))
    return marker != _COMMENT


def _walk_png(data: bytes) -> tuple[list[bytes], int]:
    pieces, at = [data[:8]], 8
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        if name not in _PNG_WORDS:
            pieces.append(data[at:end])
        if name == b"IEND":
            return pieces, min(end, len(data))
        at = end
    return [], len(data)


def _walk_jp2(data: bytes) -> tuple[list[bytes], int]:
    pieces, at = [], 0
    while at + 8 <= len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if length == 1:
            length = int.from_bytes(data[at + 8 : at + 16], "big")
        end = at + length if length >= 8 else len(data)
        if name not in _JP2_WORDS:
            pieces.append(data[at:end])
        at = end
    return pieces, len(data)
