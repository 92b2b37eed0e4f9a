"""XML as a tree of nodes that know their line; one vocabulary for QTI 2 and QTI 3. Pure.

QTI 3 says ``qti-choice-interaction response-identifier``, QTI 2 ``choiceInteraction
responseIdentifier``: a node always has the names of QTI 2. Elements of HTML and MathML keep theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.saxutils import escape, quoteattr

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser

from ..model import Finding, Level, UnreadableFile

LARGEST = 5 * 1024 * 1024
DEEPEST = 100
MOST_NODES = 50_000
XML = "http://www.w3.org/XML/1998/namespace"
# Elements that are HTML in both versions and so have no prefix in QTI 3.
HTML = {"p", "br", "span", "img", "object"}
_KEPT = re.compile(r"(data|aria)-")


@dataclass
class Node:
    """An element. Its children are nodes and texts, in order; ``space`` is its namespace."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)
    line: int = 0
    space: str = ""

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    @property
    def nodes(self) -> list[Node]:
        return [child for child in self.children if isinstance(child, Node)]

    @property
    def text(self) -> str:
        """All texts in it, as they stand, without spaces around them."""
        return "".join(self._texts()).strip()

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, Node):
                yield from child._texts()
            else:
                yield child

    def walk(self) -> Iterator[Node]:
        """It and all elements below it, in the order of the file."""
        yield self
        for child in self.nodes:
            yield from child.walk()

    def all(self, *names: str) -> list[Node]:
        return [node for node in self.walk() if node.name in names]

    def child(self, name: str) -> Node | None:
        return next((node for node in self.nodes if node.name == name), None)


class _Builder(ContentHandler):
    def __init__(self, line: Callable[[], int]):
        super().__init__()
        self._line = line
        self.root: Node | None = None
        self._open: list[Node] = []
        self._count = 0

    @property
    def line(self) -> int:
        return self._line() or 1

    def startElementNS(self, name, qname, attrs):
        self._count += 1
        if len(self._open) >= DEEPEST or self._count > MOST_NODES:
            raise SAXException("too large")
        space, local = name
        node = Node(_plain(local), _attributes(attrs.items()), [], self.line, space or "")
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def endElementNS(self, name, qname):
        self._open.pop()

    def characters(self, content):
        self._open[-1].children.append(content)


def parse(content: bytes) -> Node:
    """The root element. Raises UnreadableFile with the line where reading ended."""
    if len(content) > LARGEST:
        raise _unreadable("xml_too_large")
    parser = create_parser(forbid_dtd=True)
    builder = _Builder(parser.getLineNumber)
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(builder)
    try:
        parser.feed(content)
        parser.close()
    except DefusedXmlException as error:
        raise _unreadable("xml_has_dtd", builder.line) from error
    except SAXParseException as error:
        raise _unreadable("no_xml", error.getLineNumber() or 1, error.getMessage()) from error
    except SAXException as error:
        raise _unreadable("xml_too_large", builder.line) from error
    except (ValueError, LookupError) as error:
        raise _unreadable("no_xml", builder.line, "encoding") from error
    if builder.root is None:
        raise _unreadable("no_xml")
    return builder.root


def _unreadable(code: str, line: int = 0, detail: str = "") -> UnreadableFile:
    return UnreadableFile(Finding(Level.REFUSED, code, line, detail=detail))


def _plain(name: str) -> str:
    return _camel(name.removeprefix("qti-")) if name.startswith("qti-") else name


def _camel(name: str) -> str:
    return re.sub("-([a-z])", lambda found: found[1].upper(), name)


def _attributes(pairs) -> dict[str, str]:
    """Those without a namespace in the words of QTI 2, and ``xml:lang``, ``xml:base``."""
    found = {}
    for (space, local), value in pairs:
        if space == XML:
            found[f"xml:{local}"] = value
        elif not space:
            found[local if _KEPT.match(local) else _camel(local)] = value
    return found


def written(node: Node, *, kebab: bool) -> str:
    """The element as XML, in the words of QTI 3 where ``kebab``. Lines are not indented: space counts."""
    name = _dialect(node.name, kebab)
    pairs = "".join(
        f" {_attribute(key, kebab and node.name not in HTML)}={quoteattr(value)}"
        for key, value in node.attributes.items()
    )
    inner = "".join(
        written(child, kebab=kebab) if isinstance(child, Node) else escape(child, {"\r": "&#13;"})
        for child in node.children
    )
    return f"<{name}{pairs}>{inner}</{name}>" if inner else f"<{name}{pairs}/>"


def _dialect(name: str, kebab: bool) -> str:
    return "qti-" + _kebab(name) if kebab and name not in HTML else name


def _attribute(name: str, kebab: bool) -> str:
    return _kebab(name) if kebab and ":" not in name else name


def _kebab(name: str) -> str:
    return re.sub("[A-Z]", lambda found: "-" + found[0].lower(), name)


def element(name: str, attributes: Mapping[str, object] | None = None, *children: Node | str) -> Node:
    """A node to be written: attributes as text, empty texts left out."""
    pairs = {key: str(value) for key, value in (attributes or {}).items()}
    return Node(name, pairs, [child for child in children if child != ""])
