"""Whether a picture may be shown: an SVG that carries no code and no links, a photograph that decodes."""

from __future__ import annotations

import io
import re
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml import sax
from defusedxml.common import DefusedXmlException
from django.conf import settings
from PIL import Image, UnidentifiedImageError

LARGEST_SVG = 512 * 1024
KINDS = ("svg", "png", "jpg", "jpeg", "webp", "gif")
_FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP", "gif": "GIF"}

_CODE = {"script", "foreignobject", "iframe", "object", "embed", "handler", "listener", "audio", "video"}
_RASTER = {"image", "feimage"}
_FORBIDDEN = re.compile(r"@import|javascript:|expression\(", re.IGNORECASE)
_URL = re.compile(r"url\(([^)]*)", re.IGNORECASE)
_ESCAPED = re.compile(r"\\[0-9a-f]", re.IGNORECASE)


def picture_fault(kind: str, content: bytes, *, is_described: bool = True) -> tuple[int, str]:
    """(line, what is wrong), or (0, "") for a picture that may be shown.

    ``is_described``: whether an SVG must bring its own measures, title and description.
    """
    return _svg_fault(content, is_described) if kind == "svg" else _photograph_fault(kind, content)


def _photograph_fault(kind: str, content: bytes) -> tuple[int, str]:
    most = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    try:
        with Image.open(io.BytesIO(content), formats=[_FORMATS[kind]]) as image:
            if image.width * image.height * getattr(image, "n_frames", 1) > most:
                return 1, f"the picture has more than {most} pixels"
            image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return 1, f"this is no readable {_FORMATS[kind]} picture"
    return 0, ""


def _svg_fault(content: bytes, is_described: bool) -> tuple[int, str]:
    if len(content) > LARGEST_SVG:
        return 1, "an SVG must be smaller than half a megabyte"
    if b"\0" in content[:4096]:
        return 1, "an SVG must be UTF-8 text"
    look = _Look()
    try:
        sax.parseString(content, look, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException:
        return look.line, "an SVG must have no DOCTYPE and no entities of its own"
    except SAXParseException as error:
        return error.getLineNumber() or 1, f"this is no XML: {error.getMessage()}"
    except (ValueError, LookupError):
        return 1, "this is no XML"
    return look.fault or (look.missing() if is_described else (0, ""))


class _Look(ContentHandler):
    """Walks an SVG and keeps the first thing that must not be there."""

    def __init__(self):
        super().__init__()
        self.fault: tuple[int, str] | None = None
        self.depth = 0
        self.root: dict[str, str] | None = None
        self.names: set[str] = set()
        self.style: list[str] | None = None

    @property
    def line(self) -> int:
        return (self._locator.getLineNumber() or 1) if self._locator else 1

    def _refuse(self, message: str) -> None:
        self.fault = self.fault or (self.line, message)

    def startElement(self, name, attrs):
        bare = _bare(name)
        if self.depth == 0:
            self.root = {_bare(key): value for key, value in attrs.items()}
            if bare != "svg":
                self._refuse("the outermost element of an SVG must be <svg>")
        if self.depth == 1:
            self.names.add(bare)
        self.depth += 1
        if bare in _CODE:
            self._refuse(f"an SVG must not hold <{bare}>")
        if bare in _RASTER:
            self._refuse("an SVG must not hold a raster picture or another file")
        if bare == "style":
            self.style = []
        for key, value in attrs.items():
            self._attribute(_bare(key), value)

    def _attribute(self, key: str, value: str) -> None:
        if key.startswith("on"):
            self._refuse(f"an SVG must not hold event handlers ({key})")
        elif key in {"href", "src", "base"} and not value.strip().startswith("#"):
            self._refuse("an SVG must not link out of itself")
        elif key == "attributename" and _bare(value.strip()) in {"href", "src"}:
            self._refuse("an SVG must not animate links")
        elif _reaches_out(value) or (key == "style" and _ESCAPED.search(value)):
            self._refuse("an SVG must not load anything from elsewhere")

    def characters(self, content):
        if self.style is not None:
            self.style.append(content)

    def endElement(self, name):
        self.depth -= 1
        if _bare(name) == "style" and self.style is not None:
            style = "".join(self.style)
            if _reaches_out(style) or _ESCAPED.search(style):
                self._refuse("an SVG must not load anything from elsewhere")
            self.style = None

    def processingInstruction(self, target, data):
        self._refuse("an SVG must not hold processing instructions")

    def missing(self) -> tuple[int, str]:
        if not (self.root or {}).get("viewbox"):
            return 1, "an SVG needs a viewBox"
        for name in ("title", "desc"):
            if name not in self.names:
                return 1, f"an SVG needs a <{name}>"
        return 0, ""


def _reaches_out(value: str) -> bool:
    """Whether a style or attribute names anything but a part of the same picture."""
    inward = all(target.strip(" '\"\t\n").startswith("#") for target in _URL.findall(value))
    return not inward or bool(_FORBIDDEN.search(value))


def _bare(name: str) -> str:
    """A name without its namespace prefix, in lower case."""
    return name.rpartition(":")[2].lower()
