"""Blind marking: who made a document is nowhere in its bytes, also not packed in them."""

import io
import struct

import pikepdf
import pytest
from hypothesis import given, settings, strategies as st
from PIL import Image, PngImagePlugin

from clikc.foundation.documents import Limits, scrubbed
from clikc.foundation.documents.tasks import inspected, scrubbed as scrubbed_here
from tests.clikc.foundation.documents.files import (
    docx,
    exif,
    odf,
    odt,
    pdf_of,
    picture,
    rels,
    unzipped,
)

LIMITS = Limits()
NAMES = st.text("abcdefghijklmnopqrstuvwxyzéàاብ", min_size=8, max_size=12).map(lambda name: f"Zq{name}")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def spellings(name: str) -> list[bytes]:
    return [name.encode(encoding) for encoding in ("utf-8", "utf-16-be", "utf-16-le")]


def holds(data: bytes, name: str) -> bool:
    return any(spelling in data for spelling in spellings(name))


# --- DOCX and ODT -----------------------------------------------------------------------------------


def docx_by(name: str) -> bytes:
    people = f'<w15:people xmlns:w15="a"><w15:person w15:author="{name}"/></w15:people>'
    comments = f'<w:comments {W}><w:comment w:id="1" w:author="{name}" w:initials="{name}"/></w:comments>'
    settings_xml = (
        f'<w:settings {W}><w:rsids><w:rsid w:val="00A1"/></w:rsids><w:zoom w:percent="100"/>'
        f'<w:docVars><w:docVar w:name="a" w:val="{name}"/></w:docVars></w:settings>'
    )
    body = (
        f'<w:p w:rsidR="00A1"><w:ins w:id="2" w:author="{name}" w:date="2026-01-01T00:00:00Z">'
        "<w:r><w:t>New words.</w:t></w:r></w:ins>"
        f'<w:fldSimple w:instr=" AUTHOR "><w:r><w:t>{name}</w:t></w:r></w:fldSimple>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> LASTSAVEDBY </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{name}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/ns1:coreProperties[1]/ns0:creator[1]"/></w:sdtPr>'
        f"<w:sdtContent><w:r><w:t>{name}</w:t></w:r></w:sdtContent></w:sdt>"
        f'<w:docPr descr="C:\\Users\\{name}\\a.png"/><w:r><w:t>Last words.</w:t></w:r></w:p>'
    )
    return docx(
        body,
        links=[("comments", "comments.xml", ""), ("customXml", "../customXml/item1.xml", "")],
        types={
            "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
            "/word/people.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.people+xml",
        },
        parts={
            "_rels/.rels": rels(
                ("officeDocument", "word/document.xml", ""),
                ("metadata/core-properties", "docProps/core.xml", ""),
            ),
            "docProps/core.xml": f"<c><creator>{name}</creator></c>".encode(),
            "docProps/app.xml": f"<c><Company>{name}</Company></c>".encode(),
            "docProps/custom.xml": f"<c><p>{name}</p></c>".encode(),
            "docProps/thumbnail.jpeg": picture(comment=name.encode()),
            "customXml/item1.xml": f"<a>{name}</a>".encode(),
            "word/people.xml": people.encode(),
            "word/comments.xml": comments.encode(),
            "word/settings.xml": settings_xml.encode(),
            "word/media/image1.jpg": picture(exif=exif(artist=name), comment=name.encode("utf-8")),
            "word/media/image2.png": picture("PNG", pnginfo=png_text(name)),
            "word/media/image4.gif": picture("GIF", comment=name.encode()),
            "word/media/image5.tiff": picture("TIFF", description=name),
            "word/media/image6.webp": picture("WEBP", exif=exif(artist=name)),
            "word/media/image3.svg": f"<svg><metadata><a>{name}</a></metadata><g/></svg>".encode(),
        },
    )


def png_text(name: str) -> PngImagePlugin.PngInfo:
    text = PngImagePlugin.PngInfo()
    text.add_itxt("Author", name)
    text.add_itxt("Comment", name, zip=True)
    return text


