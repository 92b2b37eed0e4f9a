"""The numbers of a report as a file: those of the page."""

import csv
import io
import re

import pytest
from openpyxl import load_workbook

from tests.factories.following import make_plain_course, put_in

pytestmark = pytest.mark.django_db
PAGE = "/en/coordination/KE/report/"


def csv_of(reader, query: str = "") -> list[list[str]]:
    response = reader.client.get(f"{PAGE}numbers.csv{query}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def test_the_tables_of_the_page(year):
    html = year.client.get(PAGE).content.decode()
    head, *rows = csv_of(year)
    assert head == ["Table", "Row", "In the period", "Period before"]
    assert ["Figures", "Completions", "3", "1"] in rows
    assert [row[1:] for row in rows if row[0] == "Completions by course"] == [
        ["Risk Management", "2"],
        ["Rules of Origin", "1"],
    ]
    months = re.findall(r"<tr><th scope=\"row\"><bdi>(\w+ 20\d\d)</bdi></th><td>(\d+)</td></tr>", html)
    assert [tuple(row[1:]) for row in rows if row[0] == "Completions by month"] == months
    assert len(months) == 12


def test_a_workbook_says_the_same(year):
    response = year.client.get(f"{PAGE}numbers.xlsx?language=fr")
    assert 'filename="' in response["Content-Disposition"]
    book = load_workbook(io.BytesIO(response.getvalue()))
    long = csv_of(year, "?language=fr")[1:]
    short = [
        [str(cell) for cell in row if cell is not None] for sheet in book for row in list(sheet.values)[1:]
    ]
    assert short == [[cell for cell in row[1:] if cell] for row in long]
    assert "Gestion des risques" in [row[0] for row in short]


def test_no_title_is_a_formula(reader):
    course = make_plain_course("nasty", titles={"en": "=HYPERLINK(1)"})
    put_in(reader.officers[0], course, finished=-2)
    assert ["Completions by course", "'=HYPERLINK(1)", "1"] in csv_of(reader)


def test_another_format_is_unknown(year):
    assert year.client.get(f"{PAGE}numbers.pdf").status_code == 404
