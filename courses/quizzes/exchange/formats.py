"""The formats by name, and which one a file is in. Pure."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from . import decoding, gift, moodlexml, qti, spreadsheet
from .model import Finding, Level, QuestionSource, Reading, Writing
from .qti import archive
from .spreadsheet import sheet

NAMES = ("gift", "moodlexml", "qti", "xlsx")
QTI_VERSIONS = ("3.0", "2.1")
_MODULES = {"gift": gift, "moodlexml": moodlexml, "qti": qti, "xlsx": spreadsheet}
# How many questions are read at once, what is said of more, and how many bytes.
_MOST = {
    "gift": (decoding.MOST_QUESTIONS, "too_many_questions", decoding.LARGEST),
    "moodlexml": (decoding.MOST_QUESTIONS, "too_many_questions", decoding.LARGEST),
    "qti": (archive.MOST_ENTRIES, "too_many_entries", archive.LARGEST),
    "xlsx": (sheet.MOST_ROWS, "too_many_rows", sheet.LARGEST_FILE),
}
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ROOT = re.compile(r"<\s*(?:[\w.-]+:)?([A-Za-z][\w.-]*)")


def read(content: bytes, *, format: str, language: str) -> Reading:
    """The questions of a file in a format of NAMES. Raises UnreadableFile."""
    return _MODULES[format].read(content, language=language)


def write(
    questions: Iterable[QuestionSource],
    *,
    format: str,
    language: str,
    version: str = QTI_VERSIONS[0],
    guide: spreadsheet.Guide | None = None,
) -> Writing:
    """A file in a format of NAMES. ``version`` is that of QTI; ``guide`` is for people with a spreadsheet.

    A file without a question, and one that ``read`` would refuse, has a finding that says so.
    """
    module = _MODULES[format]
    writing = module.write
    if module is qti:
        writing = partial(writing, version=version)
    if module is spreadsheet:
        writing = partial(writing, guide=guide)
    written = writing(questions, language=language)
    return replace(written, findings=(*written.findings, *_unread(written, format)))


def _unread(written: Writing, format: str) -> list[Finding]:
    """Why nobody would read this file again: it holds nothing, or more than is read at once."""
    if not written.count:
        return [Finding(Level.REFUSED, "no_questions")]
    most, reason, largest = _MOST[format]
    if written.count > most:
        return [Finding(Level.REFUSED, reason, detail=str(most))]
    return [Finding(Level.REFUSED, "file_too_large")] if len(written.content) > largest else []


def guessed(content: bytes) -> str:
    """The format that a file seems to be in, whatever its name: what is nothing else may be GIFT."""
    if content.startswith(_OLD_EXCEL):
        return "xlsx"
    if content.startswith(b"PK"):
        return "xlsx" if spreadsheet.is_spreadsheet(content) else "qti"
    beginning = content[:4000].replace(b"\0", b"")
    for mark in _BOMS:
        beginning = beginning.removeprefix(mark)
    if beginning.lstrip().startswith(b"<"):
        root = _ROOT.search(re.sub(r"<!--.*?-->", "", beginning.decode("latin-1"), flags=re.DOTALL))
        return "moodlexml" if root and root[1] == "quiz" else "qti"
    return "xlsx" if spreadsheet.is_spreadsheet(content) else "gift"
