"""What the back office takes as a picture, and what it refuses with a word beside the field."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model

from clikc.foundation.image_form import REFUSED
from tests.factories import people

pytestmark = pytest.mark.django_db

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 32">{}</svg>'


@pytest.fixture
def boss(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with override_settings(SECOND_FACTOR_REQUIRED=False):
        yield people.sign_in(client, people.make_person(is_superuser=True, is_staff=True))


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it is of this size, and is of no use otherwise."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def drawn(kind: str, size=(40, 30), frames: int = 1) -> bytes:
    out = io.BytesIO()
    first, *others = [Image.new("L", size, number * 9) for number in range(frames)]
    first.save(out, kind, **({"save_all": True, "append_images": others} if others else {}))
    return out.getvalue()


def upload(client, name: str, content: bytes):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("wagtailimages:add"), {"title": "A picture", "file": file, "collection": 1})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bomb.png", png_of(60_000, 60_000)),
        ("large.png", png_of(8_000, 8_000)),
        ("broken.svg", SVG.format("").replace("0 0 64 32", "wide and high").encode()),
        ("sized.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="0" height="x"/>'),
        ("cut.svg", SVG.format("<g>").encode()),
        ("code.svg", SVG.format("<script>alert(1)</script>").encode()),
        ("clicked.svg", SVG.format('<rect onclick="alert(1)"/>').encode()),
        ("entities.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;").encode()),
        ("other.png", drawn("GIF")),
        ("empty.gif", b""),
    ],
)
def test_what_nobody_could_bear_is_refused_beside_the_field(client, boss, name, content):
    answer = upload(client, name, content)
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"file"}
    assert not get_image_model().objects.exists()


def test_the_frames_of_an_animation_are_counted(client, boss, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 5_000
    answer = upload(client, "long.gif", drawn("GIF", (40, 30), frames=5))
    assert answer.context["form"].errors["file"] == [str(REFUSED)]
    assert upload(client, "short.gif", drawn("GIF", (40, 30), frames=4)).status_code == 302


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", drawn("PNG")),
        ("a.jpg", drawn("JPEG")),
        ("a.webp", drawn("WEBP")),
        ("a.SVG", SVG.format('<rect width="64" height="32"/>').encode()),
    ],
)
def test_pictures_are_taken(client, boss, name, content):
    assert upload(client, name, content).status_code == 302
    assert get_image_model().objects.get().title == "A picture"
