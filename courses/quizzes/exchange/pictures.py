"""Pictures that travel inside a file, as base64. Pure: whether one can be shown is judged elsewhere."""

from __future__ import annotations

import base64
import binascii
import re

from .model import Picture

LARGEST = 5 * 1024 * 1024
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_SVG = b"<svg"


class NoPicture(ValueError):
    """Why a file is not taken as a picture, as a reason code."""


def picture_from_base64(name: str, encoded: str) -> Picture:
    """Raises NoPicture: ``picture_too_large``, ``picture_unreadable``."""
    if len(encoded) > LARGEST * 3 // 2:
        raise NoPicture("picture_too_large")
    try:
        content = base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError):
        raise NoPicture("picture_unreadable") from None
    if fault := picture_fault(content):
        raise NoPicture(fault)
    return Picture(file_name(name), content)


def picture_fault(content: bytes) -> str:
    """Why a file is not taken as a picture, as a reason code; empty for one that is."""
    if len(content) > LARGEST:
        return "picture_too_large"
    return "" if is_picture(content) else "picture_unreadable"


def is_picture(content: bytes) -> bool:
    """Whether a file begins as PNG, JPEG, GIF, WebP or SVG does."""
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return content.startswith(_SIGNATURES) or is_webp or _SVG in content[:4096]


def file_name(name: str) -> str:
    """A name without a path, and without what no name may hold."""
    bare = re.sub(r"[\x00-\x1f\x7f<>:\"|?*]", "", re.split(r"[\\/]", name)[-1]).strip(". ")
    return bare[-100:] or "picture"
