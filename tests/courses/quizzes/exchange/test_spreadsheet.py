"""Questions as people type them into a spreadsheet, and files that mean harm."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from openpyxl import Workbook, load_workbook

from clikc.foundation.sheets.workbook import WorkbookTable
from courses.quizzes.exchange import spreadsheet
from courses.quizzes.exchange.model import Level, UnreadableFile
from courses.quizzes.exchange.reasons import REASONS
from courses.quizzes.exchange.spreadsheet import tables
from courses.quizzes.exchange.spreadsheet.vocabulary import (
    BY_LANGUAGE,
    COLUMN_NAMES,
    COLUMNS,
    KIND_NAMES,
    LANGUAGES,
    column_of,
    header_of,
)


def book_of(*rows, **others) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for title, lines in others.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    return saved(book)


def saved(book) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(content, language="en"):
    return spreadsheet.read(content, language=language)


def codes_in(reading):
    return [(item.level.value, item.code, item.line) for item in reading.findings]


def choices_of(question, language="en"):
    return [(choice.text.get(language, ""), choice.is_right) for choice in question.choices]


# --- what a trainer types ------------------------------------------------------------------------


def test_a_row_as_a_trainer_types_it():
    content = book_of(
        ["Question", "Right", "Wrong", "Explanation"],
        ["What is a seal for?", "Integrity", "Decoration\nWeight", "It shows that nobody opened it."],
    )
    (question,) = read(content).questions
    assert (question.kind, question.code, question.line) == ("single", "what-is-a-seal-for", 2)
    # By the alphabet, so that where the right one stands says nothing.
    assert choices_of(question) == [("Decoration", False), ("Integrity", True), ("Weight", False)]
    assert question.explanation == {"en": "It shows that nobody opened it."}


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"right": "A\nB", "wrong": "C"}, "multiple"),
        ({"right": "A", "wrong": "C"}, "single"),
        ({"right": "vrai"}, "truefalse"),
        ({"right": "خطأ"}, "truefalse"),
        ({"pairs": "Green = Release\nRed = Examine"}, "matching"),
        ({"order": "One\nTwo"}, "ordering"),
        ({"number": 15}, "numerical"),
        ({"accepted": "audit\nPCA"}, "short"),
        ({"accepted": "1 = audit", "text": "The {1} looks at the books."}, "blanks"),
        ({"model": "Because."}, "essay"),
    ],
)
def test_the_kind_is_guessed_from_the_columns_filled_in(cells, kind):
    cells = {"code": "q", "text": "Which?"} | cells
    reading = read(book_of(list(cells), list(cells.values())))
    assert [item.kind for item in reading.questions] == [kind]
    assert codes_in(reading) == [("note", "kind_guessed", 2)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_headers_and_kinds_are_read_in_every_language(language):
    names = [header_of(column, "fr" if column in BY_LANGUAGE else "", language) for column in COLUMNS]
    assert [column_of(name.upper().replace(" ", "  ")) for name in names] == [
        (column, "fr" if column in BY_LANGUAGE else "") for column in COLUMNS
    ]
    kind = KIND_NAMES["ordering"][language][0]
    head = [COLUMN_NAMES[name][language][0] for name in ("code", "kind", "text", "order")]
    (question,) = read(book_of(head, ["q", kind, "?", "a\nb"]), language).questions
    assert (question.kind, question.text) == ("ordering", {language: "?"})


def test_every_name_of_a_column_means_one_column():
    for column, by_language in COLUMN_NAMES.items():
        for names in by_language.values():
            assert {column_of(name) for name in names} == {(column, "")}


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("text_en", ("text", "en")),
        ("Text (FR)", ("text", "fr")),
        ("TEXT-ar", ("text", "ar")),
        ("question arabic", ("text", "ar")),
        ("explanation_pt-BR", ("explanation", "pt-br")),
        ("unit_en", None),
        ("notes", None),
        ("", None),
        ("x" * 100_000, None),
    ],
)
def test_a_header_names_a_column_and_perhaps_its_language(header, column):
    assert column_of(header) == column


def test_languages_beside_each_other_say_the_same_line_by_line():
    head = ["code", "kind", "text_en", "text_fr", "right_en", "right_fr", "wrong_en", "wrong_fr"]
    row = ["q", "single", "Which?", "Lequel ?", "Right", "Juste", "One\nTwo", "Un"]
    reading = read(book_of(head, row))
    (question,) = reading.questions
    assert [dict(choice.text) for choice in question.choices] == [
        {"en": "One"},
        {"en": "Right", "fr": "Juste"},
        {"en": "Two"},
    ]
    assert codes_in(reading) == [("lost", "lines_differ", 2)]


def test_sides_that_say_the_same_are_one_choice():
    head = ["code", "text", "pairs", "wrong"]
    row = ["q", "Match", "Green = Release\nBlue = Release\nRed = Examine", "Send back"]
    (question,) = read(book_of(head, row)).questions
    assert question.definition["pairs"] == {"left-1": "right-1", "left-2": "right-1", "left-3": "right-2"}
    assert [choice.text["en"] for choice in question.choices][3:] == ["Release", "Examine", "Send back"]


def test_codes_of_choices_stay_where_a_line_is_added():
    head = ["code", "kind", "text", "right", "wrong", "choice codes"]
    row = ["q", "single", "?", "A", "B\nC", "b\na *"]
    reading = read(book_of(head, row))
    assert [choice.code for choice in reading.questions[0].choices] == ["b", "a", "choice-1"]
    assert codes_in(reading) == [("note", "codes_differ", 2)]


def test_rows_keep_their_numbers_whatever_stands_between():
    content = book_of(
        ["Questions of the spring course"],
        [],
        ["code", "text", "number"],
        [],
        ["a", "How many?", 3],
        [None, "   ", None],
        ["b", "How many?", "many"],
        ["c", "", 3],
        ["a", "Again?", 4],
    )
    reading = read(content)
    assert [(item.code, item.line) for item in reading.questions] == [("a", 5)]
    refused = [(item.code, item.line, item.question) for item in reading.findings if item.level == "refused"]
    assert refused == [("no_number", 7, "b"), ("no_text", 8, "c"), ("code_twice", 9, "a")]


def test_what_stands_aside_is_named():
    content = book_of(
        ["code", "text", "number", "Remarks", "question"], ["a", "?", 3, "ask Ruth", "??"], Later=[["x", "y"]]
    )
    reading = read(content)
    assert {(item.code, item.detail) for item in reading.findings if item.code != "kind_guessed"} == {
        ("other_sheet", "Later"),
        ("unknown_column", "Remarks"),
        ("column_twice", "question"),
    }


# --- what Excel does -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "shown", "said"),
    [
        (15.0, "General", "15"),
        (0.1 + 0.2, "General", "0.3"),
        (1.125, "General", "1.125"),
        (1e-7, "General", "0.0000001"),
        (-5, "General", "-5"),
        (12345678, "General", "12345678"),
        ("1,5", "General", "1.5"),
        ("١٥٫٥", "General", "15.5"),
    ],
)
def test_numbers_are_read_as_the_sheet_shows_them(value, shown, said):
    (question,) = read(book_of(["code", "text", "number"], ["a", "?", value])).questions
    assert question.definition == {"value": said}


def test_a_share_is_per_cent():
    book = load_workbook(io.BytesIO(book_of(["code", "text", "number", "tolerance"], ["a", "?", 0.15, 0.5])))
    book.active["C2"].number_format = "0%"
    (question,) = read(saved(book)).questions
    assert question.definition == {"value": "15", "tolerance": "0.5", "unit": "%"}


def test_a_code_that_became_a_number_and_a_choice_that_became_a_date():
    head = ["code", "kind", "text", "right", "wrong"]
    reading = read(book_of(head, [7.0, "single", "When?", date(2024, 2, 1), "Never"]))
    (question,) = reading.questions
    assert question.code == "7"
    assert ("2024-02-01", True) in choices_of(question)
    assert codes_in(reading) == [("note", "became_date", 2)]


def test_a_formula_is_read_by_its_value_and_named_where_it_has_none():
    content = book_of(["code", "text", "number", "tolerance"], ["a", "?", 3, "=1+1"])
    reading = read(content)
    assert reading.questions[0].definition == {"value": "3"}
    assert ("lost", "formula_without_value", 2) in codes_in(reading)
    # As Excel saves it, with the value beside the formula.
    computed = repacked(content, "xl/worksheets/sheet1.xml", b"<v></v>", b"<v>2</v>", b"<v />", b"<v>2</v>")
    assert read(computed).questions[0].definition == {"value": "3", "tolerance": "2"}


def test_an_error_in_a_cell_is_named():
    reading = read(book_of(["code", "text", "number", "unit"], ["a", "?", 3, "#REF!"]))
    assert ("lost", "cell_error", 2) in codes_in(reading)


def test_merged_cells_are_named():
    book = load_workbook(io.BytesIO(book_of(["code", "text", "number"], ["a", "?", 3], ["b", "?", 3])))
    book.active.merge_cells("C2:C3")
    reading = read(saved(book))
    assert ("note", "merged_cells", 2) in codes_in(reading)


def test_letters_that_excel_escapes_are_read():
    content = repacked(book_of(["code", "text", "number"], ["a", "AXB", 3]), SHEET, b"AXB", b"A_x0026_B")
    assert read(content).questions[0].text == {"en": "A&B"}


# --- CSV -----------------------------------------------------------------------------------------

FRENCH = 'Code;Genre;Texte;Juste;Faux\nq;choix unique;Où est l’été ?;Là;"Ailleurs\nNulle part"\n'
ARABIC = 'الرمز,النوع,النص,الترتيب\nq,ترتيب,رتب الخطوات,"الأولى\nالثانية"\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_csv_in_french(encoding):
    text = FRENCH.replace("’", "'")
    (question,) = read(text.encode(encoding), "fr").questions
    assert question.text == {"fr": "Où est l'été ?"}
    assert choices_of(question, "fr") == [("Ailleurs", False), ("Là", True), ("Nulle part", False)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_csv_in_arabic(encoding):
    (question,) = read(ARABIC.encode(encoding), "ar").questions
    assert question.text == {"ar": "رتب الخطوات"}
    assert [choice.text["ar"] for choice in question.choices] == ["الأولى", "الثانية"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("first", ["", "sep={}\n"])
def test_csv_with_any_delimiter(delimiter, newline, first):
    text = first.format(delimiter) + "code|text|number\n\nq|How many, all; in all?|1.5\n"
    text = text.replace("How many, all; in all?", '"How many, all; in all?"').replace("|", delimiter)
    reading = read(text.replace("\n", newline).encode())
    assert [item.definition for item in reading.questions] == [{"value": "1.5"}]


def test_a_formula_guarded_against_comes_back():
    content = b"code,text,number\nq,'=SUM(A1),3\nr,'tis,3\n"
    assert [item.text["en"] for item in read(content).questions] == ["=SUM(A1)", "'tis"]


# --- files that mean harm ------------------------------------------------------------------------


def repacked(content: bytes, name: str, *changes: bytes) -> bytes:
    """A workbook with parts of one file replaced, each text by the one after it."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            data = old.read(part)
            if part == name:
                for before, after in zip(changes[::2], changes[1::2], strict=True):
                    data = data.replace(before, after)
            new.writestr(part, data)
    return stream.getvalue()


