"""The PDF, read back."""

import re
import threading
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from enrolment.certificates import codes, document
from enrolment.certificates.models import Certificate
from enrolment.certificates.wording import Title, freeze_wording

LANGUAGES = ("en", "fr", "es", "ar", "am")


def unsaved(name: str = "Amina Okoye", title: str = "Risk Management in Customs") -> Certificate:
    """A certificate as the record would hold it; the document asks the database for nothing."""
    titles = {language: Title(title, "en") for language in LANGUAGES}
    return Certificate(
        code=codes.draw_code(),
        printed_name=name,
        wording=freeze_wording(titles=titles, minutes=360, has_test=True),
        minutes=360,
        issued_on=date(2026, 11, 21),
    )


def read(certificate: Certificate, language: str = "en") -> PdfReader:
    return PdfReader(BytesIO(document.certificate_pdf(certificate, language)))


def text_of(reader: PdfReader) -> str:
    return re.sub(r"\s+", " ", reader.pages[0].extract_text())


def test_what_is_printed_can_be_read_back():
    certificate = unsaved()
    text = text_of(read(certificate))
    for part in (
        "Certificate of completion",
        "Amina Okoye",
        "Risk Management in Customs",
        "6 hours of study",
        "21 November 2026",
        "CLiKC!",
        certificate.grouped_code,
        "localhost:8000/verify/",
    ):
        assert part in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_tagged_page_in_the_language_of_its_words(translated, language):
    reader = read(unsaved(), language)
    page = reader.pages[0]
    catalogue = reader.trailer["/Root"]
    assert len(reader.pages) == 1
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
    assert catalogue["/Lang"] == language
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert "Risk Management in Customs" in reader.metadata.title


def test_it_says_that_it_is_accessible_and_made_to_last():
    xmp = read(unsaved()).trailer["/Root"]["/Metadata"].get_data().decode()
    assert re.search(r"pdfuaid:part>1<", xmp)
    assert re.search(r"pdfaid:part>2<", xmp)
    assert re.search(r"pdfaid:conformance>A<", xmp)


def test_the_qr_code_has_words_for_those_who_do_not_see_it():
    data = document.printed(unsaved(), "en")
    assert data["qr"].startswith("<svg")
    assert data["words"]["qr"] in _alternatives(read(unsaved()))


def _alternatives(reader: PdfReader) -> list[str]:
    found = (entry.get_object() for entry in map(reader.get_object, range(1, len(reader.xref[0]) + 1)))
    return [item["/Alt"] for item in found if isinstance(item, dict) and "/Alt" in item]


def test_fonts_are_our_own_and_in_the_file():
    reader = read(unsaved("أمينة ሰላማዊት"))
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    names = {str(font.get_object()["/BaseFont"]) for font in fonts}
    assert names
    assert all("+Noto" in name for name in names)


@pytest.mark.parametrize(
    "name",
    [
        '#read("/etc/passwd")',
        '#panic() #include "x.typ" $x^2$ *b* _i_ `c` \\ // /* @a <b>',
        "O’Brien “Jr.” 'quote' \"double\"",
        '{"name": "}" ]',
    ],
)
def test_a_name_is_never_code(name):
    assert name.replace(" ", "") in text_of(read(unsaved(name))).replace(" ", "")


def test_nothing_turns_the_text_around():
    data = document.printed(unsaved("\u202eevil\u202c \u2066name\u2069\x00", "Ti\u202etle"), "en")
    assert (data["name"], data["words"]["title"]) == ("evil name", "Title")


@pytest.mark.parametrize(
    ("name", "is_right_to_left"),
    [("Amina", False), ("أمينة", True), ("(أمينة)", True), ("ሰላማዊት", False), ("123", False)],
)
def test_a_name_runs_in_its_own_direction(name, is_right_to_left):
    assert document.printed(unsaved(name), "ar")["name_rtl"] is is_right_to_left


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Maximiliana Alexandrina " * 5, "Risk"),
        ("W" * 120, "Risk"),
        ("أمينة محمد " * 11, "Risk"),
        ("Amina", "Advance cargo information and targeting " * 6),
        ("Amina", "M" * 255),
    ],
)
def test_the_longest_fits_on_one_page(name, title):
    reader = read(unsaved(name[:120], title[:255]))
    assert len(reader.pages) == 1
    assert "Verification code" in text_of(reader)


@pytest.mark.parametrize("name", ["Амина Петрова", "Αμίνα", "Nguyễn Thị Ánh", "Ñúñez-Œuvrard"])
def test_scripts_our_fonts_have_are_printed_as_they_are(name):
    assert name in text_of(read(unsaved(name)))


def test_a_script_our_fonts_lack_is_printed_in_latin_letters():
    certificate = unsaved("김철수")
    assert "GimCheolSu" in text_of(read(certificate))
    assert certificate.printed_name == "김철수"


def test_many_threads_print_their_own():
    certificates = [unsaved(f"Person {number}") for number in range(12)]
    printed, failed = {}, []

    def print_some(share):
        try:
            for certificate in share:
                printed[certificate.code] = text_of(read(certificate))
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=print_some, args=[certificates[start::4]]) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(printed) == 12
    for certificate in certificates:
        assert certificate.grouped_code in printed[certificate.code]
        assert f"{certificate.printed_name} " in printed[certificate.code]
