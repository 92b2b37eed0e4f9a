"""What is refused, and what is mended instead."""

import io
import os
import zlib

import pikepdf
import pytest
from PIL import Image

from clikc.foundation.documents import Limits, Refused, inspect
from clikc.foundation.documents.kinds import is_archive
from clikc.foundation.documents.tasks import inspected
from tests.clikc.foundation.documents.files import (
    action,
    docx,
    huge_png,
    odf,
    odt,
    paragraph,
    pdf_of,
    pdf_with,
    picture,
    rels,
    unzipped,
    zipped,
)

LIMITS = Limits()
PLAIN = pdf_of("= Essay")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)


def reason_of(data: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(Refused) as refused:
        inspected(data, limits)
    return refused.value.reason


# --- Any file ---------------------------------------------------------------------------------------


def test_nothing_and_too_much():
    with pytest.raises(Refused, match="empty"):
        inspect(b"")
    with pytest.raises(Refused, match="too_large"):
        inspect(PLAIN, limits=Limits(bytes=100))


# --- PDF --------------------------------------------------------------------------------------------


def opens_with(what):
    def change(pdf):
        pdf.Root.OpenAction = what()

    return change


def annotated(subtype, **keys):
    def change(pdf):
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name("/" + subtype), Rect=[0, 0, 9, 9], **keys
        )
        pdf.pages[0].Annots = pikepdf.Array([note])

    return change


def with_file(pdf):
    pdf.attachments["evil.exe"] = b"MZ"


def with_form(pdf):
    pdf.Root.AcroForm = pikepdf.Dictionary(XFA=pdf.make_stream(b"<xdp/>"), Fields=[])


def named_script(pdf):
    names = pikepdf.Dictionary(Names=["a", action(kind="JavaScript", JS="app.alert(1)")])
    pdf.Root.Names = pikepdf.Dictionary(JavaScript=names)


def outside_stream(pdf):
    stream = pdf.make_stream(b"")
    stream["/F"] = pikepdf.String("file:///etc/passwd")
    pdf.Root.Elsewhere = stream


@pytest.mark.parametrize(
    ("reason", "change"),
    [
        ("active_content", opens_with(lambda: action(kind="JavaScript", JS="app.alert(1)"))),
        ("active_content", named_script),
        ("active_content", opens_with(lambda: action(kind="Launch", F="cmd.exe"))),
        ("active_content", opens_with(lambda: action(kind="SubmitForm", F="https://evil.example"))),
        ("active_content", opens_with(lambda: action(kind="Named", Next=action(kind="Launch", F="a")))),
        ("active_content", annotated("Link", A=pikepdf.Dictionary(S=pikepdf.Name.JavaScript))),
        ("active_content", annotated("Widget", AA=pikepdf.Dictionary(E=action(kind="JavaScript")))),
        ("active_content", annotated("RichMedia")),
        ("active_content", annotated("Screen")),
        ("active_content", with_form),
        ("embedded_files", with_file),
        ("embedded_files", annotated("FileAttachment")),
        ("external_content", outside_stream),
    ],
)
def test_a_pdf_that_does_more_than_to_be_read_is_refused(reason, change):
    assert reason_of(pdf_with(change)) == reason


def test_a_script_is_found_by_its_name_however_it_is_written():
    data = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/J#61vaScript/J#53(a)>>>>endobj\n"
    data += b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    data += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    assert reason_of(data) == "active_content"
    harmless = inspected(data.replace(b"/S/J#61vaScript/J#53(a)", b"/S/Named/N/NextPage"), LIMITS)
    assert "rewritten" in harmless.changes, "its index was missing"


@pytest.mark.parametrize("user", ["", "secret"])
def test_an_encrypted_pdf_is_refused(user):
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(PLAIN)) as pdf:
        pdf.save(stream, encryption=pikepdf.Encryption(owner="owner", user=user))
    assert reason_of(stream.getvalue()) == "encrypted"