GOOD = book_of(["code", "text", "number"], ["a", "?", 3])
SHEET = "xl/worksheets/sheet1.xml"
BOMB = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"   \n", "empty_file"),
        (b"\x00\x01\x02\x03", "not_text"),
        (b"PK\x03\x04 and no more", "broken_archive"),
        (GOOD[: len(GOOD) // 2], "broken_archive"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "other_table"),
        (b"no table at all", "no_header"),
        (b"code,kind\na,single\n", "no_header"),
        (b"\xff\xfe\x00\xd8", "unreadable_encoding"),
        (b"text,number\n" + b"x," * 300, "too_much_in_a_row"),
        (b"text,number\n" + b"x" * 40_000 + b",1", "too_much_in_a_row"),
        (b"text,number\n" + b"x,1\n" * 5_001, "too_many_rows"),
        (b"a" * (10 * 1024 * 1024 + 1), "file_too_large"),
        (repacked(GOOD, SHEET, b"<worksheet", BOMB), "unreadable_table"),
        (repacked(GOOD, SHEET, b'r="2"', b'r="-1"', b'r="A2"', b'r="?"'), "unreadable_table"),
        (repacked(GOOD, SHEET, b"<sheetData>", b"<sheetData>" + b" " * 60_000_000), "archive_bomb"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused(content, code):
    with pytest.raises(UnreadableFile) as refused:
        read(content)
    assert (refused.value.finding.level, refused.value.finding.code) == (Level.REFUSED, code)


def test_a_sheet_that_claims_a_million_rows_is_read():
    content = repacked(GOOD, SHEET, b'ref="A1:C2"', b'ref="A1:XFD1048576"')
    assert [item.code for item in read(content).questions] == ["a"]
    far = repacked(GOOD, SHEET, b'<row r="2"', b'<row r="1048576"', b'r="A2"', b'r="A1048576"')
    assert [item.line for item in read(far).questions] in ([1048576], [])


@pytest.mark.parametrize("text", ["a\u202eb", "a\x1bb", "\ufffe"])
def test_what_is_no_text_is_taken_out_and_reported(text):
    reading = read(f"code,text,number\nq,What {text}?,3\n".encode())
    assert ("lost", "unreadable_characters", 0) in [(*item[:2], 0) for item in codes_in(reading)]
    assert reading.questions[0].text["en"].isprintable()


def test_a_workbook_holds_no_signs_that_are_no_text():
    content = repacked(
        book_of(["code", "text", "number"], ["a", "AXB", 3]), SHEET, b"AXB", b"A_x0000_B_xD800_"
    )
    reading = read(content)
    assert reading.questions[0].text == {"en": "AB"}
    assert ("lost", "unreadable_characters", 2) in codes_in(reading)


def test_a_long_name_is_no_code():
    reading = read(f"code,text,number\n{'q ' * 5000},?,3\n{'9' * 20},?,{'9' * 400}\n".encode())
    assert [len(item.code) <= 80 for item in reading.questions] == [True]
    assert ("refused", "no_number", 3) in codes_in(reading)


def test_what_is_a_spreadsheet():
    assert spreadsheet.is_spreadsheet(GOOD)
    assert spreadsheet.is_spreadsheet(FRENCH.encode("cp1252"))
    assert not spreadsheet.is_spreadsheet(b"::Q1:: What? {=yes ~no}")
    assert not spreadsheet.is_spreadsheet(b"<?xml version='1.0'?><quiz/>")
    assert not spreadsheet.is_spreadsheet(b"PK\x03\x04")


# --- the file that is written --------------------------------------------------------------------


def test_the_template_explains_itself_and_reads_as_it_stands():
    guide = spreadsheet.Guide(
        "Fragen: 1/2", "Spalten?", {column: f"= what {column} is" for column in COLUMNS}
    )
    said = spreadsheet.template(language="ar", languages=["ar", "en", "fr"], guide=guide)
    book = load_workbook(io.BytesIO(said.content))
    assert book.sheetnames == ["Fragen  1 2", "Spalten"]
    sheet = book.worksheets[0]
    assert (sheet.freeze_panes, sheet.sheet_view.rightToLeft) == ("C2", True)
    assert len(sheet.data_validations.dataValidation) == 3
    assert not [cell for row in book.worksheets[1].rows for cell in row if cell.data_type == "f"]
    reading = read(said.content)
    assert {item.kind for item in reading.questions} == set(KIND_NAMES) - {"hotspot"}
    assert reading.findings == ()


def table(rows: int) -> bytes:
    return b"title\ncode,text,right,wrong\n" + b"".join(b"q%d,Which?,a,b\n" % place for place in range(rows))


def test_the_header_is_no_question():
    assert len(spreadsheet.read(table(5_000), language="en").questions) == 5_000
    with pytest.raises(UnreadableFile) as refused:
        spreadsheet.read(table(5_001), language="en")
    assert refused.value.finding.code == "too_many_rows"


def far_sheet(cells: dict[str, str]) -> bytes:
    book = openpyxl.Workbook()
    for place, text in cells.items():
        book.active[place] = text
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


HEAD = {"A1": "Text", "B1": "Right", "C1": "Wrong"}


def test_a_row_at_the_end_of_a_sheet_is_read_where_it_stands():
    found = spreadsheet.read(far_sheet({**HEAD, "A1048576": "Which?"}), language="en")
    assert [(item.line, item.code) for item in found.findings] == [
        (1_048_576, "code_made"),
        (1_048_576, "no_kind"),
    ]


def test_rows_that_hold_nothing_have_an_end(monkeypatch):
    monkeypatch.setattr(tables, "LIMITS", replace(tables.LIMITS, blank=5))
    empty = {f"A{row}": " " for row in range(2, 8)}
    with pytest.raises(UnreadableFile) as refused:
        spreadsheet.read(far_sheet({**HEAD, **empty}), language="en")
    assert refused.value.finding.code == "too_many_rows"


def test_a_sheet_with_a_formula_is_read_once(monkeypatch):
    opened = []
    lines = WorkbookTable.lines
    monkeypatch.setattr(WorkbookTable, "lines", lambda table: opened.append(1) or lines(table))
    found = spreadsheet.read(far_sheet({**HEAD, "A2": "Which?", "B2": "=1+1", "C2": "3"}), language="en")
    assert ("formula_without_value", "B2") in [(item.code, item.detail) for item in found.findings]
    assert opened == [1]


def test_a_value_beyond_the_columns_that_are_read_is_named():
    found = spreadsheet.read(far_sheet({**HEAD, "A2": "Which?", "XFD2": "far"}), language="en")
    assert ("lost", "too_much_in_a_row", 2) in codes_in(found)


@pytest.mark.parametrize(
    ("content", "code", "detail"),
    [
        (b"<html><table><tr><td>Text</td></tr></table>", "other_table", "HTML"),
        (b"%PDF-1.7\n", "other_table", "PDF"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "archive_locked", ""),
        (b'text,right\n"Which?,A\n', "unreadable_table", '"'),
    ],
)
def test_what_is_refused_is_said_in_words_of_ours(content, code, detail):
    with pytest.raises(UnreadableFile) as refused:
        read(content)
    assert (refused.value.finding.code, refused.value.finding.detail) == (code, detail)
    assert code in REASONS
