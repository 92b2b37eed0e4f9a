"""CSV in whatever a system wrote it."""

from __future__ import annotations

import codecs
import io

import pytest

from clikc.foundation.sheets import Limits, Note, UnreadableSheet, open_rows
from tests.clikc.foundation.sheets.files import is_header, lines_of, rows_of

FRENCH = [("Email", "Family name"), ("zoe@douane.example", "Lefèvre, d'Été; fils")]
ARABIC = [("البريد", "Family name"), ("a@customs.example", "محمد عبد الله، الجمارك")]
ENCODINGS = {
    "utf-8": (b"", "utf-8"),
    "utf-8 with a mark": (codecs.BOM_UTF8, "utf-8"),
    "utf-16-le with a mark": (codecs.BOM_UTF16_LE, "utf-16-le"),
    "utf-16-be with a mark": (codecs.BOM_UTF16_BE, "utf-16-be"),
    "utf-16-le": (b"", "utf-16-le"),
    "utf-16-be": (b"", "utf-16-be"),
    "windows": (b"", ""),
}


def written(rows, delimiter, ends="\r\n"):
    return "".join(delimiter.join(f'"{cell}"' for cell in row) + ends for row in rows)


@pytest.mark.parametrize("said", ["", "sep={}", '"sep={}"'])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(("rows", "windows"), [(FRENCH, "windows-1252"), (ARABIC, "windows-1256")])
def test_each_encoding_with_each_separator(rows, windows, encoding, delimiter, said):
    mark, name = ENCODINGS[encoding]
    text = (f"{said.format(delimiter)}\r\n" if said else "") + written(rows, delimiter)
    content = mark + text.encode(name or windows)
    with open_rows(io.BytesIO(content), known=is_header) as found:
        assert [(line.number, line.cells, line.notes) for line in found] == [
            (number, row, ()) for number, row in enumerate(rows, start=1)
        ]
        assert found.notes == (() if name else (Note("encoding_guessed", windows, 1),))
        assert found.title == ""


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_quotes_blank_lines_and_ends_of_lines(ends):
    text = 'List of the spring\n\nEmail,Family name\n\n  ,\na@x,"one\ntwo ""three"""\n,\nb@x,B\n'
    assert rows_of(text.replace("\n", ends).encode()) == [
        (3, ("Email", "Family name")),
        (6, ("a@x", 'one\ntwo "three"')),
        (8, ("b@x", "B")),
    ]


def test_ends_of_lines_may_be_mixed():
    assert rows_of(b'Email;Given name\r\na@x;A\nb@x;"B\r\rC"\rc@x;C') == [
        (1, ("Email", "Given name")),
        (2, ("a@x", "A")),
        (3, ("b@x", "B\n\nC")),
        (4, ("c@x", "C")),
    ]


def test_one_column_is_enough():
    assert rows_of(b"Email\na@x\n\nb@x\n") == [(1, ("Email",)), (2, ("a@x",)), (4, ("b@x",))]


def test_the_row_with_most_headers_is_the_header():
    content = b"Given name of the list\nEmail\nEmail,Given name\na@x,A\n"
    assert rows_of(content) == [(3, ("Email", "Given name")), (4, ("a@x", "A"))]


def test_headers_stand_among_the_first_twenty_rows():
    assert rows_of(b"note\n" * 19 + b"Email\na@x\n") == [(20, ("Email",)), (21, ("a@x",))]
    with pytest.raises(UnreadableSheet, match="no_header"):
        rows_of(b"note\n" * 20 + b"Email\na@x\n")


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\u202eb", "a\u202db", "a\ufdd0b", "a\x7fb"])
def test_what_is_no_text_is_left_out_and_said(text):
    (_head, line) = lines_of(f"Email,Given name\nx@x,{text}\n".encode())
    assert line.cells == ("x@x", "ab")
    assert line.notes == (Note("unreadable_characters", f"U+{ord(text[1]):04X}", 2),)