@pytest.mark.parametrize("user", ["", "secret"])
@pytest.mark.parametrize("revision", [3, 4, 6])
def test_a_protected_pdf_is_called_so_where_nothing_can_be_opened(user, revision):
    """AES-256 (revision 6) asks the system for random numbers, RC4 and AES-128 do not."""
    protection = pikepdf.Encryption(
        owner="owner",
        user=user,
        R=revision,
        aes=revision > 3,
        metadata=revision > 3,
        allow=pikepdf.Permissions(modify_other=False),
    )
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(PLAIN)) as pdf:
        pdf.save(stream, encryption=protection)
    with pytest.raises(Refused) as refused:
        inspect(stream.getvalue())
    assert refused.value.reason == "encrypted"


def test_pages_have_a_limit():
    with pytest.raises(Refused) as refused:
        inspected(pdf_of("a\n#pagebreak()\nb\n#pagebreak()\nc"), Limits(pages=2))
    assert (refused.value.reason, refused.value.facts) == ("too_many_pages", {"pages": 3, "most": 2})


def test_half_a_pdf_is_refused():
    assert reason_of(PLAIN[: len(PLAIN) // 2]) == "broken"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "\\\\server\\share", "data:text/html,a", ""]
)
def test_a_link_out_of_the_web_leads_nowhere(address):
    def change(pdf):
        annotated("Link", A=action(kind="URI", URI=address))(pdf)

    document = inspected(pdf_with(change), LIMITS)
    assert document.changes == ("links_removed", "rewritten")
    with pikepdf.open(io.BytesIO(document.content)) as pdf:
        assert str(pdf.pages[0].Annots[0].A.URI) == "about:blank"


def test_a_link_to_another_file_leads_nowhere():
    document = inspected(pdf_with(annotated("Link", A=action(kind="GoToR", F="c:/secret.pdf"))), LIMITS)
    assert document.changes == ("links_removed", "rewritten")
    assert b"secret" not in everything(document.content)


def test_a_link_into_the_web_stays():
    data = pdf_of('#link("https://www.wcoomd.org")[WCO] #link("mailto:a@b.example")[mail]')
    assert inspected(data, LIMITS).changes == ()


# --- What is something else besides -----------------------------------------------------------------

ARCHIVE = zipped({"index.html": b"<script>alert(1)</script>"})


@pytest.mark.parametrize(
    "data",
    [
        PLAIN + ARCHIVE,
        ARCHIVE + PLAIN,
        b"<html><script>alert(1)</script>" + PLAIN,
        b"GIF89a=1;/*" + PLAIN,
        b"#!/bin/sh\n" + docx(),
        b"MZ" + bytes(64) + odt(),
        docx() + odt(),
        docx() + PLAIN + docx(),
    ],
)
def test_what_cannot_be_parted_is_refused(data):
    assert reason_of(data) in {"polyglot", "broken", "unknown_kind", "unsafe_archive"}


def test_a_pdf_that_is_an_archive_is_called_so():
    assert reason_of(PLAIN + ARCHIVE) == "polyglot"
    assert reason_of(b"MZ" + bytes(64) + docx()) == "polyglot"
    assert reason_of(b"<html>" + PLAIN) == "polyglot"


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf\r\n" + PLAIN,
        PLAIN + b"<html><script>alert(1)</script>",
        PLAIN + b"\nMZ" + bytes(100),
        PLAIN.replace(b"\n", b"\n%<script>alert(1)</script>\n", 1),
    ],
)
def test_a_pdf_is_parted_from_what_stands_around_it(data):
    document = inspected(data, LIMITS)
    assert document.changes == ("rewritten",)
    assert document.content.startswith(b"%PDF-")
    assert b"<script" not in document.content
    assert b"MZ" + bytes(50) not in document.content
    assert inspected(document.content, LIMITS).changes == ()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("more", [ARCHIVE, b"<script>alert(1)</script>", b"\xff\xd8\xff\xe0" + bytes(50)])
