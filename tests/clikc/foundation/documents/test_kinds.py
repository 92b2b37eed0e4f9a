"""Every kind as people hand it in, decided by what is in it."""

import io

import pillow_heif
import pytest
from PIL import Image

from clikc.foundation.documents import KINDS, Limits, Refused, inspect, page_picture, paragraphs_of
from clikc.foundation.documents.tasks import inspected
from tests.clikc.foundation.documents.files import docx, exif, odt, paragraph, pdf_of, picture, zipped

LIMITS = Limits()


@pytest.mark.parametrize(
    ("kind", "data", "pages", "size"),
    [
        ("pdf", pdf_of("= Essay\n\nSome text.\n#pagebreak()\nMore."), 2, (595, 842)),
        ("docx", docx(), 0, (0, 0)),
        ("odt", odt(), 0, (0, 0)),
        ("jpeg", picture("JPEG"), 1, (60, 40)),
        ("png", picture("PNG"), 1, (60, 40)),
        ("webp", picture("WEBP"), 1, (60, 40)),
    ],
)
def test_a_good_file_is_kept_as_it_is(kind, data, pages, size):
    document = inspect(data)
    assert (document.kind, document.pages, (document.width, document.height)) == (kind, pages, size)
    assert (document.media_type, document.extension) == KINDS[kind]
    assert document.content == data
    assert (document.size, document.changes) == (len(data), ())
    assert ("Some text." in document.text) == (kind in {"pdf", "docx", "odt"})


def test_a_photo_of_a_phone_becomes_a_jpeg():
    stream = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), "red")).save(stream)
    document = inspect(stream.getvalue())
    assert (document.kind, document.width, document.height) == ("jpeg", 64, 48)
    assert document.changes == ("converted",)
    with Image.open(io.BytesIO(document.content)) as image:
        assert (image.format, image.size) == ("JPEG", (64, 48))


def test_a_photo_is_as_wide_as_it_is_looked_at():
    document = inspected(picture(exif=exif(orientation=6)), LIMITS)
    assert (document.width, document.height) == (40, 60)


