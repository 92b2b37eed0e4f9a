"""XML read and written again with its prefixes as they were, without DTDs and entities. Pure.

Word refuses a document whose prefixes have changed, since some attributes name them; so what is written
follows what is read, event by event, and no tree is made.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.saxutils import XMLGenerator

from defusedxml import sax
from defusedxml.common import DefusedXmlException

from ..model import Refused

Attributes = dict[str, str]


def walk(content: bytes, handler: ContentHandler) -> None:
    """Raises Refused: active_content (a DTD), broken."""
    try:
        sax.parseString(content, handler, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise Refused("active_content", found="dtd") from error
    except (SAXException, ValueError, LookupError) as error:
        raise Refused("broken") from error


def bare(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def value_of(attributes: Mapping[str, str], name: str) -> str:
    """The value of an attribute, whatever its prefix."""
    return next((value for key, value in attributes.items() if bare(key) == name), "")


class Rewriter(XMLGenerator):
    """Writes what it reads, but for what ``keeps``, ``changed`` and ``text`` say otherwise."""

    def __init__(self) -> None:
        self.stream = io.BytesIO()
        super().__init__(self.stream, encoding="utf-8", short_empty_elements=True)
        self._dropped = 0

    def keeps(self, name: str, attributes: Attributes) -> bool:
        """Whether an element (its bare name) stays, with all that is in it."""
        return True

    def changed(self, name: str, attributes: Attributes) -> Attributes:
        return attributes

    def text(self, content: str) -> str:
        return content

    def startElement(self, name, attrs):
        attributes = dict(attrs.items())
        if self._dropped or not self.keeps(bare(name), attributes):
            self._dropped += 1
            return
        super().startElement(name, self.changed(bare(name), attributes))

    def endElement(self, name):
        if self._dropped:
            self._dropped -= 1
            return
        super().endElement(name)

    def characters(self, content):
        if not self._dropped:
            super().characters(self.text(content))

    def processingInstruction(self, target, data):
        """Programs leave them as notes; none belongs to a text."""

    def of(self, content: bytes) -> bytes:
        walk(content, self)
        return self.stream.getvalue()