def test_a_picture_is_cut_where_it_ends(kind, more):
    data = picture(kind)
    document = inspected(data + more, LIMITS)
    assert (document.content, document.changes) == (data, ("appended_removed",))


@pytest.mark.parametrize("comment", [b"<script>alert(1)</script>", b"%PDF-1.7", ARCHIVE])
def test_a_picture_that_reads_as_something_else_is_painted_anew(comment):
    document = inspected(picture("JPEG", comment=comment), LIMITS)
    assert document.changes == ("rewritten",)
    assert comment not in document.content
    assert not is_archive(document.content)


@pytest.mark.parametrize("data", [docx(), odt()])
def test_what_stands_behind_an_archive_goes(data):
    document = inspected(data + b"<script>alert(1)</script>", LIMITS)
    assert document.changes == ("rewritten",)
    assert b"<script" not in document.content
    assert unzipped(document.content) == unzipped(data)


# --- DOCX -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "data"),
    [
        ("macros", docx(main="application/vnd.ms-word.document.macroEnabled.main+xml")),
        ("macros", docx(parts={"word/vbaProject.bin": OLE})),
        ("macros", docx(types={"/word/a.bin": "application/vnd.ms-office.vbaProject"})),
        ("embedded_files", docx(links=[("oleObject", "embeddings/a.bin", "")])),
        ("embedded_files", docx(links=[("package", "embeddings/a.xlsx", "")])),
        ("embedded_files", docx(links=[("aFChunk", "a.html", "")])),
        ("embedded_files", docx(parts={"word/media/image1.png": b"MZ" + bytes(100)})),
        ("embedded_files", docx(parts={"word/a.exe": b"MZ"})),
        ("active_content", docx(links=[("control", "activeX/activeX1.xml", "")])),
        ("external_content", docx(links=[("image", "https://evil.example/a.png", "External")])),
        (
            "external_content",
            docx(parts={"word/media/a.svg": b'<svg><image href="//evil.example/a"/></svg>'}),
        ),
        ("active_content", docx(parts={"word/media/a.svg": b"<svg><script>alert(1)</script></svg>"})),
        ("external_content", docx(links=[("frame", "https://evil.example", "External")])),
        ("external_content", docx(links=[("subDocument", "file:///a.docx", "External")])),
        ("active_content", docx('<w:p><w:fldSimple w:instr=" DDEAUTO c:\\cmd.exe"/></w:p>')),
        (
            "active_content",
            docx(
                '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DD</w:instrText></w:r>'
                "<w:r><w:instrText>EAUTO cmd</w:instrText></w:r></w:p>"
            ),
        ),
        ("active_content", docx(parts={"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})),
        ("broken", docx(parts={"word/document.xml": b"<a><b></a>"})),
        ("unknown_kind", zipped({"[Content_Types].xml": b"<Types/>"})),
        ("encrypted", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
    ],
)
def test_a_docx_that_does_more_than_to_be_read_is_refused(reason, data):
    assert reason_of(data) == reason


def test_a_template_that_word_would_fetch_goes():
    settings = (
        b'<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        b' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        b'<w:attachedTemplate r:id="rId1"/><w:zoom w:percent="100"/></w:settings>'
    )
    link = rels(("attachedTemplate", "https://evil.example/a.dotm", "External"))
    data = docx(parts={"word/settings.xml": settings, "word/_rels/settings.xml.rels": link})
    document = inspected(data, LIMITS)
    assert document.changes == ("template_removed", "rewritten")
    assert b"evil.example" not in everything(document.content)
    assert b"attachedTemplate" not in everything(document.content)
    assert b"w:zoom" in everything(document.content)


def test_a_diagram_stays_without_its_workbook():
    chart = (
        b'<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
        b' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        b'<c:chart/><c:externalData r:id="rId1"/></c:chartSpace>'
    )
    data = docx(
        links=[("chart", "charts/chart1.xml", "")],
        parts={
            "word/charts/chart1.xml": chart,
            "word/charts/_rels/chart1.xml.rels": rels(("package", "../embeddings/book.xlsx", "")),
            "word/embeddings/book.xlsx": zipped({"a": b"b"}),
        },
    )
    document = inspected(data, LIMITS)
    assert document.changes == ("chart_data_removed", "rewritten")
    parts = unzipped(document.content)
    assert "word/embeddings/book.xlsx" not in parts
    assert b"<c:chart/>" in parts["word/charts/chart1.xml"]
    assert b"externalData" not in parts["word/charts/chart1.xml"]


def test_links_of_a_docx_lead_into_the_web_or_nowhere():
    links = [("hyperlink", address, "External") for address in ("https://wcoomd.org", "file:///c:/a.exe")]
    document = inspected(docx(links=links), LIMITS)
    assert document.changes == ("links_removed", "rewritten")
    found = unzipped(document.content)["word/_rels/document.xml.rels"]
    assert b"https://wcoomd.org" in found
    assert b"a.exe" not in found


# --- ODT --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "data"),
    [
        ("macros", odt(parts={"Basic/script-lc.xml": b"<a/>"})),
        ("macros", odt(parts={"Scripts/python/a.py": b"import os"})),
        ("macros", odt('<script:event-listener script:language="ooo:script"/>')),
        ("macros", odt('<text:a xlink:href="vnd.sun.star.script:a.py$b?language=Python">c</text:a>')),
        ("embedded_files", odt('<draw:object-ole xlink:href="./Object 1"/>')),
        ("embedded_files", odt(parts={"Object 1": OLE})),
        (
            "embedded_files",
            odt(
                listed='<manifest:file-entry manifest:full-path="Object 1/"'
                ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
            ),
        ),
        (
            "encrypted",
            odt(
                listed='<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/>'
                "</manifest:file-entry>"
            ),
        ),
        ("external_content", odt('<draw:image xlink:href="https://evil.example/a.png"/>')),
        ("external_content", odt('<text:section-source xlink:href="file:///etc/passwd"/>')),
        ("external_content", odt('<draw:image xlink:href="../../etc/passwd"/>')),
        ("external_content", odt('<draw:image xlink:href="//evil.example/a.png"/>')),
        (
            "external_content",
            odt(parts={"Pictures/a.svg": b'<svg><image href="https://evil.example/a"/></svg>'}),
        ),
        ("active_content", odt("<draw:applet/>")),
        ("active_content", odt("<draw:plugin/>")),
        ("broken", zipped({"mimetype": b"application/vnd.oasis.opendocument.text"})),
    ],
)
def test_an_odt_that_does_more_than_to_be_read_is_refused(reason, data):
    assert reason_of(data) == reason


def test_an_odt_keeps_its_pictures_and_loses_its_template():
    meta = odf("document-meta", '<office:meta><meta:template xlink:href="../jane/a.ott"/></office:meta>')
    body = (
        '<text:p><draw:image xlink:href="Pictures/a.png"/><text:a xlink:href="file:///a">b</text:a></text:p>'
    )
    document = inspected(odt(body, parts={"meta.xml": meta, "Pictures/a.png": picture("PNG")}), LIMITS)
    assert set(document.changes) == {"template_removed", "links_removed", "rewritten"}
    assert b"jane" not in everything(document.content)
    assert "Pictures/a.png" in unzipped(document.content)


def test_an_odt_loses_menus_of_its_own():
    listed = '<manifest:file-entry manifest:full-path="Configurations2/menubar/menubar.xml"/>'
    menu = b'<a href="vnd.sun.star.script:evil"/>'
    empty = {"Configurations2/accelerator/current.xml": b""}
    assert inspected(odt(parts=empty), LIMITS).changes == (), "as LibreOffice writes it"
    data = odt(listed=listed, parts={"Configurations2/menubar/menubar.xml": menu, **empty})
    document = inspected(data, LIMITS)
    assert document.changes == ("menus_removed", "rewritten")
    assert b"menubar" not in everything(document.content)


# --- Archives ---------------------------------------------------------------------------------------


def test_bombs_are_refused_before_they_go_off():
    assert reason_of(docx(parts={"word/a.xml": b" " * 50_000_000})) == "archive_bomb"
    assert reason_of(docx(parts={f"word/{number}.xml": b"<a/>" for number in range(3000)})) == "archive_bomb"
    assert (
        reason_of(docx(parts={"word/a.xml": os.urandom(3_000_000)}), Limits(unpacked=2_000_000))
        == "archive_bomb"
    )


@pytest.mark.parametrize("name", ["../evil.xml", "/evil.xml", "word\\evil.xml", "word/\u202elmx.xml"])
def test_entries_stay_inside(name):
    assert reason_of(docx(parts={name: b"<a/>"})) == "unsafe_archive"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_no_entry_is_there_twice():
    assert reason_of(docx(parts={"WORD/document.xml": b"<a/>"})) == "unsafe_archive"


def test_a_broken_entry_is_refused():
    data = bytearray(docx(paragraph("word " * 500)))
    at = data.index(b"word/document.xml") + 40
    data[at : at + 20] = bytes(20)
    assert reason_of(bytes(data)) in {"broken", "unsafe_archive"}


# --- Pictures ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "height"), [(30_000, 30_000), (30_000, 10), (10, 2**31 - 1), (8_000, 8_000)]
)
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(width, height):
    data = huge_png(width, height)
    assert len(data) < 100
    assert reason_of(data) == "too_many_pixels"


def test_a_picture_that_moves_is_refused():
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    for kind in ("PNG", "WEBP"):
        stream = io.BytesIO()
        frames[0].save(stream, kind, save_all=True, append_images=frames[1:])
        assert reason_of(stream.getvalue()) == "animated"


def test_half_a_picture_is_refused():
    for kind in ("JPEG", "PNG", "WEBP"):
        data = picture(kind, size=(400, 300))
        assert reason_of(data[: len(data) // 2]) == "broken"


def test_a_second_picture_for_bright_screens_goes():
    stream = io.BytesIO()
    first, second = (Image.new("RGB", (40, 30), colour) for colour in ("red", "blue"))
    first.save(stream, "MPO", save_all=True, append_images=[second])
    document = inspected(stream.getvalue(), LIMITS)
    assert (document.kind, document.changes) == ("jpeg", ("appended_removed",))
    assert document.size < len(stream.getvalue())


# --- What takes too long or too much ----------------------------------------------------------------


def test_a_file_that_takes_too_much_memory_ends_only_its_own_process():
    def change(pdf):
        content = pdf.make_stream(zlib.compress(bytes(200_000_000), 9), Filter=pikepdf.Name.FlateDecode)
        pdf.pages[0].Contents = content

    with pytest.raises(Refused) as refused:
        inspect(pdf_with(change), limits=Limits(memory=200_000_000))
    assert refused.value.reason in {"too_demanding", "broken"}


def test_a_file_that_takes_too_long_is_given_up():
    def change(pdf):
        pdf.pages[0].Contents = pdf.make_stream(b"BT /F1 9 Tf (a) Tj ET\n" * 400_000)

    with pytest.raises(Refused, match="too_demanding"):
        inspect(pdf_with(change), limits=Limits(seconds=0))


def everything(data: bytes) -> bytes:
    """All there is in a file, also what is packed in it."""
    if data.startswith(b"PK"):
        return data + b"".join(unzipped(data).values())
    with pikepdf.open(io.BytesIO(data)) as pdf:
        stream = io.BytesIO()
        pdf.save(
            stream,
            qdf=True,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            fix_metadata_version=False,
        )
    return data + stream.getvalue()
