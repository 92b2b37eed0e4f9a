"""The XML inside a workbook, element by element: nothing of it is kept that nobody asks for. Pure.

Namespaces and prefixes do not count, so that a workbook of the strict kind is read too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import IO
from xml.parsers import expat

from .model import UnreadableSheet

_PIECE = 64 * 1024
# A tag, comment or the like that is longer than this is none that a spreadsheet writes; expat would
# look through all of it again with every piece.
_LONGEST_TAG = 1024 * 1024
# The largest sheet that ``Limits`` lets in has fewer elements.
_MOST_ELEMENTS = 20_000_000


class Handler:
    """What is told of each element; names are without prefix."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def text(self, text: str) -> None:
        """A piece of the text of the element that began last, or of one around it."""

    def end(self, name: str) -> None:
        """An element is over."""


def walked(source: IO[bytes], handler: Handler) -> Iterator[None]:
    """Tells the handler of all elements; stops after each piece, so that what it found can be fetched.

    Raises UnreadableSheet for what is no XML, has a document type or entities, or is made to do harm.
    """
    parser = _parser(handler)
    fed = 0
    try:
        while piece := source.read(_PIECE):
            parser.Parse(piece, False)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > _LONGEST_TAG:
                raise UnreadableSheet("unreadable_table", detail="XML")
            yield
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise UnreadableSheet("unreadable_table", detail="XML") from error
    yield


def _parser(handler: Handler) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    elements = 0

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal elements
        elements += 1
        if elements > _MOST_ELEMENTS:
            raise UnreadableSheet("archive_too_large")
        handler.start(name.rpartition(":")[2], attributes)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: handler.end(name.rpartition(":")[2])
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
    return parser


def _refuse(*_declared) -> None:
    raise UnreadableSheet("unreadable_table", detail="DTD")


class Texts(Handler):
    """Hands out the text of each element of one name, without what tells how it is pronounced."""

    def __init__(self, name: str, longest: int, found: Callable[[str], None]):
        self._name = name
        self._longest = longest
        self._found = found
        self._parts: list[str] = []
        self._size = 0
        self._inside = ""

    def start(self, name, attributes):
        if name == self._name:
            self._parts, self._size = [], 0
        if self._inside != "rPh":
            self._inside = name

    def text(self, text):
        if self._inside == "t":
            self._size += len(text)
            if self._size > self._longest:
                raise UnreadableSheet("too_much_in_a_row")
            self._parts.append(text)

    def end(self, name):
        if self._inside != "rPh" or name == "rPh":
            self._inside = ""
        if name == self._name:
            self._found("".join(self._parts))
