"""Headers and footers of what is marked without names are empty; the text is as it was written."""

import pytest
from hypothesis import given, settings, strategies as st

from clikc.foundation.documents import Limits, inspect, paragraphs_of, scrubbed
from clikc.foundation.documents.tasks import inspected, scrubbed as scrubbed_here
from tests.clikc.foundation.documents.files import R, W, docx, odf, odt, paragraph, picture, rels, unzipped

LIMITS = Limits()
NAMES = st.text("abcdefghijklmnopqrstuvwxyzéàاብ", min_size=8, max_size=12).map(lambda name: f"Zq{name}")
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."
A_PICTURE = '<w:p><w:r><w:drawing><a:blip xmlns:a="urn:a" r:embed="rId1"/></w:drawing></w:r></w:p>'
# With looks of its own, in a table, as what is asked for of a property, as a watermark, as a link.
HEADS = {
    "paragraph": '<w:p w:rsidR="00A1"><w:pPr><w:b/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>',
    "table": "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>",
    "control": "<w:sdt><w:sdtContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    "watermark": '<w:p><w:r><w:pict><v:textpath xmlns:v="urn:v" string="{}"/></w:pict></w:r></w:p>',
    "picture": A_PICTURE,
    "link": '<w:p><w:hyperlink r:id="rId2"><w:r><w:t>write to me</w:t></w:r></w:hyperlink></w:p>',
}


def docx_headed(name: str, head: str = HEADS["paragraph"]) -> bytes:
    inside = head.format(name)
    header = f"<?xml version='1.0'?><w:hdr {W} {R}>{inside}</w:hdr>"
    footer = f"<x:ftr {W.replace(':w=', ':x=')} {R}>{inside.replace('w:', 'x:')}</x:ftr>"
    return docx(
        paragraph("First words.")
        + A_PICTURE.replace("rId1", "rId3")
        + paragraph("Last words.")
        + '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/></w:sectPr>',
        links=[("header", "header1.xml", ""), ("footer", "end.xml", ""), ("image", "media/own.jpeg", "")],
        types={"/word/header1.xml": f"{TYPES}header+xml", "/word/end.xml": f"{TYPES}footer+xml"},
        parts={
            "word/header1.xml": header.encode(),
            "word/end.xml": footer.encode(),
            "word/_rels/header1.xml.rels": rels(
                ("image", "media/photo.jpeg", ""),
                ("hyperlink", f"mailto:{name}@example.org", "External"),
                ("image", "media/own.jpeg", ""),
                ("chart", "charts/chart1.xml", ""),
            ),
            "word/media/photo.jpeg": picture(),
            "word/media/own.jpeg": picture(size=(30, 20)),
            "word/charts/chart1.xml": f"<c>{name}</c>".encode(),
            "word/charts/_rels/chart1.xml.rels": rels(("chartStyle", "style1.xml", "")),
            "word/charts/style1.xml": b"<s/>",
        },
    )


def odt_headed(name: str, inside: str = "") -> bytes:
    inside = inside or f"<text:p>{name}</text:p>"
    heads = "".join(
        f"<style:{kind}>{inside}</style:{kind}>"
        for kind in ("header", "header-left", "header-first", "footer", "footer-left", "footer-first")
    )
    frame = (
        '<draw:frame><draw:image xlink:href="Pictures/photo.jpeg"/><draw:object xlink:href="./Object 1"/>'
        f"<text:p>{name}</text:p></draw:frame>"
    )
    styles = (
        '<office:styles><style:style style:name="Header"/></office:styles><office:master-styles>'
        f'<style:master-page style:name="Standard">{heads}<style:header><text:p text:style-name="Header">'
        f"{name}<text:tab/>{frame}</text:p></style:header>{frame}</style:master-page></office:master-styles>"
    )
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type=""/>'
        for path in ("Pictures/photo.jpeg", "Pictures/own.jpeg", "Object 1/", "Object 1/content.xml")
    )
    body = (
        "<text:p>First words.</text:p><text:p>"
        '<draw:frame><draw:image xlink:href="Pictures/own.jpeg"/></draw:frame>Last words.</text:p>'
    )
    return odt(
        body,
        listed=listed,
        parts={
            "styles.xml": odf("document-styles", styles),
            "Pictures/photo.jpeg": picture(),
            "Pictures/own.jpeg": picture(size=(30, 20)),
            "Object 1/content.xml": odf("document-content", name),
        },
    )


@settings(max_examples=25)
@given(
    NAMES,
    st.sampled_from(
        [("docx", lambda name, head=head: docx_headed(name, head)) for head in HEADS.values()]
        + [("odt", odt_headed), ("odt", lambda name: odt_headed(name, f"<text:h>{name}</text:h>"))]
    ),
)
def test_no_name_in_them_is_left_anywhere(name, made):
    kind, headed = made
    data = headed(name)
    assert any(name.encode() in part for part in unzipped(data).values())

    clean = scrubbed_here(data, kind, LIMITS)
    for part, content in unzipped(clean).items():
        assert name.encode() not in content, part
    document = inspected(clean, LIMITS)
    assert (document.kind, document.changes) == (kind, ())
    assert document.text == inspected(data, LIMITS).text
    assert scrubbed_here(clean, kind, LIMITS) == clean


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_docx_keeps_its_headers_with_empty_paragraphs(head):
    data = docx_headed("Jane Wanjiru", head)
    before, after = unzipped(data), unzipped(scrubbed(data, "docx"))
    for part, letter in (("word/header1.xml", "w"), ("word/end.xml", "x")):
        text = after[part].decode()
        assert f"<{letter}:p/></{letter}:{'hdr' if letter == 'w' else 'ftr'}>" in text
        assert text.count("<") == (4 if text.startswith("<?xml") else 3)
    assert after["word/document.xml"].count(b"headerReference") == 1
    assert paragraphs_of(scrubbed(data, "docx"), "docx") == paragraphs_of(data, "docx")
    # What the text shows too stays, what only they showed is gone with the links to it.
    assert after["word/_rels/document.xml.rels"].count(b"<Relationship ") == 3
    assert set(before) - set(after) == {
        "word/_rels/header1.xml.rels",
        "word/media/photo.jpeg",
        "word/charts/chart1.xml",
        "word/charts/_rels/chart1.xml.rels",
        "word/charts/style1.xml",
    }
    assert b"header1.xml" in after["[Content_Types].xml"]


def test_an_odt_keeps_its_pages_with_empty_paragraphs():
    data = odt_headed("Jane Wanjiru")
    before, after = unzipped(data), unzipped(scrubbed(data, "odt"))
    styles = after["styles.xml"].decode()
    assert styles.count("<style:header><text:p/></style:header>") == 1
    assert '<style:header><text:p text:style-name="Header"/></style:header></style:master-page>' in styles
    assert '<style:style style:name="Header"/>' in styles
    assert set(before) - set(after) == {"Pictures/photo.jpeg", "Object 1/content.xml"}
    manifest = after["META-INF/manifest.xml"]
    assert (b"own.jpeg" in manifest, b"photo.jpeg" in manifest, b"Object 1/" in manifest) == (
        True,
        False,
        False,
    )
    assert paragraphs_of(scrubbed(data, "odt"), "odt") == paragraphs_of(data, "odt")


def test_what_is_kept_as_handed_in_has_its_headers_still():
    data = docx_headed("Jane Wanjiru")
    assert b"Jane Wanjiru" in unzipped(inspect(data).content)["word/header1.xml"]
