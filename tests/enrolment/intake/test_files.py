"""Files as people send them: every encoding, separator and header language comes in right or is refused."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from clikc.people.models import User
from enrolment.intake.models import OfficerImport
from tests.factories.intake import csv_of, done, planned, told

State = OfficerImport.State

HEADERS = {
    "en": ("E-mail address", "Full name", "Language", "Unit", "Gender"),
    "fr": ("Courriel", "Nom complet", "Langue", "Unité", "Sexe"),
    "es": ("Correo electrónico", "Nombre completo", "Idioma", "Dependencia", "Género"),
    "ar": ("البريد الإلكتروني", "الاسم الكامل", "اللغة", "الوحدة", "الجنس"),
    "am": ("ኢሜይል", "ሙሉ ስም", "ቋንቋ", "ክፍል", "ጾታ"),
}
ROWS = {
    "en": ("Zoë Müller", "French", "Nairobi", "woman"),
    "fr": ("Hélène Nœl-Fèvre", "français", "Poste de Malaba", "femme"),
    "es": ("Íñigo Muñoz", "español", "Dirección", "hombre"),
    "ar": ("أمينة عبد الرحمن", "العربية", "ميناء العقبة", "أنثى"),
    "am": ("አሚና ተስፋዬ", "አማርኛ", "ሞያሌ", "ሴት"),
}
EXPECTED = {
    "en": ("Zoë Müller", "fr", "Nairobi", "woman"),
    "fr": ("Hélène Nœl-Fèvre", "fr", "Poste de Malaba", "woman"),
    "es": ("Íñigo Muñoz", "es", "Dirección", "man"),
    "ar": ("أمينة عبد الرحمن", "ar", "ميناء العقبة", "woman"),
    "am": ("አሚና ተስፋዬ", "am", "ሞያሌ", "woman"),
}
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")
PAGES = [("cp1252", "en"), ("cp1252", "fr"), ("cp1252", "es"), ("cp1256", "ar")]
CASES = [(encoding, language) for encoding in UNICODE for language in HEADERS] + PAGES


def come_in(here, content, language, name="people.csv"):
    item = done(here.administration, content, name=name)
    assert item.counts == {"new": 1}
    person = User.objects.get(email="one@customs.example")
    read = (person.printed_name, person.preferred_language, person.unit.name, person.gender)
    assert read == EXPECTED[language]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize(("encoding", "language"), CASES)
def test_a_csv_file_comes_in_right(here, encoding, language, delimiter):
    row = ("One@Customs.Example", *ROWS[language])
    come_in(here, csv_of([row], HEADERS[language], encoding=encoding, delimiter=delimiter), language)


@pytest.mark.parametrize("name", ["Íñigo Núñez", "Inés Ordóñez Yáñez"])
def test_accents_side_by_side_are_not_taken_for_arabic(here, name):
    row = ("one@customs.example", name, *ROWS["es"][1:])
    item = planned(here.administration, csv_of([row], HEADERS["es"], encoding="cp1252", delimiter=";"))
    assert [row.name for row in item.rows.all()] == [name]


@pytest.mark.parametrize("language", HEADERS)
def test_a_workbook_comes_in_right(here, language):
    book = Workbook()
    book.active.append(["A title above the table"])
    book.active.append([])
    book.active.append(HEADERS[language])
    book.active.append(("One@Customs.Example", *ROWS[language]))
    book.active.append([])
    stream = io.BytesIO()
    book.save(stream)
    come_in(here, stream.getvalue(), language, "people.xlsx")


def test_letters_that_are_lost_are_not_guessed(here):
    good = [f"c{place}@customs.example,Ünü\n".encode() for place in range(10)]
    content = b"".join([b"E-mail,Name\n", good[0], b"b@customs.example,Zo\xff\n", *good[1:]])
    item = planned(here.administration, content)
    assert told(item)[3] == ("broken", ["unreadable_characters"])
    assert item.counts == {"new": 10, "broken": 1}


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"<a>" + b" " * 50_000_000)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"   \n \n", "empty_file"),
        (b"%PDF-1.7 something", "pdf"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "xls"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"<html><body><table></table></body></html>", "html"),
        (bomb(), "archive_bomb"),
        (b"PK\x03\x04 broken", "broken_archive"),
        (bytes(range(1, 256)) * 40, "not_text"),
        (b"Salary,Shoes\n1,2\n", "no_header"),
        (b"Name,Unit\nA,B\n", "no_address_column"),
        (b"E-mail,Courriel\na@b.example,c@d.example\n", "column_twice"),
        (b"E-mail,Name\n", "no_rows"),
        (b'E-mail,Name\na@b.example,"never closed\n' + b"x,y\n" * 50, "open_quote"),
        (b"E-mail,Name\n" + b"x" * 40_000 + b",y\n", "too_much_in_a_row"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_whole(here, content, code):
    item = planned(here.administration, content)
    assert (item.state, item.refusal, item.rows.count()) == (State.REFUSED, code, 0)


HOSTILE = [
    "=HYPERLINK(1)",
    "Ami\x00na",
    "\u202eanimA",
    "A" * 10_000,
    "<script>alert(1)</script>",
    "'; DROP TABLE people_user;--",
    "9" * 400,
    "\u0661" * 50,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("column", range(5))
def test_rubbish_in_any_cell_breaks_the_row_or_is_a_text(here, text, column):
    row = ["a@customs.example", "Amina", "en", "Port", "woman"]
    row[column] = text
    item = done(here.administration, csv_of([row], HEADERS["en"]))
    assert item.state == State.DONE
    assert sum(item.counts.values()) == 1
    for person in User.objects.filter(administration=here.administration, email="a@customs.example"):
        assert len(person.printed_name) <= 120
        assert "\x00" not in person.printed_name
