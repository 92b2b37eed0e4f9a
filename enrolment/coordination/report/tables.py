"""The numbers of a report as a file: what its page shows, table by table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.text import slugify
from django.utils.translation import get_language_bidi, gettext as _

from clikc.foundation.sheets import SheetOut, write_csv, write_xlsx
from clikc.people.models import Administration
from enrolment.following import api as following

from .building import Report, Row

FORMATS = following.FORMATS


@dataclass(frozen=True)
class Table:
    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence]


def tables_of(report: Report) -> list[Table]:
    """Those of the page, in its order; one that it does not have is left out."""
    months = report.months.rows if report.months else ()
    weeks = report.weeks.rows if report.weeks else ()
    figures = [(figure.label, figure.value, figure.before) for figure in report.figures]
    found = [
        Table(_("Figures"), [_("Figure"), _("In the period"), _("Period before")], figures),
        Table(_("Completions by month"), [_("Month"), _("Completions")], _rows(months)),
        Table(_("Completions by course"), [_("Course"), _("Completions")], _rows(report.courses)),
        Table(_("People who completed a course"), [_("Gender"), _("People")], _rows(report.genders)),
        Table(_("Time to completion"), [_("Weeks"), _("Completions")], _rows(weeks)),
    ]
    return [table for table in found if table.rows]


def write(stream: BinaryIO, report: Report, form: str) -> None:
    """A workbook with a sheet for each table, or one long CSV. Raises KeyError for another format."""
    {"xlsx": _write_xlsx, "csv": _write_csv}[form](stream, tables_of(report))


def name_of_file(administration: Administration, report: Report, form: str) -> str:
    name = slugify(_("Report"), allow_unicode=True)
    return f"{name}-{administration.code}-{report.period.since}-{report.period.until}.{form}"


def _rows(rows: Sequence[Row]) -> list[tuple]:
    return [(row.name, row.shown if row.value is None else row.value) for row in rows]


def _write_xlsx(stream: BinaryIO, tables: Sequence[Table]) -> None:
    sheets = [SheetOut(table.title, table.headers, table.rows, (36, 20, 20)) for table in tables]
    write_xlsx(stream, sheets=sheets, right_to_left=get_language_bidi())


def _write_csv(stream: BinaryIO, tables: Sequence[Table]) -> None:
    write_csv(stream, _long(tables))


def _long(tables: Sequence[Table]) -> Iterator[Sequence]:
    """Every row with the title of its table before it."""
    yield [_("Table"), _("Row"), _("In the period"), _("Period before")]
    for table in tables:
        for row in table.rows:
            yield [table.title, *row]
