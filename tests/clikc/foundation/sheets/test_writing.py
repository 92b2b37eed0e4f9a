"""Files that are written: Excel opens them right, nothing in them is a formula."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from clikc.foundation.sheets import SheetOut, tame, wild, write_csv, write_xlsx
from tests.clikc.foundation.sheets.files import lines_of

HEADERS = ["Email", "Family name", "Remarks"]
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "\n=1"]
PLAIN = ['Été, محمد; "x"', "one\ntwo", "_x0041_", "007", "#REF!"]


def workbook(*sheets, **options):
    stream = io.BytesIO()
    write_xlsx(stream, sheets=sheets, **options)
    return stream.getvalue()


def csv_of(*rows):
    stream = io.BytesIO()
    write_csv(stream, rows)
    return stream.getvalue()


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula(text):
    book = load_workbook(io.BytesIO(workbook(SheetOut("S", HEADERS, [[text]]))))
    cell = book.active["A2"]
    assert (cell.data_type, cell.value[0]) == ("s", "'")
    written = csv_of(["Email"], [text]).decode("utf-8-sig").splitlines()[1].strip('"')
    assert written.startswith("'")


@pytest.mark.parametrize("make", [lambda *rows: workbook(SheetOut("S", rows[0], rows[1:])), csv_of])
@pytest.mark.parametrize("text", [*FORMULAS[:4], *FORMULAS[6:], *PLAIN])
def test_what_is_written_is_read_again(make, text):
    (_head, line) = lines_of(make(HEADERS, ["a@x", text, ""]))
    assert (line.cells[0], wild(line.cells[1]), line.notes) == ("a@x", text, ())


@pytest.mark.parametrize(
    ("value", "held", "shown"),
    [
        ("007", "007", "@"),
        (7, 7, "General"),
        (1.5, 1.5, "General"),
        (Decimal("2.50"), 2.5, "General"),
        (True, True, "General"),
        (date(2024, 2, 1), datetime(2024, 2, 1), "yyyy-mm-dd"),
        (datetime(2024, 2, 1, 13, 30, tzinfo=UTC), datetime(2024, 2, 1, 13, 30), "yyyy-mm-dd hh:mm"),
        (time(13, 30), time(13, 30), "hh:mm"),
        (10**15, str(10**15), "General"),
        (float("nan"), "nan", "General"),
        (float("-inf"), "'-inf", "General"),
        (date(1850, 1, 1), "1850-01-01", "yyyy-mm-dd"),
        (None, None, "General"),
        ("", None, "General"),
        ("x" * 40_000, "x" * 32_767, "@"),
        ("a\x00\ud800\u202eb", "ab", "@"),
    ],
)
def test_a_value_is_written_as_what_it_is(value, held, shown):
    book = load_workbook(io.BytesIO(workbook(SheetOut("S", HEADERS, [[value]]))))
    cell = book.active["A2"]
    assert (cell.value, cell.number_format) == (held, shown)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7, "7"),
        (-1.5, "-1.5"),
        (None, ""),
        (date(2024, 2, 1), "2024-02-01"),
        (datetime(2024, 2, 1, 13, 30, tzinfo=UTC), "2024-02-01 13:30"),
        (time(13, 30), "13:30:00"),
        ("a\x00\ud800b", "ab"),
    ],
)
def test_a_value_in_csv(value, text):
    assert csv_of(["x", value]) == f"\ufeffx,{text}\r\n".encode()


def test_a_sheet_is_pleasant_to_look_at():
    rows = ([number, "x"] for number in range(3))
    content = workbook(
        SheetOut("A/b: the list of 2024, as it stands today", HEADERS, rows, widths=[5, 200], fixed=1),
        SheetOut("?", []),
        right_to_left=True,
    )
    first, second = load_workbook(io.BytesIO(content)).worksheets
    assert (first.title, second.title) == ("A b  the list of 2024, as it st", "1")
    assert first.freeze_panes == "B2"
    assert first.auto_filter.ref == "A1:C4"
    assert first.sheet_view.rightToLeft
    assert [first.column_dimensions[letter].width for letter in "ABC"] == [12, 60, 12]
    assert first["A1"].font.bold
    assert second.auto_filter.ref is None


def test_sheets_of_one_name_are_told_apart():
    content = workbook(*[SheetOut("People", ["Email"], [])] * 2)
    assert load_workbook(io.BytesIO(content)).sheetnames == ["People", "People1"]


@pytest.mark.parametrize("text", ["", "plain", "'tis", *FORMULAS])
def test_what_was_made_safe_comes_back(text):
    assert wild(tame(text)) == text