def test_a_row_of_what_is_no_text_is_not_overlooked():
    line = lines_of(b"Email\n\x00,\x01\nx@x and others\n")[1]
    assert (line.number, line.cells) == (2, ())
    assert [note.detail for note in line.notes] == ["U+0000", "U+0001"]


def test_broken_bytes_of_utf_8_are_endured_and_said():
    content = "Email,Family name\na@x,Été à Orléans\nb@x,Ngu".encode() + b"\xe1\xbb yen\n"
    lines = lines_of(content)
    assert lines[1].cells == ("a@x", "Été à Orléans")
    assert lines[1].notes == ()
    assert lines[2].cells == ("b@x", "Ngu\ufffd yen")
    assert lines[2].notes == (Note("broken_characters", "Ngu\ufffd yen", 3),)


def test_a_sign_that_stands_for_what_is_unknown_is_text_where_all_decodes():
    (_head, line) = lines_of("Email,Family name\na@x,\ufffd\n".encode())
    assert (line.cells, line.notes) == (("a@x", "\ufffd"), ())


def test_letters_parted_by_the_pieces_of_a_pass_are_whole():
    """Arabic at every place of the border between two pieces that are read."""
    for pad in range(4):
        content = ("Email,Given name\n" + "x" * (65_500 + pad) + "," + "محمد" * 40 + "\n").encode()
        assert lines_of(content, cell=70_000)[1].cells[1] == "محمد" * 40


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"Email,Given name\n" + b"x@x,A\n" * 11, "too_many_rows", 12),
        (b"Email,Given name\nx@x," + b"A" * 51, "too_much_in_a_row", 2),
        (b"Email\n" + b"," * 10 + b"\n", "too_much_in_a_row", 2),
        (b"Email\n" + b"x" * 1_000_001, "too_much_in_a_row", 2),
        (b'Email\n"' + b'","\n' * 300_000, "too_much_in_a_row", 2),
        (b'Email\n"x@x\ny@y\n', "open_quote", 2),
        (b'Email\nx@x\n"y@y', "open_quote", 3),
        (b"\xff\xfe" + "Email\na".encode("utf-16-le") + b"\x00\xd8", "unreadable_encoding", 0),
        (b"a,b\n1,2\n", "no_header", 0),
        (b"", "empty_file", 0),
        (b" \r\n\t", "empty_file", 0),
        (b"\xef\xbb\xbf", "empty_file", 0),
        (bytes(range(32)) * 9, "not_text", 1),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "not_text", 1),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused(content, code, line):
    with pytest.raises(UnreadableSheet) as refused:
        lines_of(content, rows=10, columns=10, cell=50)
    assert (refused.value.code, refused.value.line) == (code, line)


def test_a_file_has_a_largest_size():
    assert len(rows_of(b"Email\na@x\n", file_bytes=10)) == 2
    with pytest.raises(UnreadableSheet, match="file_too_large"):
        rows_of(b"Email\na@x\n", file_bytes=9)


def test_as_many_rows_as_are_asked_for_are_read():
    content = b"title\nEmail\n" + b"x@x\n\n" * 10
    assert len(rows_of(content, rows=10)) == 11


def test_a_path_and_a_file_are_read_alike_and_the_file_stays_open(tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes(b"Email\na@x\n")
    with path.open("rb") as file:
        for source in (path, str(path), file, file):
            assert [line.cells for line in open_rows(source, known=is_header)] == [("Email",), ("a@x",)]
        assert not file.closed


def test_rows_are_read_when_they_are_asked_for():
    """What is broken further down shows when it is reached; what stood above was given."""
    rows = open_rows(io.BytesIO(b"Email\na@x\nb@x\n"), known=is_header, limits=Limits(rows=1))
    assert [next(rows).cells, next(rows).cells] == [("Email",), ("a@x",)]
    with pytest.raises(UnreadableSheet, match="too_many_rows"):
        next(rows)