def odt_by(name: str) -> bytes:
    body = (
        "<text:tracked-changes><text:changed-region><text:insertion><office:change-info>"
        f"<dc:creator>{name}</dc:creator><dc:date>2026-01-01</dc:date></office:change-info>"
        "</text:insertion></text:changed-region></text:tracked-changes>"
        f"<text:p>First words.<office:annotation><dc:creator>{name}</dc:creator>"
        f"<meta:creator-initials>{name}</meta:creator-initials><text:p>A comment</text:p></office:annotation>"
        f"<text:author-name>{name}</text:author-name><text:sender-email>{name}</text:sender-email>"
        f"<text:initial-creator>{name}</text:initial-creator> Last words.</text:p>"
    )
    meta = f"<office:meta><meta:initial-creator>{name}</meta:initial-creator></office:meta>"
    config = f'<config:config-item config:name="PrinterName">{name}</config:config-item>'
    return odt(
        body,
        listed='<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>',
        parts={
            "meta.xml": odf("document-meta", meta),
            "settings.xml": odf("document-settings", config),
            "Thumbnails/thumbnail.png": picture("PNG", pnginfo=png_text(name)),
            "Pictures/a.jpg": picture(exif=exif(artist=name)),
        },
    )


@settings(max_examples=25)
@given(NAMES, st.sampled_from([("docx", docx_by), ("odt", odt_by)]))
def test_nothing_in_a_text_says_who_wrote_it(name, made):
    kind, by = made
    data = by(name)
    assert any(holds(part, name) for part in unzipped(data).values())

    clean = scrubbed_here(data, kind, LIMITS)
    assert not holds(clean, name)
    for part, content in unzipped(clean).items():
        assert not holds(content, name), part
    document = inspected(clean, LIMITS)
    assert (document.kind, document.changes) == (kind, ())
    assert "Last words." in document.text
    assert scrubbed_here(clean, kind, LIMITS) == clean


def test_what_is_left_of_a_docx_fits_together():
    parts = unzipped(scrubbed(docx_by("Jane Wanjiru"), "docx"))
    assert {name for name in parts if name.startswith(("docProps", "customXml"))} == set()
    assert b"docProps" not in parts["[Content_Types].xml"] + parts["_rels/.rels"]
    assert b"customXml" not in parts["word/_rels/document.xml.rels"]
    assert b"rsid" not in parts["word/document.xml"] + parts["word/settings.xml"]
    assert b'w:author="Author"' in parts["word/document.xml"]
    assert b"w:zoom" in parts["word/settings.xml"]
    with Image.open(io.BytesIO(parts["word/media/image1.jpg"])) as image:
        image.load()
        assert not image.getexif()


def test_prefixes_stay_as_they_are():
    """Word refuses a document in which they do not: some attributes name them."""
    body = '<w:p xmlns:w14="urn:w14" xmlns:mc="urn:mc" mc:Ignorable="w14" w14:paraId="1"><w:r/></w:p>'
    parts = unzipped(scrubbed(docx(body), "docx"))
    assert b'mc:Ignorable="w14" w14:paraId="1"' in parts["word/document.xml"]


# --- PDF --------------------------------------------------------------------------------------------


def pdf_by(name: str) -> bytes:
    with pikepdf.open(io.BytesIO(pdf_of("= Essay\n\nLast words."))) as pdf:
        pdf.docinfo["/Author"] = name
        pdf.docinfo["/Custom"] = name
        xmp = f"<?xpacket begin=''?><x:xmpmeta xmlns:x='adobe:ns:meta/'><a>{name}</a></x:xmpmeta>"
        pdf.Root.Metadata = pdf.make_stream(
            xmp.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
        )
        page = pdf.pages[0]
        page.obj["/PieceInfo"] = pikepdf.Dictionary(App=pikepdf.Dictionary(Private=name))
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9])
        note.T, note.Contents, note.NM, note.RC = name, "A comment", name, name
        page.Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))
        photograph = pdf.make_stream(picture(exif=exif(artist=name), comment=name.encode()))
        photograph.Filter = pikepdf.Name.DCTDecode
        photograph.Type, photograph.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        photograph.Width, photograph.Height, photograph.BitsPerComponent = 60, 40, 8
        photograph.ColorSpace = pikepdf.Name.DeviceRGB
        scan = pdf.make_stream(with_box(picture("JPEG2000"), name.encode()))
        scan.Filter, scan.Type, scan.Subtype = (
            pikepdf.Name.JPXDecode,
            pikepdf.Name.XObject,
            pikepdf.Name.Image,
        )
        scan.Width, scan.Height = 60, 40
        photograph.Metadata = pdf.make_stream(name.encode())
        photograph["/PTEX.FileName"] = pikepdf.String(f"/home/{name}/a.pdf")
        page.Resources.XObject = pikepdf.Dictionary(Im0=photograph, Im1=scan)
        pdf.trailer["/ID"] = pikepdf.Array([pikepdf.String(name), pikepdf.String(name)])
        stream = io.BytesIO()
        pdf.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.generate, fix_metadata_version=False)
    return stream.getvalue()


