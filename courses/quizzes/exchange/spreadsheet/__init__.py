"""Questions in a spreadsheet: one row each, for people who write there. XLSX and CSV. Pure.

Columns and their names in every language: ``vocabulary.py``. Several things in one cell stand one a
line; line *n* in one language says the same as line *n* in the others. What a cell means is in
``docs/question-formats.md``. A spreadsheet has no pictures, so a hotspot is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clikc.foundation.sheets import LAST_HEADER, Line, wild

from ..codes import Codes
from ..decoding import unreadable
from ..model import QuestionSource, Reading, UnreadableFile, Writing
from ..report import Report
from .examples import EXAMPLES
from .rows import Reader
from .saying import Cells, cells_of, not_carried
from .sheet import MOST_ROWS, Row, Sheet
from .tables import first_lines, sheets_of
from .vocabulary import BY_LANGUAGE, column_of
from .writing import Guide, places_of, workbook_of

__all__ = ["Guide", "is_spreadsheet", "read", "template", "write"]


def is_spreadsheet(content: bytes) -> bool:
    """Whether a file is a workbook, or a table that names our columns."""
    if content.startswith(b"PK\x03\x04"):
        return b"xl/workbook" in content
    try:
        return any(map(_headers, first_lines(content)))
    except UnreadableFile:
        return False


def read(content: bytes, *, language: str) -> Reading:
    """The questions of a workbook or of a CSV file; ``line`` is the row as the sheet counts.

    Raises UnreadableFile where there is no table, or none with a column for the text.
    """
    sheets = sheets_of(content)
    for place, sheet in enumerate(sheets):
        for head, line in enumerate(sheet.lines[:LAST_HEADER]):
            if headers := _headers(line):
                _note_others(sheets, place, sheet.report)
                return _reading(sheet, head, headers, language)
    raise unreadable("no_header")


def write(questions: Iterable[QuestionSource], *, language: str, guide: Guide | None = None) -> Writing:
    """A workbook of these questions in all their languages; its own words are in ``language``."""
    rows: list[Cells] = []
    report = Report()
    for question in questions:
        own = report.at(len(rows) + 2, question.code)
        if question.kind == "hotspot":
            own.refused("picture_needed")
            continue
        cells = cells_of(question, language)
        rows.append(cells)
        if question.picture:
            own.lost("picture", question.picture.name)
        for name in not_carried(question, cells, language):
            own.lost("not_carried", name)
    places = places_of(rows, [language])
    content = workbook_of(rows, places, language, guide or Guide())
    return Writing(content, "xlsx", tuple(report.findings), len(rows))


def template(*, language: str, languages: Sequence[str], guide: Guide | None = None) -> Writing:
    """A workbook to begin with: a column for each of ``languages``, and an example of each kind."""
    rows = [cells_of(question, language) for question in EXAMPLES]
    places = places_of(rows, [language, *languages])
    return Writing(workbook_of(rows, places, language, guide or Guide()), "xlsx", count=len(rows))


def _headers(line: Line) -> dict[int, tuple[str, str]]:
    """Place → column; nothing where the row is no row of headers: without the text there is none."""
    found = {place: column for place, cell in enumerate(line.cells) if (column := column_of(cell))}
    names = {column for column, _language in found.values()}
    return found if "text" in names and len(found) > 1 else {}


def _note_others(sheets: Sequence[Sheet], own: int, report: Report) -> None:
    """The sheets that are not read, but for one that explains our columns."""
    for place, sheet in enumerate(sheets):
        if place != own and sheet.lines and not _explains(sheet):
            report.note("other_sheet", sheet.title)


def _explains(sheet: Sheet) -> bool:
    firsts = [column_of(line.cells[0]) for line in sheet.lines]
    return len(firsts) > 3 and all(firsts)


def _reading(sheet: Sheet, head: int, headers: dict, language: str) -> Reading:
    report, lines = sheet.report, sheet.lines[head + 1 :]
    if len(lines) > MOST_ROWS:
        raise unreadable("too_many_rows", lines[MOST_ROWS].number, str(MOST_ROWS))
    columns = _columns(sheet.lines[head], headers, language, report)
    found: dict[str, QuestionSource] = {}
    codes = Codes()
    for line in lines:
        row = _row(line, columns)
        question = Reader(row, language, report, codes=codes).question() if row.cells else None
        if question and question.code in found:
            first = str(found[question.code].line)
            report.at(line.number, question.code, question.kind).refused("code_twice", first)
        elif question:
            found[question.code] = question
    return Reading(tuple(found.values()), tuple(report.findings))


def _columns(head: Line, headers: dict, language: str, report: Report) -> dict[int, tuple[str, str]]:
    """Place → (column, language) of those that are read; the others are reported."""
    columns: dict[int, tuple[str, str]] = {}
    for place, cell in enumerate(head.cells):
        column, own = headers.get(place, ("", ""))
        key = (column, (own or language) if column in BY_LANGUAGE else "")
        if not column and cell.strip():
            report.lost("unknown_column", cell, head.number)
        elif column and key in columns.values():
            report.lost("column_twice", cell, head.number)
        elif column:
            columns[place] = key
    return columns


def _row(line: Line, columns: dict[int, tuple[str, str]]) -> Row:
    """A row as it was written before it was made safe, what stands in no column of ours left aside."""
    cells = {
        columns[place]: wild(text)
        for place, text in enumerate(line.cells)
        if place in columns and text.strip()
    }
    return Row(line.number, cells)