@pytest.mark.parametrize(
    ("data", "looks_like"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "doc"),
        (b"{\\rtf1 text}", "rtf"),
        (b"<!doctype html><p>text", "html"),
        (b"GIF89a" + bytes(20), "gif"),
        (zipped({"a.txt": b"text"}), "zip"),
        (docx(main="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), "xlsx"),
        (odt(kind="application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        (b"plain text", None),
        (b"MZ" + bytes(100), None),
    ],
)
def test_other_kinds_are_told_apart(data, looks_like):
    with pytest.raises(Refused) as refused:
        inspected(data, LIMITS)
    assert (refused.value.reason, refused.value.facts.get("looks_like")) == ("unknown_kind", looks_like)


def test_paragraphs_of_a_docx_keep_their_role_and_look():
    styles = (
        b'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b'<w:style w:styleId="Titre2"><w:name w:val="heading 2"/></w:style></w:styles>'
    )
    body = (
        paragraph("Risques", '<w:pPr><w:pStyle w:val="Titre2"/></w:pPr>')
        + "<w:p><w:r><w:t>Un mot </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>fort</w:t></w:r>"
        + '<w:r><w:rPr><w:b w:val="0"/><w:i/></w:rPr><w:t> doux</w:t></w:r></w:p>'
        + paragraph("premier", '<w:pPr><w:numPr><w:ilvl w:val="0"/></w:numPr></w:pPr>')
        + "<w:p><w:del><w:r><w:delText>parti</w:delText></w:r></w:del>"
        + "<w:ins><w:r><w:t>venu</w:t></w:r></w:ins></w:p><w:p/>"
    )
    data = docx(body, parts={"word/styles.xml": styles})
    found = paragraphs_of(data, "docx")
    assert [(one.role, one.level, one.text) for one in found] == [
        ("heading", 2, "Risques"),
        ("text", 0, "Un mot fort doux"),
        ("item", 1, "premier"),
        ("text", 0, "venu"),
    ]
    assert [(run.text, run.is_bold, run.is_italic) for run in found[1].runs] == [
        ("Un mot ", False, False),
        ("fort", True, False),
        (" doux", False, True),
    ]
    assert inspect(data).text == "\n".join(one.text for one in found)


def test_paragraphs_of_an_odt_keep_their_role_and_look():
    styles = '<style:style style:name="T1"><style:text-properties fo:font-weight="bold"/></style:style>'
    body = (
        '<text:h text:outline-level="1">Riesgos</text:h>'
        '<text:p>Una <text:span text:style-name="T1">palabra</text:span><text:s text:c="2"/>más</text:p>'
        "<text:list><text:list-item><text:p>primero</text:p></text:list-item></text:list>"
    )
    found = paragraphs_of(odt(body, styles=styles), "odt")
    assert [(one.role, one.level, one.text) for one in found] == [
        ("heading", 1, "Riesgos"),
        ("text", 0, "Una palabra  más"),
        ("item", 1, "primero"),
    ]
    assert [run.text for run in found[1].runs if run.is_bold] == ["palabra"]


ARABIC = "تقوم إدارة الجمارك بتقييم المخاطر في عام 2024 وفق المعيار ISO 31000."
AMHARIC = "የጉምሩክ ኮሚሽን የስጋት አስተዳደር ሥርዓት በ2016 ዓ.ም. ጀመረ።"


def test_a_docx_is_read_in_order_in_every_script():
    text = inspected(
        docx(paragraph(ARABIC) + paragraph(AMHARIC) + paragraph("e\u0301\u202e\x85")), LIMITS
    ).text
    assert text.split("\n") == [ARABIC, AMHARIC, "é"]


def test_a_pdf_is_read_in_order_in_every_script():
    """Also one that says of itself that it is read from the right, and draws the dots of letters apart."""
    markup = (
        "= Risk management\n\nFirst paragraph of the essay.\n\n"
        f'#[#set text(lang: "ar", dir: rtl)\n{ARABIC}\n\nالسلامة أولا قبل كل شيء.]\n\n{AMHARIC}'
    )
    text = inspected(pdf_of(markup), LIMITS).text
    assert text.split("\n") == [
        "Risk management",
        "First paragraph of the essay.",
        ARABIC,
        "السلامة أولا قبل كل شيء.",
        AMHARIC,
    ]


def test_a_pdf_written_from_the_right_keeps_its_english_forwards():
    data = pdf_of(
        '#set text(lang: "ar", dir: rtl)\n' + ARABIC + '\n\n#text(lang: "en", dir: ltr)[Risk management]'
    )
    assert inspected(data, LIMITS).text.split("\n") == [ARABIC, "Risk management"]


def test_text_is_kept_up_to_a_limit():
    assert len(inspected(docx(paragraph("word " * 1000)), Limits(letters=100)).text) <= 100
    assert len(inspected(pdf_of("word " * 1000), Limits(letters=100)).text) <= 100


@pytest.mark.parametrize("width", [300, 900])
def test_a_page_is_drawn_as_wide_as_asked(width):
    data = pdf_of("= Essay\n#pagebreak()\n= Second")
    with Image.open(io.BytesIO(page_picture(data, "pdf", 2, width))) as image:
        assert image.format == "WEBP"
        assert abs(image.width - width) <= 1
        assert abs(image.height / image.width - 842 / 595) < 0.01
        assert min(band[0] for band in image.convert("RGB").getextrema()) < 100, "nothing was drawn"


def test_a_page_that_is_not_there_is_refused():
    with pytest.raises(Refused, match="no_such_page"):
        page_picture(pdf_of("= Essay"), "pdf", 2, 300)
    with pytest.raises(Refused, match="no_such_page"):
        page_picture(docx(), "docx", 1, 300)


def test_a_page_as_long_as_a_road_is_drawn_small():
    data = pdf_of("#set page(width: 100pt, height: 14000pt)\nA road")
    with Image.open(io.BytesIO(page_picture(data, "pdf", 1, 2400))) as image:
        assert image.width * image.height <= 20_100_000


def test_a_picture_is_drawn_no_wider_than_it_is():
    with Image.open(io.BytesIO(page_picture(picture(size=(300, 200)), "jpeg", 1, 150))) as image:
        assert image.size == (150, 100)
    with Image.open(io.BytesIO(page_picture(picture(size=(120, 80)), "jpeg", 1, 900))) as image:
        assert image.size == (120, 80)
