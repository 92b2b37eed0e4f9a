"""Which encoding a text from outside is in, and what in it is no text. Pure."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PIECE = 64 * 1024
_HIGH = re.compile(rb"[\x80-\xff]+")
# So many accented letters stand side by side: Núñez, créée, Füße.
_MOST_ACCENTS = 2
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")

# Controls, overrides of the direction, surrogates and what is no character: none of it is text.
UNREADABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff\u202d\u202e\ufdd0-\ufdef\ufffe\uffff]"
)


@dataclass(frozen=True)
class Encoding:
    """``start`` counts the bytes of the mark before the text. ``is_guessed``: what Windows wrote before
    Unicode. ``is_broken``: UTF-8 but for a few bytes. Where neither is set, all of it decodes."""

    name: str
    start: int = 0
    is_guessed: bool = False
    is_broken: bool = False


class UnreadableEncoding(ValueError):
    """A text is not in the encoding it says or seems to be in; ``name`` says which."""

    def __init__(self, name: str):
        super().__init__(name)
        self.name = name


def encoding_of(file: BinaryIO, *, named: str = "", windows: str = "") -> Encoding:
    """The encoding of a seekable file, which is read through in pieces.

    A mark decides, or the zeros of UTF-16, or ``named``: the one that the file names itself. Else it is
    UTF-8, perhaps with a few broken bytes, or else ``windows``, a code page; without one, 1256 where
    letters of another script stand in a row, 1252 where accented ones stand alone or by two.
    """
    file.seek(0)
    beginning = file.read(1000)
    for mark, unicode in _BOMS:
        if beginning.startswith(mark):
            return _strict(file, unicode, len(mark))
    if certain := _utf_16(beginning) or named:
        return _strict(file, certain, 0)
    try:
        return _strict(file, "utf-8", 0)
    except UnreadableEncoding:
        if _is_almost_utf_8(file):
            return Encoding("utf-8", is_broken=True)
        return Encoding(windows or _windows(file), is_guessed=True)


def without_unreadable(text: str) -> tuple[str, str]:
    """A text without characters that are none, and their names: ``U+0000, U+202E``."""
    found = sorted(set(UNREADABLE.findall(text)))
    if not found:
        return text, ""
    return UNREADABLE.sub("", text), ", ".join(f"U+{ord(character):04X}" for character in found)


def _strict(file: BinaryIO, name: str, start: int) -> Encoding:
    try:
        b"    ".decode(name, "replace")  # refuses codecs that are none of texts
        for _text in _decoded(file, name, start, "strict"):
            pass
    except (ValueError, LookupError):
        raise UnreadableEncoding(name) from None
    return Encoding(name, start)


def _pieces(file: BinaryIO, start: int) -> Iterator[bytes]:
    file.seek(start)
    while piece := file.read(_PIECE):
        yield piece


def _decoded(file: BinaryIO, name: str, start: int, errors: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(name)(errors)
    for piece in _pieces(file, start):
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)


def _utf_16(sample: bytes) -> str:
    """UTF-16 without a mark: every other byte of its Latin letters, digits, spaces and separators is 0."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    # A few zeros may have strayed into a short file; in another script only spaces and separators have one.
    least = len(sample) / (20 if even + odd >= 8 else 4)
    if odd > least and not even:
        return "utf-16-le"
    return "utf-16-be" if even > least and not odd else ""


def _is_almost_utf_8(file: BinaryIO) -> bool:
    broken = others = 0
    for text in _decoded(file, "utf-8", 0, "replace"):
        here = text.count("\ufffd")
        broken += here
        others += len(_NOT_ASCII.findall(text)) - here
    return others > broken


def _windows(file: BinaryIO) -> str:
    """Letters of Windows-1256 stand in a row; accented ones of Windows-1252 alone, or by two as in Núñez."""
    alone = together = 0
    for piece in _pieces(file, 0):
        for run in _HIGH.findall(piece):
            if len(run) > _MOST_ACCENTS:
                together += len(run)
            else:
                alone += 1
    return "windows-1256" if together > alone else "windows-1252"
