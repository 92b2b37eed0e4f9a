"""The tables of a closing report: one set for page, PDF and workbook, so that they say the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _, pgettext

from clikc.people.models import User
from enrolment.certificates.api import ReportLine, SessionReport
from enrolment.surveys import api as surveys

Value = int | Decimal | str


@dataclass(frozen=True)
class Table:
    """``rows`` hold numbers as numbers. The last one is the total; where ``is_turned`` the last column is."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Value]]
    is_turned: bool = False
    note: str = ""

    @property
    def shown(self) -> list[list[str]]:
        """The rows as the language of now writes them."""
        return [[written(value) for value in row] for row in self.rows]


def written(value: Value) -> str:
    return value if isinstance(value, str) else number_format(value)


def tables_of(report: SessionReport) -> list[Table]:
    """In the language of now. A table of which nothing is known is left out."""
    lines = report.sessions if len(report.sessions) == 1 else (*report.sessions, report.total)
    names = [line.name or _("Total") for line in lines]
    found = [_figures(lines, names), _regions(report, lines, names), _genders(lines, names)]
    return [*found, *_satisfaction(lines, names)]


def _figures(lines: Sequence[ReportLine], names: Sequence[str]) -> Table:
    headers = [
        _("Session"),
        _("Dates"),
        _("Participants"),
        _("Administrations"),
        _("Certified"),
        _("With honours"),
        _("Withdrawn"),
        _("Hours of study"),
    ]
    rows = [
        (
            name,
            " – ".join(date_format(day, "SHORT_DATE_FORMAT") for day in line.days),
            line.figures.participants,
            line.figures.administrations,
            line.figures.certified,
            line.figures.with_honours,
            line.figures.withdrawn,
            line.hours,
        )
        for line, name in zip(lines, names, strict=True)
    ]
    note = _("An administration with participants in several sessions counts once in the total.")
    return Table(_("Figures"), headers, rows, note=note if len(lines) > 1 else "")


def _regions(report: SessionReport, lines: Sequence[ReportLine], names: Sequence[str]) -> Table:
    return _turned(
        _("Participants by region"),
        _("Region"),
        names,
        [(report.region_names[code], code) for code in report.total.regions],
        lambda line, code: line.regions.get(code, 0),
        lines,
    )


def _genders(lines: Sequence[ReportLine], names: Sequence[str]) -> Table:
    words = dict(User._meta.get_field("gender").flatchoices) | {"": _("not given")}
    found = sorted({code for line in lines for code in line.gender}, key=lambda code: (code == "", code))
    hidden = any(number is None for line in lines for number in line.gender.values())
    note = _("Not shown under five people, nor where such a number could be worked out.") if hidden else ""
    return _turned(
        _("Participants by gender"),
        _("Gender"),
        names,
        [(str(words.get(code, code)), code) for code in found],
        lambda line, code: _or_dash(line.gender.get(code, 0)),
        lines,
        note,
    )


def _satisfaction(lines: Sequence[ReportLine], names: Sequence[str]) -> list[Table]:
    if not any(line.satisfaction for line in lines):
        return []
    asked = [(_("Answers"), "answers"), (_("All statements"), "mean")]
    asked += [(words, code) for code, words in surveys.statements().items()]

    def given(line: ReportLine, code: str) -> Value:
        said = line.satisfaction
        if said is None:
            return _or_dash(None)
        return {"answers": said.answers, "mean": said.mean}.get(code) or said.means[code]

    note = _(
        "From 1 (I do not agree at all) to 5 (I agree fully). Nothing is shown of fewer than five answers."
    )
    return [_turned(_("Satisfaction"), _("Statement"), names, asked, given, lines, note)]


def _turned(
    title: str,
    first: str,
    names: Sequence[str],
    asked: Sequence[tuple[str, str]],
    given: Callable[[ReportLine, str], Value],
    lines: Sequence[ReportLine],
    note: str = "",
) -> Table:
    rows = [(words, *(given(line, code) for line in lines)) for words, code in asked]
    return Table(title, [first, *names], rows, is_turned=True, note=note)


def _or_dash(number: Value | None) -> Value:
    return pgettext("a number that is not shown", "–") if number is None else number
