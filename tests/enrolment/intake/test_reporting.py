"""Files that go back, and come again."""

import csv
import io

import pytest
from openpyxl import load_workbook

from enrolment.intake.api import corrected_rows, plan, report_rows, template_csv, template_xlsx, write_table
from enrolment.intake.entries import EXAMPLE_ADDRESS
from enrolment.intake.vocabulary import LANGUAGES
from tests.factories.intake import csv_of, make_import, officers, planned, told

HEADER = ("Staff no", "Courriel", "Nom", "Langue")
ROWS = [
    ("=1+1", "good@customs.example", "Good", ""),
    ("+2", "not an address", "Amina", "fr"),
    ("3", "a@customs.example", "", ""),
    ("4", "b@customs.example", "@Name", "klingon"),
]


def written_of(rows, kind: str, language="en") -> bytes:
    stream = io.BytesIO()
    write_table(stream, rows, kind=kind, language=language)
    return stream.getvalue()


@pytest.fixture
def item(here):
    return planned(here.administration, csv_of(ROWS, HEADER))


def test_the_rows_to_be_mended_come_back_as_they_were_sent(item):
    assert list(corrected_rows(item, "fr")) == [
        [*HEADER, "À corriger"],
        ["+2", "not an address", "Amina", "fr", "This is not an e-mail address."],
        ["3", "a@customs.example", "", "", "The name is missing. A new officer needs one."],
        [
            "4",
            "b@customs.example",
            "@Name",
            "klingon",
            "The language is none of English, French, Spanish, Arabic or Amharic.",
        ],
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_mended_it_comes_in_as_it_is(here, item, kind):
    rows = list(corrected_rows(item, "ar"))
    again = planned(here.administration, written_of(rows, kind), name=f"mend.{kind}")
    assert again.counts == {"broken": 3}
    assert again.notes["ignored"] == ["Staff no"]
    assert list(corrected_rows(again, "ar")) == rows
    rows[1][1], rows[2][2], rows[3][3] = "amina@customs.example", "Aba", "es"
    mended = planned(here.administration, written_of(rows, kind), name=f"mend.{kind}")
    assert told(mended) == {2: ("new", []), 3: ("new", []), 4: ("new", [])}
    assert mended.rows.get(line=4).name == "@Name"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_is_a_formula(item, kind):
    content = written_of(corrected_rows(item, "en"), kind)
    if kind == "csv":
        cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
    else:
        sheet = load_workbook(io.BytesIO(content)).active
        assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
        cells = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert "'+2" in cells
    assert "'@Name" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


def test_the_report_says_what_becomes_of_every_row(item):
    assert list(report_rows(item, "en"))[:3] == [
        ["Line", "E-mail address", "Name", "What becomes of it", "Why"],
        [2, "good@customs.example", "Good", "New officer", ""],
        [3, "not an address", "Amina", "To be mended", "This is not an e-mail address."],
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("write", [template_csv, template_xlsx])
def test_the_template_is_read_as_it_is(here, language, write):
    stream = io.BytesIO()
    write(stream, language=language, suggested="ar", units=["ميناء", "Malaba"])
    item = plan(make_import(here.administration, stream.getvalue()))
    row = item.rows.get()
    assert (row.outcome, row.reasons) == ("broken", ["example_row"])
    assert (row.address, row.language, row.unit, row.gender) == (EXAMPLE_ADDRESS, "ar", "ميناء", "woman")
    assert item.notes["ignored"] == []


def test_the_template_offers_choices(here):
    stream = io.BytesIO()
    template_xlsx(stream, language="ar", suggested="ar", units=["=Port"])
    book = load_workbook(stream)
    sheet = book.worksheets[0]
    assert sheet.sheet_view.rightToLeft
    assert {str(item.sqref).partition("2")[0] for item in sheet.data_validations.dataValidation} == {
        "C",
        "D",
        "E",
    }
    assert len(book.worksheets) == 3
    assert "'=Port" in {cell.value for row in book.worksheets[2].iter_rows() for cell in row}


def test_a_long_list_is_written_row_by_row(here):
    item = planned(here.administration, officers(600))
    rows = report_rows(item, "en")
    assert next(rows)[0] == "Line"
    assert next(rows)[0] == 2
    assert sum(1 for _row in rows) == 599
