"""The text of a file, whatever its encoding, and what of it cannot be kept. Pure."""

from __future__ import annotations

import io

from clikc.foundation import decoding
from clikc.foundation.decoding import UNREADABLE, UnreadableEncoding

from .model import Finding, Level, UnreadableFile
from .report import Report

__all__ = ["LARGEST", "MOST_QUESTIONS", "UNREADABLE", "decoded", "unreadable", "without_unreadable"]

LARGEST = 30 * 1024 * 1024
MOST_QUESTIONS = 10_000

# What files are in that are not Unicode: Western, unless the language is written otherwise.
_WINDOWS = {"ar": "windows-1256", "fa": "windows-1256", "ur": "windows-1256"}


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
        lines[number], names = decoding.without_unreadable(line)
        if names:
            report.lost("unreadable_characters", names, first_line + number)
    return "\n".join(lines)


def unreadable(code: str, line: int = 0, detail: str = "") -> UnreadableFile:
    return UnreadableFile(Finding(Level.REFUSED, code, line, "", detail))


def _text(content: bytes, report: Report, language: str, encoding: str) -> str:
    windows = _WINDOWS.get(language, "windows-1252")
    try:
        found = decoding.encoding_of(io.BytesIO(content), named=encoding, windows=windows)
    except UnreadableEncoding as error:
        raise unreadable("unreadable_encoding", detail=error.name) from None
    text = content[found.start :].decode(found.name, errors="replace")
    if found.is_guessed:
        report.note("encoding_guessed", found.name, 1)
    for number, line in enumerate(text.split("\n") if found.is_broken else (), start=1):
        if "\ufffd" in line:
            report.lost("unreadable_characters", line, number)
    return text
