"""The text of a file, whatever its encoding, and what of it cannot be kept. Pure."""

from __future__ import annotations

import codecs
import re

from .model import Finding, Level, UnreadableFile
from .report import Report

LARGEST = 30 * 1024 * 1024
MOST_QUESTIONS = 10_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What files are in that are not Unicode: Western, unless the language is written otherwise.
_WINDOWS = {"ar": "windows-1256", "fa": "windows-1256", "ur": "windows-1256"}

# Controls, overrides of the direction, surrogates and what is no character: none of it is text.
UNREADABLE = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff\u202d\u202e\ufdd0-\ufdef\ufffe\uffff]"
)


def decoded(content: bytes, report: Report, *, language: str = "en", encoding: str = "") -> str:
    """The text of a file with ``\\n`` at line ends; what is no text is taken out and reported.

    ``encoding`` is the one the file names itself. Raises UnreadableFile.
    """
    if len(content) > LARGEST:
        raise unreadable("file_too_large")
    if not content.strip():
        raise unreadable("empty_file")
    text = _text(content, report, language, encoding).replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise unreadable("not_text", 1 + text[: text.index("\0")].count("\n"))
    return without_unreadable(text, report)


def without_unreadable(text: str, report: Report, first_line: int = 1) -> str:
    """A text without characters that are none; each line that loses some is reported."""
    if not UNREADABLE.search(text):
        return text
    lines = text.split("\n")
    for number, line in enumerate(lines):
        found = sorted(set(UNREADABLE.findall(line)))
        if found:
            names = ", ".join(f"U+{ord(character):04X}" for character in found)
            report.lost("unreadable_characters", names, first_line + number)
            lines[number] = UNREADABLE.sub("", line)
    return "\n".join(lines)


def unreadable(code: str, line: int = 0, detail: str = "") -> UnreadableFile:
    return UnreadableFile(Finding(Level.REFUSED, code, line, "", detail))


def _text(content: bytes, report: Report, language: str, encoding: str) -> str:
    for mark, unicode in _BOMS:
        if content.startswith(mark):
            return _strict(content[len(mark) :], unicode)
    if guessed := _utf_16(content):
        return _strict(content, guessed)
    if encoding:
        return _strict(content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(content, report, language)


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        raise unreadable("unreadable_encoding", detail=encoding) from None


def _utf_16(content: bytes) -> str:
    """UTF-16 without a mark: every other byte of its Latin letters, digits and spaces is 0."""
    sample = content[:1000]
    even, odd = sample[::2], sample[1::2]
    if odd and odd.count(0) * 2 > len(odd) and not even.count(0):
        return "utf-16-le"
    return "utf-16-be" if even.count(0) * 2 > len(even) and not odd.count(0) else ""


def _guessed(content: bytes, report: Report, language: str) -> str:
    """UTF-8 with a few broken bytes, or else what Windows wrote before Unicode."""
    tolerant = content.decode("utf-8", errors="replace")
    broken = tolerant.count("\ufffd")
    if sum(1 for character in tolerant if character > "\x7f") > 2 * broken:
        for number, line in enumerate(tolerant.split("\n"), start=1):
            if "\ufffd" in line:
                report.lost("unreadable_characters", line, number)
        return tolerant
    windows = _WINDOWS.get(language, "windows-1252")
    report.note("encoding_guessed", windows, 1)
    return content.decode(windows, errors="replace")
