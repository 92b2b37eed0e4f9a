"""Names of files as they are shown and downloaded."""

import unicodedata

import pytest
from hypothesis import given, strategies as st

from clikc.foundation.documents import safe_name
from clikc.foundation.documents.names import LONGEST_NAME


@pytest.mark.parametrize(
    ("name", "extension", "shown"),
    [
        ("essay.pdf", "pdf", "essay.pdf"),
        ("essay.pdf.exe", "pdf", "essay.pdf"),
        ("essay.DOCX", "pdf", "essay.pdf"),
        ("photo.HEIC", "jpg", "photo.jpg"),
        ("essay\u202efdp.exe", "pdf", "essayfdp.pdf"),
        ("C:\\Users\\jane\\essay.docx", "docx", "essay.docx"),
        ("../../etc/passwd", "pdf", "passwd.pdf"),
        ("Annex 1.2", "pdf", "Annex 1.2.pdf"),
        ("تقرير المخاطر.pdf", "pdf", "تقرير المخاطر.pdf"),
        ("የስጋት ሪፖርት.odt", "odt", "የስጋት ሪፖርት.odt"),
        ("e\u0301tude.pdf", "pdf", "étude.pdf"),
        ("a\r\nSet-Cookie: b=c.pdf", "pdf", "a Set-Cookie b=c.pdf"),
        ("", "pdf", "document.pdf"),
        ("...", "pdf", "document.pdf"),
        (".pdf", "pdf", "document.pdf"),
        ("\x00\u200e\u2069", "pdf", "document.pdf"),
        ("con", "pdf", "document.pdf"),
        ("AUX.txt", "pdf", "document.pdf"),
        ("con.tract", "pdf", "document.tract.pdf"),
        ("\ud800essay", "pdf", "essay.pdf"),
    ],
)
def test_a_name_is_shown_as_what_it_is(name, extension, shown):
    assert safe_name(name, extension) == shown


@given(st.text(st.characters(), max_size=300), st.sampled_from(["pdf", "docx", "jpg"]))
def test_any_name_is_one_line_of_a_file(name, extension):
    shown = safe_name(name, extension)
    stem = shown.removesuffix(f".{extension}")
    assert shown != stem
    assert any(map(str.isalnum, stem))
    assert len(shown) <= LONGEST_NAME
    assert not set(shown) & set('/\\<>:"|?*\n\r\t')
    assert not {unicodedata.category(letter) for letter in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert not {unicodedata.bidirectional(letter) for letter in shown} & {
        "RLO",
        "LRO",
        "RLE",
        "LRI",
        "RLI",
        "PDF",
    }
    assert safe_name(shown, extension) == shown
    shown.encode()


def test_a_long_name_is_cut_between_letters():
    shown = safe_name("e\u0323\u0302" * 5_000, "pdf")
    assert len(shown) <= LONGEST_NAME
    assert not unicodedata.combining(shown[0])
    assert safe_name("x\u0335" * 5_000, "pdf").endswith("\u0335.pdf")
