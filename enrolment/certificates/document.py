"""The PDF: typst, our own fonts, PDF/A-2a and PDF/UA-1. A function of frozen words; it keeps nothing.

The template gets everything as data: ``{"words": …, "name": …, "date": …, "code": …, …}``.
"""

import json
import threading
import unicodedata
from functools import cache
from pathlib import Path

import qrcode
import typst
from anyascii import anyascii
from django.utils.translation import get_language_info
from qrcode.image.svg import SvgPathImage

from . import addresses
from .dates import written_out
from .models import Certificate
from .wording import clean

HERE = Path(__file__).parent
STANDARDS = ["ua-1", "a-2a"]
LONGEST_WORD = 40

# A compiler is not safe in two threads at once; one that is warm is fast enough for all of them.
_lock = threading.Lock()


def certificate_pdf(certificate: Certificate, language: str) -> bytes:
    """The certificate in the words of ``language``, as PDF.

    A name in a script that none of our fonts has is printed in Latin letters: the record and the
    page that verifies it keep it as it was given.
    """
    data = printed(certificate, language)
    try:
        return _compile(data)
    except typst.TypstError:
        data["name"] = anyascii(data["name"])
        data["words"]["title"] = anyascii(data["words"]["title"])
        return _compile(data | {"name_rtl": False, "title_rtl": False})


def report_pdf(data: dict) -> bytes:
    """The closing report of sessions as PDF: ``{"language", "rtl", "title", "programme", "summary", "made",
    "tables": [{"title", "headers", "rows" of texts, "note"}]}``. A script that none of our fonts has is
    printed in Latin letters."""
    try:
        return _compile(data, "report.typ")
    except typst.TypstError:
        return _compile(data | {"programme": anyascii(data["programme"])}, "report.typ")


def printed(certificate: Certificate, language: str) -> dict:
    """Everything that is printed, as the template takes it."""
    words = {name: breakable(clean(text)) for name, text in certificate.words(language).items()}
    name, day = clean(certificate.printed_name), certificate.issued_on
    return {
        "words": words,
        "rtl": get_language_info(words["language"])["bidi"],
        "title_rtl": is_right_to_left(words["title"]),
        "name": breakable(name),
        "name_rtl": is_right_to_left(name),
        "date": written_out(day, words["language"]),
        "year": day.year,
        "month": day.month,
        "day": day.day,
        "code": certificate.grouped_code,
        "address": addresses.place_to_check(),
        "qr": qr_svg(addresses.check_of(certificate)),
    }


def is_right_to_left(text: str) -> bool:
    """The direction of the first letter that has one."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def breakable(text: str) -> str:
    """Words longer than any real one get places to break, so that they cannot leave the page."""
    return " ".join(
        "\N{ZERO WIDTH SPACE}".join(word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD))
        for word in text.split(" ")
    )


def qr_svg(address: str) -> str:
    code = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(address)
    return code.make_image(image_factory=SvgPathImage).to_string(encoding="unicode")


def _compile(data: dict, template: str = "certificate.typ") -> bytes:
    with _lock:
        return _compiler(template).compile(
            format="pdf",
            pdf_standards=STANDARDS,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False), "ornament": _ornament()},
        )


@cache
def _ornament() -> str:
    """Frame, rosette and seal as SVG: thousands of curves, computed once for each process."""
    return _compiler("ornament.typ").compile(format="svg").decode()


@cache
def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(
        str(HERE / template),
        root=str(HERE),
        font_paths=[str(HERE / "fonts")],
        ignore_system_fonts=True,
    )
