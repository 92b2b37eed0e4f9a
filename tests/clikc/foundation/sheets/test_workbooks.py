"""XLSX as people save it, and files that call themselves spreadsheets."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

import pytest
from openpyxl import Workbook, load_workbook

from clikc.foundation.sheets import Limits, Note, Tables, UnreadableSheet, open_rows
from tests.clikc.foundation.sheets.files import (
    SHEET,
    book_of,
    is_header,
    lines_of,
    repacked,
    rows_of,
    saved,
    zipped,
)

GOOD = book_of(["Email", "Given name"], ["a@x", "A"])


def cell_of(value, number_format=None):
    """What is read of one cell, and the notes of its line."""
    book = load_workbook(io.BytesIO(book_of(["Email", "Given name"], ["a@x", value])))
    if number_format:
        book.active["B2"].number_format = number_format
    (_head, line) = lines_of(saved(book))
    return (line.cells[1] if len(line.cells) > 1 else ""), [note.code for note in line.notes]


@pytest.mark.parametrize(
    ("value", "shown", "text", "notes"),
    [
        ("text", None, "text", []),
        ("  spaces\nand lines ", None, "  spaces\nand lines ", []),
        ("one\r\ntwo\rthree", None, "one\ntwo\nthree", []),
        ("=_x0041_", None, "", ["formula_without_value"]),
        (15.0, None, "15", []),
        (0.1 + 0.2, None, "0.3", []),
        (1.125, None, "1.125", []),
        (1e-7, None, "0.0000001", []),
        (123456789012345, None, "123456789012345", []),
        (-5, None, "-5", []),
        (0.15, "0%", "15%", []),
        (True, None, "true", []),
        (False, None, "false", []),
        (date(2024, 2, 1), None, "2024-02-01", ["became_date"]),
        (datetime(2024, 2, 1, 13, 30), None, "2024-02-01T13:30:00", ["became_date"]),
        (time(13, 30), None, "13:30:00", ["became_date"]),
        (timedelta(hours=30), None, "1 day, 6:00:00", ["became_date"]),
        (45323, 'd "de" mmmm yyyy', "2024-02-01", ["became_date"]),
        (10**12, "yyyy-mm-dd", "", ["cell_error"]),
        ("#REF!", None, "", ["cell_error"]),
    ],
)
def test_a_cell_is_read_as_the_sheet_shows_it(value, shown, text, notes):
    assert cell_of(value, shown) == (text, notes)


def test_digits_are_shown_as_the_caller_likes():
    rows = open_rows(io.BytesIO(book_of(["Email"], [1.5])), known=is_header, shown=lambda text: f"<{text}>")
    assert [line.cells for line in rows] == [("Email",), ("<1.5>",)]


def test_days_are_counted_from_where_the_workbook_says():
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)
    book.active.append(["Email", date(2024, 2, 1)])
    assert rows_of(saved(book)) == [(1, ("Email", "2024-02-01"))]


SHARED = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": '<R><Relationship Id="a" Type="http://x/officeDocument" Target="/xl/workbook.xml"/></R>',
    "xl/workbook.xml": '<x:workbook xmlns:x="x" xmlns:r="r"><x:sheets><x:sheet name="S" r:id="b"/></x:sheets>'
    "</x:workbook>",
    "xl/_rels/workbook.xml.rels": '<R><Relationship Id="b" Type="http://x/worksheet" Target="a/s.xml"/>'
    '<Relationship Id="c" Type="http://x/sharedStrings" Target="strings.xml"/></R>',
    "xl/strings.xml": '<sst><si><t>Email</t></si><si><r><rPr/><t>Zo</t></r><r><t xml:space="preserve">é </t>'
    "</r><rPh><t>zoe</t></rPh></si><si/><si><t>a_x000a_b_x0000__x005F_x0041_</t></si></sst>",
    "xl/a/s.xml": '<x:worksheet xmlns:x="x"><x:sheetData><x:row><x:c t="s"><x:v>0</x:v></x:c></x:row>'
    '<x:row><x:c t="s"><x:v>1</x:v></x:c><x:c/><x:c t="s"><x:v>3</x:v></x:c></x:row>'
    '<x:row><x:c t="s"><x:v>2</x:v></x:c></x:row><x:row r="9"><x:c r="B9" t="str"><x:f>1</x:f><x:v/></x:c>'
    '<x:c t="inlineStr"><x:is><x:t>in</x:t><x:rPh><x:t>no</x:t></x:rPh></x:is></x:c></x:row>'
    "</x:sheetData></x:worksheet>",
}


def test_a_workbook_as_others_write_it():
    """Prefixes, shared texts with pieces and readings, places left out, escapes, paths of another kind."""
    lines = lines_of(zipped(SHARED))
    assert [(line.number, line.cells) for line in lines] == [
        (1, ("Email",)),
        (2, ("Zoé ", "", "a\nb_x0041_")),
        (9, ("", "", "in")),
    ]
    assert [note.detail for line in lines for note in line.notes] == ["U+0000"]


def test_a_row_at_the_far_corner_costs_nothing():
    book = Workbook()
    book.active["A1"] = "Email"
    book.active["A1048576"] = "last"
    book.active["XFD1048576"] = "far"
    (_head, line) = lines_of(saved(book))
    assert (line.number, line.cells) == (1_048_576, ("last",))
    assert line.notes == (Note("beyond_columns", "XFD1048576", 1_048_576),)


def test_a_sheet_may_claim_more_than_it_has():
    content = repacked(GOOD, SHEET, b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    assert rows_of(content) == [(1, ("Email", "Given name")), (2, ("a@x", "A"))]


def test_the_sheet_with_headers_is_read_and_the_others_are_named():
    content = book_of(["How to fill it in"], People=[[], ["Email", "Given name"], ["a@x", "A"]], More=[["x"]])
    with open_rows(io.BytesIO(content), known=is_header) as rows:
        assert [(line.number, line.cells) for line in rows] == [
            (2, ("Email", "Given name")),
            (3, ("a@x", "A")),
        ]
        assert rows.title == "People"
        assert [note.detail for note in rows.notes] == ["Sheet", "More"]


def test_a_sheet_that_mentions_a_header_is_not_taken_for_the_one_that_has_them():
    content = book_of(["Email", "who"], People=[["Email", "Given name"]])
    assert rows_of(content) == [(1, ("Email", "Given name"))]
    assert rows_of(book_of(["Email"], People=[["Email"], ["a@x"]])) == [(1, ("Email",))]


def test_all_sheets_can_be_read_as_often_as_one_likes():
    source = io.BytesIO(book_of(["a"], More=[["b"]]))
    with Tables(source, known=is_header, limits=Limits()) as tables:
        for _time in range(2):
            found = [(table.title, [line.cells for line in table.lines()]) for table in tables]
            assert found == [("Sheet", [("a",)]), ("More", [("b",)])]


def test_merged_cells_are_named():
    book = load_workbook(io.BytesIO(GOOD))
    book.active.merge_cells("B2:B3")
    with open_rows(io.BytesIO(saved(book)), known=is_header) as rows:
        assert len(list(rows)) == 2
        assert rows.notes == (Note("merged_cells", "B2:B3", 2),)


BOMB = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def stored(text: bytes) -> bytes:
    """A sheet with this in front of its rows, too even to be packed well."""
    return repacked(GOOD, SHEET, b"<sheetData>", text + b"<sheetData>")


def noise(size: int) -> bytes:
    return b"".join(b"%d" % (number * number % 99_991) for number in range(size // 5))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (OLE + b" an old workbook", "xls"),
        (OLE + bytes(65_500) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"%PDF-1.7", "pdf"),
        (b"\xef\xbb\xbf <html><table><tr><td>Email", "html"),
        ("\ufeff<table>".encode("utf-16-le"), "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html>', "html"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook>', "xml"),
        (zipped({"mimetype": "application/vnd.oasis", "content.xml": "<x/>"}), "ods"),
        (zipped({"xl/workbook.bin": b"x"}), "xlsb"),
        (zipped({"word/document.xml": "<x/>"}), "unreadable_table"),
        (zipped(SHARED | {"xl/strings.xml": "<sst/>"}), "unreadable_table"),
        (zipped(SHARED | {"xl/strings.xml": "<sst><si>"}), "unreadable_table"),
        (b"PK\x03\x04 and no more", "broken_archive"),
        (GOOD[: len(GOOD) // 2], "broken_archive"),
        (zipped(SHARED | {"../up.xml": "x"}), "unsafe_path"),
        (repacked(GOOD, SHEET, b"<worksheet", BOMB), "unreadable_table"),
        (repacked(GOOD, SHEET, b'r="2"', b'r="0"'), "unreadable_table"),
        (repacked(GOOD, SHEET, b'r="2"', b'r="1048577"'), "unreadable_table"),
        (repacked(GOOD, SHEET, b'r="A2"', b'r="A-2"'), "unreadable_table"),
        (repacked(GOOD, SHEET, b"a@x", b"x" * 32_768), "too_much_in_a_row"),
        (repacked(GOOD, SHEET, b"a@x", b"x" * 300_000), "too_much_in_a_row"),
        # Made when they are asked for: whoever collects the tests would wait for them.
        (lambda: stored(b" " * 6_000_000), "archive_bomb"),
        (lambda: stored(b"<!--" + noise(3_000_000) + b"-->"), "unreadable_table"),
        (lambda: stored(noise(6_000_000)), "archive_too_large"),
        (stored(b"<row/>" * 101), "too_many_rows"),
        (book_of(["a", "b"]), "no_header"),
        (book_of(["Email"], *[["x"]] * 11), "too_many_rows"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused(content, code):
    content = content() if callable(content) else content
    with pytest.raises(UnreadableSheet) as refused:
        lines_of(
            content, rows=10, blank=100, unpacked_bytes=7_000_000 if code == "archive_bomb" else 5_000_000
        )
    assert refused.value.code == code


def test_a_part_that_is_not_what_it_says_is_refused_where_it_shows():
    content = bytearray(zipped(SHARED))
    place = content.index(b"xl/a/s.xml") + len("xl/a/s.xml")
    content[place + 40] ^= 0xFF
    with pytest.raises(UnreadableSheet) as refused:
        lines_of(bytes(content))
    assert refused.value.code in ("broken_archive", "unreadable_table")


def test_a_million_cells_without_a_value_are_no_row():
    row = b'<row r="3">' + b"<c/>" * 1_000_000 + b"</row>"
    content = repacked(GOOD, SHEET, b"</sheetData>", row + b"</sheetData>")
    assert rows_of(content, ratio=1_000) == rows_of(GOOD)
