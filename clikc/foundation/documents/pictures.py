"""Photographs and scans: decoded once below a cap of pixels, from an allow-list of formats. Pure.

Runs where a broken decoder does no harm (see ``workshop``).
"""

from __future__ import annotations

import io

import pillow_heif

# EXIF is a TIFF; and what Pillow would look for only when it meets it, when nothing can be opened any more.
from PIL import (
    Image,
    ImageCms,
    ImageOps,
    MpoImagePlugin,  # noqa: F401
    TiffImagePlugin,  # noqa: F401
    WebPImagePlugin,  # noqa: F401
)

from .kinds import is_something_else
from .metadata import end_of
from .model import Document, Limits, Refused, document

# Of a phone: JPEG with a second picture for bright screens (MPO) is a JPEG with something appended.
_FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "heif": "HEIF"}
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError)
_REPAINTED = ["GIF", "TIFF", "WEBP", "JPEG", "PNG"]
_QUALITY = 90
# A page of text is smaller without loss, a photograph with it.
_LARGEST_EXACT = 250_000
_LARGEST_DRAWN = 20_000_000

pillow_heif.register_heif_opener(thumbnails=False, aux_images=False)
Image.preinit()


def checked(data: bytes, family: str, limits: Limits) -> Document:
    """The picture with what to keep of it: cut where it ends, a HEIC as JPEG (``converted``).

    Raises Refused: too_many_pixels, animated, broken, polyglot.
    """
    end = end_of(data, family)
    content, changes = data[:end], ["appended_removed"] if end < len(data) else []
    picture = decoded(content, family, limits)
    if family == "heif":
        content, family, changes = _packed(picture, "jpeg"), "jpeg", ["converted"]
    elif is_something_else(content, family):
        content = _packed(picture, family)
        changes.append("rewritten")
        if is_something_else(content, family):
            raise Refused("polyglot")
    return document(family, content, pages=1, size=picture.size, changes=changes)


def scrubbed(data: bytes, kind: str, limits: Limits) -> bytes:
    """The pixels alone, turned as they are looked at, in common colours. A JPEG loses a little."""
    return _packed(decoded(data, kind, limits), kind)


def repainted(data: bytes) -> bytes:
    """A picture inside a document as its first frame, without a word; what is none, as it is."""
    try:
        with Image.open(io.BytesIO(data), formats=_REPAINTED) as picture:
            _judge_size(picture, Limits())
            kind = picture.format
            picture.load()
            bare = Image.new(picture.mode, picture.size)
            if palette := picture.getpalette():
                bare.putpalette(palette)
            bare.paste(picture)
    except (*_BROKEN, Image.DecompressionBombError, Refused):
        return data
    stream = io.BytesIO()
    bare.save(stream, kind)
    return stream.getvalue()


def drawn(data: bytes, kind: str, width: int, limits: Limits) -> bytes:
    """The picture as WebP, no wider than ``width``."""
    picture = decoded(data, kind, limits)
    height = max(1, round(picture.height * width / picture.width))
    if width < picture.width:
        picture = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2)
    return as_webp(picture, is_photograph=kind == "jpeg")


def as_webp(picture: Image.Image, *, is_photograph: bool = False) -> bytes:
    stream = io.BytesIO()
    if not is_photograph and picture.width * picture.height <= _LARGEST_DRAWN:
        picture.save(stream, "WEBP", lossless=True, method=0, quality=30)
    if not 0 < stream.tell() <= _LARGEST_EXACT:
        stream = io.BytesIO()
        picture.save(stream, "WEBP", quality=80, method=2)
    return stream.getvalue()


def decoded(data: bytes, kind: str, limits: Limits) -> Image.Image:
    """All pixels of the first and only picture, turned as it is looked at, without anything said of it."""
    try:
        with Image.open(io.BytesIO(data), formats=[_FORMATS[kind]]) as picture:
            _judge_size(picture, limits)
            if getattr(picture, "is_animated", False) and picture.format != "MPO":
                raise Refused("animated")
            picture.load()
            return _bare(ImageOps.exif_transpose(picture))
    except Image.DecompressionBombError as error:
        raise Refused("too_many_pixels", most=limits.pixels) from error
    except _BROKEN as error:
        raise Refused("broken") from error


def _judge_size(picture: Image.Image, limits: Limits) -> None:
    width, height = picture.size
    if max(width, height) > limits.side or width * height > limits.pixels:
        raise Refused("too_many_pixels", width=width, height=height, most=limits.pixels)
    if min(width, height) < 1:
        raise Refused("broken")


def _bare(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    has_alpha = picture.has_transparency_data
    picture = _in_common_colours(picture, profile).convert("RGBA" if has_alpha else "RGB")
    picture.info = {}
    return picture


def _in_common_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Photographs of phones have a profile of their own; without it, reds would be dull."""
    if not profile or picture.mode not in {"RGB", "CMYK", "L"}:
        return picture
    try:
        return ImageCms.profileToProfile(
            picture, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture


def _packed(picture: Image.Image, kind: str) -> bytes:
    stream = io.BytesIO()
    if kind == "jpeg":
        picture.convert("RGB").save(stream, "JPEG", quality=_QUALITY, optimize=True)
    elif kind == "png":
        picture.save(stream, "PNG")
    else:
        picture.save(stream, "WEBP", quality=_QUALITY, method=2)
    return stream.getvalue()
