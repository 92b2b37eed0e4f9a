"""The paragraphs of a DOCX or ODT: headings, items of lists, bold and italic, nothing else of their look.

Pure. What was deleted with changes tracked is not read, what was inserted is.
"""

from __future__ import annotations

import posixpath

from ..model import Paragraph, Run
from ..text import tidy
from . import docx
from .markup import ContentHandler, bare, value_of, walk
from .parts import Parts

_OFF = {"0", "false", "off", "none"}
_MOST_SPACES = 100
_NOTES = ("footnotes", "endnotes")
_LEVELS = 6


def paragraphs(parts: Parts, kind: str, main: str, most: int) -> tuple[Paragraph, ...]:
    """In their order, empty ones left out, notes of a DOCX after the text; no more than ``most`` letters."""
    if kind == "odt":
        reader: _Reader = _OdtReader(most)
        if "styles.xml" in parts:
            reader.is_reading = False
            walk(parts["styles.xml"], reader)
            reader.is_reading = True
        walk(parts[main], reader)
        return tuple(reader.found)
    reader = _DocxReader(_headings(parts, main), most)
    links = posixpath.join(posixpath.dirname(main), "_rels", posixpath.basename(main) + ".rels")
    notes = [target for source, target, kind in docx.relations(parts) if source == links and kind in _NOTES]
    for name in [main, *notes]:
        if name in parts:
            walk(parts[name], reader)
    return tuple(reader.found)


def _headings(parts: Parts, main: str) -> dict[str, int]:
    """Which styles are headings: they are called otherwise in every language, but for their inner names."""
    styles = _Styles()
    name = posixpath.join(posixpath.dirname(main), "styles.xml")
    if name in parts:
        walk(parts[name], styles)
    return styles.levels


class _Styles(ContentHandler):
    def __init__(self) -> None:
        self.levels: dict[str, int] = {}
        self.style = ""

    def startElement(self, name, attrs):
        name = bare(name)
        if name == "style":
            self.style = value_of(attrs, "styleId")
        elif name == "name":
            word, _, level = value_of(attrs, "val").lower().rpartition(" ")
            if word == "heading" and level.isdecimal():
                self.levels[self.style] = _level(level)


def _level(number: str) -> int:
    return min(max(int(number[:3]), 1), _LEVELS) if number[:3].isdecimal() else 1


