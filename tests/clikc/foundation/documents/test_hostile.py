"""Whatever comes: a document or a refusal, soon."""

import io
from contextlib import suppress

import pikepdf
import pillow_heif
import pytest
from hypothesis import given, settings, strategies as st
from PIL import Image, ImageCms

from clikc.foundation.documents import Limits, Refused, asking, inspect, page_picture, paragraphs_of, scrubbed
from clikc.foundation.documents.tasks import drawn, inspected, paragraphs, scrubbed as scrubbed_here
from tests.clikc.foundation.documents.files import docx, exif, odt, paragraph, pdf_of, pdf_with, picture

LIMITS = Limits(pixels=1_000_000, unpacked=5_000_000)
GOOD = {
    "pdf": pdf_of("= Essay\n\nSome text. السلامة أولا"),
    "docx": docx(paragraph("Some text.") * 20),
    "odt": odt(),
    "jpeg": picture("JPEG", exif=exif(artist="a")),
    "png": picture("PNG"),
    "webp": picture("WEBP"),
}
BEGINNINGS = [
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"\xff\xd8\xff\xe0",
    b"\x89PNG\r\n\x1a\n",
    b"RIFF\0\0\0\0WEBP",
    b"\0\0\0\x18ftypheic",
]


def tried(kind: str, data: bytes) -> None:
    """Every task on one file; only Refused may come of it."""
    for task in (
        lambda: inspected(data, LIMITS),
        lambda: scrubbed_here(data, kind, LIMITS),
        lambda: drawn(data, kind, 1, 200, LIMITS),
        lambda: paragraphs(data, kind, LIMITS),
    ):
        with suppress(Refused):
            task()


@settings(max_examples=60)
@given(st.sampled_from(sorted(GOOD)), st.data())
def test_a_file_cut_short(kind, draw):
    data = GOOD[kind]
    tried(kind, data[: draw.draw(st.integers(1, len(data)))])


@settings(max_examples=150)
@given(st.sampled_from(sorted(GOOD)), st.data())
def test_a_file_with_bytes_changed(kind, draw):
    data = bytearray(GOOD[kind])
    changes = st.lists(st.tuples(st.integers(0, len(data) - 1), st.integers(0, 255)), min_size=1, max_size=12)
    for place, value in draw.draw(changes):
        data[place] = value
    tried(kind, bytes(data))


@settings(max_examples=150)
@given(st.sampled_from(sorted(GOOD)), st.sampled_from(BEGINNINGS), st.binary(max_size=2_000))
def test_any_bytes(kind, beginning, more):
    tried(kind, beginning + more)


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n%%EOF", b"PK\x03\x04", b"\xff\xd8\xff" + bytes(9), bytes(1000), b"\n{}\n"]
)
def test_every_door_refuses_what_cannot_be_read(data):
    for door in (
        lambda: inspect(data),
        lambda: scrubbed(data, "pdf"),
        lambda: page_picture(data, "pdf", 1, 200),
        lambda: paragraphs_of(data, "docx"),
    ):
        with pytest.raises(Refused):
            door()


@pytest.mark.parametrize(
    "ending", ["import os; os.abort()", "while True: pass", "print('x')", "raise SystemExit(3)"]
)
def test_a_reader_that_breaks_takes_nothing_with_it(monkeypatch, tmp_path, ending):
    """The process is what a hostile file could make of it: it crashes, hangs, or talks nonsense."""
    script = tmp_path / "broken_reader.py"
    script.write_text(ending)
    monkeypatch.setattr(asking, "_ROOT", tmp_path)
    monkeypatch.setattr(asking, "_WORKSHOP", "broken_reader")
    with pytest.raises(Refused, match="too_demanding"):
        inspect(GOOD["png"], limits=Limits(seconds=1))


def test_the_process_knows_no_secret_and_can_open_nothing(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "very secret")
    script = tmp_path / "curious_reader.py"
    script.write_text(
        "import json, os, sys\n"
        f"sys.path.insert(0, {str(asking._ROOT)!r})\n"
        "from clikc.foundation.documents.workshop import _confine\n"
        "from clikc.foundation.documents.model import Limits\n"
        "_confine(Limits())\n"
        "facts = {'secret': os.environ.get('SECRET_KEY', '')}\n"
        "try: facts['opened'] = open('/etc/passwd').read()\n"
        "except OSError as error: facts['opened'] = ''\n"
        "print(json.dumps({'refused': 'told', 'facts': facts}))\n"
    )
    monkeypatch.setattr(asking, "_ROOT", tmp_path)
    monkeypatch.setattr(asking, "_WORKSHOP", "curious_reader")
    with pytest.raises(Refused) as refused:
        inspect(GOOD["png"])
    assert refused.value.facts == {"secret": "", "opened": ""}


def heic() -> bytes:
    stream = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), "red")).save(stream)
    return stream.getvalue()


def with_helvetica(pdf):
    """One of the fonts that every reader has, so that a PDF need not bring it."""
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    pdf.pages[0].Contents = pdf.make_stream(b"BT /F1 24 Tf 50 700 Td (Helvetica) Tj ET")


SPECIAL = {
    "pdf": (
        GOOD["pdf"] + b"<script>",
        pdf_with(with_helvetica),
        pdf_of('#set text(lang: "ar", dir: rtl)\nالسلامة أولا'),
    ),
    "docx": (docx(), docx() + b"more", docx(parts={"word/media/a.jpg": picture(exif=exif(artist="a"))})),
    "odt": (odt(), odt('<text:a xlink:href="file:///a">b</text:a>')),
    "jpeg": (
        heic(),
        picture("JPEG", exif=exif(artist="a", orientation=6), comment=b"<script>"),
        picture("JPEG", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()),
        picture("MPO", save_all=True, append_images=[Image.new("RGB", (9, 9))]),
    ),
    "png": (picture("PNG", exif=exif(artist="a", orientation=3)) + b"more",),
    "webp": (picture("WEBP", exif=exif(orientation=8), lossless=True),),
}


@pytest.mark.parametrize(
    ("kind", "data"), [(kind, data) for kind, files in SPECIAL.items() for data in files]
)
def test_the_process_comes_to_what_is_found_here(kind, data):
    """It has all it needs, though it can open nothing any more."""
    document = inspect(data)
    assert document.kind == kind
    assert document == inspected(data, Limits())
    assert scrubbed(document.content, kind) == scrubbed_here(document.content, kind, Limits())
    if kind in {"docx", "odt"}:
        assert paragraphs_of(document.content, kind) == paragraphs(document.content, kind, Limits())
    else:
        picture_here = drawn(document.content, kind, 1, 300, Limits())
        assert page_picture(document.content, kind, 1, 300) == picture_here
