"""XML as a tree of elements that know their line. Pure.

Names keep their prefix: Moodle knows no namespaces, and reads files in which a prefix is not declared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser

from ..decoding import decoded, unreadable
from ..report import Report

DEEPEST = 60
MOST_ELEMENTS = 300_000
_DECLARATION = re.compile(r"<\?xml\b[^>]*\?>")
_NAMED = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([-A-Za-z0-9_]{1,40})[\"']")
# The encodings that files of text are in; Python knows codecs that are something else.
_KNOWN = re.compile(r"(us-ascii|ascii|latin-?1|iso-?8859-?[0-9]{1,2}|windows-?[0-9]{3,4}|cp[0-9]{3,4})")


@dataclass
class Node:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    line: int = 0
    children: list[Node] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own text, without that of the elements in it."""
        return "".join(self.pieces).strip()

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    def child(self, name: str) -> Node | None:
        return next((child for child in self.children if child.name == name), None)

    def all(self, *names: str) -> Iterator[Node]:
        return (child for child in self.children if child.name in names)

    def value(self, name: str, default: str = "") -> str:
        """The text of a child, or of the ``<text>`` in it."""
        child = self.child(name)
        return child.inner if child else default

    @property
    def inner(self) -> str:
        """What stands in its ``<text>``; in very old files the text stands there without one."""
        inside = self.child("text")
        return inside.text if inside else self.text


class _TooLarge(SAXException):
    """More elements than any author's file has, or deeper ones."""


class _Builder(ContentHandler):
    def __init__(self):
        super().__init__()
        self.root: Node | None = None
        self.open: list[Node] = []
        self.count = 0

    @property
    def line(self) -> int:
        return (self._locator.getLineNumber() or 1) if self._locator else 1

    def startElement(self, name, attrs):
        self.count += 1
        if len(self.open) >= DEEPEST or self.count > MOST_ELEMENTS:
            raise _TooLarge("")
        node = Node(name, dict(attrs.items()), self.line)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def endElement(self, name):
        self.open.pop()

    def characters(self, content):
        self.open[-1].pieces.append(content)


def parse(content: bytes, report: Report, *, language: str) -> Node:
    """The root element. Raises UnreadableFile, with the line where reading ended."""
    text = decoded(content, report, language=language, encoding=_encoding(content))
    found = _DECLARATION.search(text[:200])
    if found:  # what is fed is UTF-8; its lines stay where they are
        text = text[: found.start()] + "\n" * found[0].count("\n") + text[found.end() :]
    parser, builder = create_parser(forbid_dtd=True), _Builder()
    parser.setContentHandler(builder)
    builder.setDocumentLocator(parser)  # a parser that is fed sets none itself
    try:
        parser.feed(text.strip(" \t").encode())
        parser.close()
    except DefusedXmlException:
        raise unreadable("xml_has_dtd", builder.line) from None
    except SAXParseException as error:
        raise unreadable("no_xml", error.getLineNumber() or 1, error.getMessage()) from None
    except _TooLarge:
        raise unreadable("xml_too_large", builder.line) from None
    if builder.root is None:
        raise unreadable("no_xml")
    return builder.root


def _encoding(content: bytes) -> str:
    """The encoding that a declaration names, where it is none of Unicode's."""
    found = _NAMED.search(content[:300])
    name = found[1].decode().lower() if found else ""
    if not name or name.replace("-", "").startswith(("utf8", "utf16")):
        return ""
    if not _KNOWN.fullmatch(name):
        raise unreadable("unreadable_encoding", 1, name)
    return name