def with_box(jp2: bytes, words: bytes) -> bytes:
    """A JPEG 2000 with words in a box of its own, before its pixels."""
    at = jp2.index(b"jp2c") - 4
    return jp2[:at] + struct.pack(">I", len(words) + 8) + b"xml " + words + jp2[at:]


def texts_in(data: bytes) -> list[str | bytes]:
    """Every string of a PDF as it reads, and every stream as it is and unpacked."""
    found: list[str | bytes] = [data]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        waiting = [pdf.trailer, *pdf.objects]
        while waiting:
            thing = waiting.pop()
            if isinstance(thing, pikepdf.String):
                found += [str(thing), bytes(thing)]
            elif isinstance(thing, pikepdf.Stream):
                found.append(thing.read_raw_bytes())
                if thing.get("/Filter") not in (pikepdf.Name.DCTDecode, pikepdf.Name.JPXDecode):
                    found.append(thing.read_bytes())
            if isinstance(thing, pikepdf.Array):
                waiting += [part for part in thing if not getattr(part, "is_indirect", False)]
            elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                waiting += [part for _key, part in thing.items() if not getattr(part, "is_indirect", False)]
    return found


def is_said(data: bytes, name: str) -> bool:
    return any(name in text if isinstance(text, str) else holds(text, name) for text in texts_in(data))


@settings(max_examples=20)
@given(NAMES)
def test_nothing_in_a_pdf_says_who_wrote_it(name):
    data = pdf_by(name)
    assert is_said(data, name)
    clean = scrubbed_here(data, "pdf", LIMITS)
    assert not is_said(clean, name)
    document = inspected(clean, LIMITS)
    assert document.changes == ()
    assert "Last words." in document.text


def test_a_pdf_keeps_its_comments_and_loses_their_authors():
    clean = scrubbed(pdf_by("Jane Wanjiru"), "pdf")
    with pikepdf.open(io.BytesIO(clean)) as pdf:
        assert str(pdf.pages[0].Annots[0].Contents) == "A comment"
        assert "/T" not in pdf.pages[0].Annots[0]
        assert pdf.trailer.get("/Info") is None
        assert "/Metadata" not in pdf.Root


def test_what_typst_says_of_an_author_goes():
    data = pdf_of("= Essay", author="Jane Wanjiru")
    assert is_said(data, "Jane Wanjiru")
    assert not is_said(scrubbed(data, "pdf"), "Jane Wanjiru")


def test_a_signature_says_nobody():
    with pikepdf.open(io.BytesIO(pdf_of("= Essay"))) as pdf:
        value = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig, Name="Jane Wanjiru", Contents=b"certificate of Jane Wanjiru"
        )
        field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="Signature", V=pdf.make_indirect(value))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[pdf.make_indirect(field)])
        stream = io.BytesIO()
        pdf.save(stream)
    assert not is_said(scrubbed(stream.getvalue(), "pdf"), "Jane Wanjiru")


# --- Pictures ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_its_pixels_alone_turned_as_it_is_looked_at(kind):
    name = "Jane Wanjiru"
    options = {"pnginfo": png_text(name)} if kind == "PNG" else {"xmp": name.encode()}
    data = picture(kind, exif=exif(artist=name, orientation=6), **options)
    assert holds(data, name)
    clean = scrubbed(data, kind.lower())
    assert not holds(clean, name)
    with Image.open(io.BytesIO(clean)) as image:
        assert (image.format, image.size) == (kind, (40, 60))
        assert not image.getexif()
        assert not {"comment", "xmp", "icc_profile", "Author"} & set(image.info)
    assert inspected(clean, LIMITS).changes == ()
