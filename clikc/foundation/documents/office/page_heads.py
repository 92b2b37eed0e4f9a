"""Headers and footers of pages, emptied: people write their names there, and a mark goes to the text alone.

Pure. The parts stay, with empty paragraphs; pictures and other parts that only they showed go.
"""

from __future__ import annotations

import posixpath

from . import docx
from .markup import Attributes, ContentHandler, Rewriter, bare, value_of, walk
from .parts import Parts, is_xml

_DOCX = ("hdr", "ftr")
_ODT = tuple(f"{place}{pages}" for place in ("header", "footer") for pages in ("", "-left", "-first"))
_HEADS = frozenset({*_DOCX, *_ODT})


def without_page_heads(parts: Parts) -> Parts:
    """The parts of a DOCX or ODT with nothing in their headers and footers. Raises Refused: broken."""
    kept = dict(parts)
    for name, content in parts.items():
        if content and is_xml(name) and _root_of(content) in {*_DOCX, "document-styles"}:
            kept[name] = _Emptied().of(content)
    gone = _unreachable(parts, kept) if "[Content_Types].xml" in parts else _unshown(parts, kept)
    return {name: content for name, content in kept.items() if name not in gone}


def _root_of(content: bytes) -> str:
    """The bare name of the element that holds all others; what follows it is not read."""
    try:
        walk(content, _Root())
    except _Found as found:
        return str(found)
    return ""


class _Found(Exception):
    pass


class _Root(ContentHandler):
    def startElement(self, name, attrs):
        raise _Found(bare(name))


class _Emptied(Rewriter):
    """Headers and footers with their outer paragraphs and nothing in those. An ODT's page has nothing else;
    a DOCX's header without a paragraph, which Word does not open, gets one."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.has_paragraph = False

    def keeps(self, name: str, attributes: Attributes) -> bool:
        if self._is_in_head():
            return name == "p" and self.open[-1] in _HEADS
        return name in _HEADS or "master-page" not in self.open

    def _is_in_head(self) -> bool:
        return not _HEADS.isdisjoint(self.open)

    def startElement(self, name, attrs):
        super().startElement(name, attrs)
        if not self._dropped:
            self.open.append(bare(name))
            self.has_paragraph = self.has_paragraph or self.open[-1] == "p"

    def endElement(self, name):
        if not self._dropped:
            if bare(name) in _DOCX and not self.has_paragraph:
                self.startElement(f"{name[:-3]}p", {})
                self.endElement(f"{name[:-3]}p")
            self.open.pop()
        super().endElement(name)

    def text(self, content: str) -> str:
        return "" if self._is_in_head() else content


def _unreachable(parts: Parts, kept: Parts) -> set[str]:
    """Of a DOCX: what nothing leads to any more since headers and footers lead nowhere, their links too."""
    emptied = {name for name in parts if kept[name] is not parts[name]}
    links: dict[str, set[str]] = {}
    for source, target, _kind in docx.relations(parts):
        links.setdefault(docx.owner_of(source), set()).add(target)
    gone = _led_to(links, "") - _led_to({owner: links[owner] for owner in links if owner not in emptied}, "")
    gone -= emptied
    return gone | {name for name in parts if name.endswith(".rels") and docx.owner_of(name) in gone | emptied}


def _led_to(links: dict[str, set[str]], start: str) -> set[str]:
    found, waiting = set(), [start]
    while waiting:
        ahead = links.get(waiting.pop(), set()) - found
        found |= ahead
        waiting += ahead
    return found


def _unshown(parts: Parts, kept: Parts) -> set[str]:
    """Of an ODT: pictures and inner documents that were in headers and footers and are nowhere else."""
    before = _addresses(parts, "styles.xml")
    gone = before - _addresses(kept, "styles.xml") if before else set()
    if gone:
        gone -= _addresses(kept, "content.xml")
    return {name for name in parts if any(name == path or name.startswith(f"{path}/") for path in gone)}


def _addresses(parts: Parts, name: str) -> set[str]:
    found = _Addresses()
    if parts.get(name):
        walk(parts[name], found)
    return found.paths


class _Addresses(ContentHandler):
    """What a part of an ODT shows, as names of parts."""

    def __init__(self) -> None:
        self.paths: set[str] = set()

    def startElement(self, name, attrs):
        if address := value_of(attrs, "href"):
            self.paths.add(posixpath.normpath(address))