class _Reader(ContentHandler):
    """Collects runs into paragraphs; a paragraph may stand in another (text boxes) and comes after it."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.found: list[Paragraph] = []
        self.open: list[tuple[str, int, list[Run]]] = []
        self.is_bold = self.is_italic = False
        self.skipped = 0
        self.is_reading = True

    def begin(self, role: str, level: int) -> None:
        self.open.append((role, level, []))

    def add(self, text: str) -> None:
        if self.open and self.most > 0 and text and not self.skipped:
            self.open[-1][2].append(Run(text[: self.most], self.is_bold, self.is_italic))
            self.most -= len(text)

    def end(self) -> None:
        if not self.open:
            return
        role, level, runs = self.open.pop()
        tidied = _tidied(_joined(runs))
        if tidied:
            self.found.append(Paragraph(role, level, tidied))


def _joined(runs: list[Run]) -> list[Run]:
    """Neighbours of one look as one."""
    joined: list[Run] = []
    for run in runs:
        if joined and (joined[-1].is_bold, joined[-1].is_italic) == (run.is_bold, run.is_italic):
            joined[-1] = Run(joined[-1].text + run.text, run.is_bold, run.is_italic)
        else:
            joined.append(run)
    return joined


def _tidied(runs: list[Run]) -> tuple[Run, ...]:
    """Each run tidy, spaces between them kept, none at the ends of the paragraph."""
    texts = []
    for run in runs:
        text = tidy(f"|{run.text}|", len(run.text) + 2)[1:-1]
        texts.append(Run(text, run.is_bold, run.is_italic))
    while texts and not texts[-1].text.strip():
        texts.pop()
    while texts and not texts[0].text.strip():
        texts.pop(0)
    if texts:
        texts[0] = Run(texts[0].text.lstrip(), texts[0].is_bold, texts[0].is_italic)
        texts[-1] = Run(texts[-1].text.rstrip(), texts[-1].is_bold, texts[-1].is_italic)
    return tuple(run for run in texts if run.text)


class _DocxReader(_Reader):
    # Deleted, moved away, for programs that do not know the newer form, and what fields are told.
    _SKIPPED = {"delText", "instrText", "moveFrom", "Fallback", "del"}

    def __init__(self, headings: dict[str, int], most: int) -> None:
        super().__init__(most)
        self.headings = headings
        self.is_text = False
        self.is_run = False

    def startElement(self, name, attrs):
        name = bare(name)
        if self.skipped or name in self._SKIPPED:
            self.skipped += 1
        elif name == "p":
            self.begin("text", 0)
        elif name == "r":
            self.is_run, self.is_bold, self.is_italic = True, False, False
        elif name == "t":
            self.is_text = True
        elif name in {"tab", "br", "cr"} and self.is_run:
            self.add("\t" if name == "tab" else "\n")
        elif name == "noBreakHyphen":
            self.add("\u2011")
        else:
            self._look(name, value_of(attrs, "val"))

    def _look(self, name: str, value: str) -> None:
        if name == "b" and self.is_run:
            self.is_bold = value.lower() not in _OFF
        elif name == "i" and self.is_run:
            self.is_italic = value.lower() not in _OFF
        elif name == "pStyle" and self.open and value in self.headings:
            self.open[-1] = ("heading", self.headings[value], self.open[-1][2])
        elif name == "ilvl" and self.open and self.open[-1][0] != "heading":
            self.open[-1] = ("item", _level(value) + (value != "0"), self.open[-1][2])

    def characters(self, content):
        if self.is_text:
            self.add(content)

    def endElement(self, name):
        if self.skipped:
            self.skipped -= 1
            return
        name = bare(name)
        if name == "t":
            self.is_text = False
        elif name == "r":
            self.is_run = False
        elif name == "p":
            self.end()


class _OdtReader(_Reader):
    _SKIPPED = {"tracked-changes", "annotation", "note-citation", "forms", "desc", "title"}

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.looks: dict[str, tuple[bool, bool]] = {}
        self.style = ""
        self.depth = 0
        self.spans: list[tuple[bool, bool]] = []

    def startElement(self, name, attrs):
        name = bare(name)
        if self.skipped or name in self._SKIPPED:
            self.skipped += 1
        elif name == "style":
            self.style = value_of(attrs, "name")
        elif name == "text-properties":
            weight, slope = value_of(attrs, "font-weight"), value_of(attrs, "font-style")
            self.looks[self.style] = (weight in {"bold", "600", "700", "800", "900"}, slope == "italic")
        elif self.is_reading:
            self._read(name, attrs)

    def _read(self, name: str, attrs) -> None:
        if name == "h":
            self.begin("heading", _level(value_of(attrs, "outline-level") or "1"))
        elif name == "p":
            self.begin("item" if self.depth else "text", self.depth)
        elif name == "list":
            self.depth += 1
        elif name == "span":
            self.spans.append((self.is_bold, self.is_italic))
            bold, italic = self.looks.get(value_of(attrs, "style-name"), (False, False))
            self.is_bold, self.is_italic = self.is_bold or bold, self.is_italic or italic
        elif name in {"tab", "line-break"}:
            self.add("\t" if name == "tab" else "\n")
        elif name == "s":
            count = value_of(attrs, "c")
            self.add(" " * (min(int(count), _MOST_SPACES) if count[:6].isdecimal() and len(count) < 6 else 1))

    def characters(self, content):
        if self.is_reading:
            self.add(content)

    def endElement(self, name):
        if self.skipped:
            self.skipped -= 1
            return
        name = bare(name)
        if not self.is_reading:
            return
        if name in {"h", "p"}:
            self.end()
        elif name == "list":
            self.depth -= 1
        elif name == "span" and self.spans:
            self.is_bold, self.is_italic = self.spans.pop()
