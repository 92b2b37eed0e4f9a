"""Files as people hand them in, and as nobody should: built here, byte by byte where it matters."""

import io
import struct
import zipfile
import zlib
from functools import cache

import pikepdf
import typst
from PIL import Image

from tests.support.repository import ROOT

FONTS = ROOT / "enrolment" / "certificates" / "fonts"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
ODT = "application/vnd.oasis.opendocument.text"


# --- PDF --------------------------------------------------------------------------------------------


@cache
def pdf_of(markup: str, *, author: str = "") -> bytes:
    """What typst makes of a text in our own fonts."""
    head = f'#set document(author: "{author}", title: "Essay", keywords: ("{author}",))\n' if author else ""
    fonts = '#set text(font: ("Noto Sans", "Noto Sans Ethiopic", "Noto Naskh Arabic"))\n'
    compiler = typst.Compiler(font_paths=[str(FONTS)], ignore_system_fonts=True)
    return compiler.compile(input=(head + fonts + markup).encode(), format="pdf")


def pdf_with(change, markup: str = "= Essay\n\nSome text.") -> bytes:
    """A PDF after ``change(pdf)``."""
    with pikepdf.open(io.BytesIO(pdf_of(markup))) as pdf:
        change(pdf)
        stream = io.BytesIO()
        pdf.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return stream.getvalue()


def action(**keys) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name("/" + keys.pop("kind")), **keys)


# --- DOCX -------------------------------------------------------------------------------------------


def docx(body: str = "<w:p><w:r><w:t>Some text.</w:t></w:r></w:p>", **more) -> bytes:
    """``more``: ``links`` (type, target, mode) of the text, ``parts`` beside, ``types`` of parts."""
    return zipped(docx_parts(body, **more))


def docx_parts(body: str = "<w:p/>", *, links=(), parts=None, types=None, main=MAIN) -> dict[str, bytes]:
    overrides = {"/word/document.xml": main, **(types or {})}
    return {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            + "".join(f'<Override PartName="{p}" ContentType="{t}"/>' for p, t in overrides.items())
            + "</Types>"
        ).encode(),
        "_rels/.rels": rels(("officeDocument", "word/document.xml", "")),
        "word/_rels/document.xml.rels": rels(*links),
        "word/document.xml": f"<w:document {W} {R}><w:body>{body}</w:body></w:document>".encode(),
        **(parts or {}),
    }


def rels(*links: tuple[str, str, str]) -> bytes:
    rows = [
        f'<Relationship Id="rId{number}" Type="{RELATION}/{kind}" Target="{target}"'
        + (f' TargetMode="{mode}"/>' if mode else "/>")
        for number, (kind, target, mode) in enumerate(links, 1)
    ]
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{''.join(rows)}</Relationships>"
    ).encode()


def paragraph(text: str, properties: str = "") -> str:
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


# --- ODT --------------------------------------------------------------------------------------------

ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    ' xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"'
    ' xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0"'
    ' xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def odt(
    body: str = "<text:p>Some text.</text:p>", *, styles: str = "", kind=ODT, parts=None, listed=""
) -> bytes:
    return zipped(
        {
            "mimetype": kind.encode(),
            "content.xml": (
                f"<office:document-content {ODF}><office:scripts/>"
                f"<office:automatic-styles>{styles}</office:automatic-styles>"
                f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
            ).encode(),
            "META-INF/manifest.xml": (
                '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
                f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>{listed}'
                "</manifest:manifest>"
            ).encode(),
            **(parts or {}),
        }
    )


def odf(root: str, inside: str) -> bytes:
    return f"<office:{root} {ODF}>{inside}</office:{root}>".encode()


# --- Archives and pictures --------------------------------------------------------------------------


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=stored)
    return stream.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options) -> bytes:
    stream = io.BytesIO()
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.save(stream, kind, **options)
    return stream.getvalue()


def exif(**tags) -> bytes:
    known = {"orientation": 0x0112, "artist": 0x013B, "description": 0x010E}
    found = Image.Exif()
    for name, value in tags.items():
        found[known[name]] = value
    return found.tobytes()


def huge_png(width: int, height: int) -> bytes:
    """A header that promises so many pixels, and hardly any bytes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(name: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + check

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )
