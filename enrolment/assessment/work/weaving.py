"""The text of a work with what was said of it: its passages marked, its paragraphs numbered. Pure.

Places are characters (code points) of the plain text that the work was handed in with. Each piece of the
HTML says in ``data-at`` where in the plain text it begins, so that a script can tell where a selection lies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from itertools import pairwise

_TOKEN = re.compile(r"\S+")
_BLOCKS = frozenset({"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "td", "th"})
_KEPT = frozenset(
    {"ul", "ol", "strong", "em", "b", "i", "u", "s", "sub", "sup", "table", "tbody", "tr", "code"}
)
_LISTS = frozenset({"ul", "ol"})
# The page has its own headings; one inside a work must not stand among them.
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"script", "style", "template", "title"})
_DIRECTIONS = frozenset({"ltr", "rtl", "auto"})
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
FIRST_WORDS = 60


@dataclass(frozen=True)
class Passage:
    """From ``start`` to ``end`` somebody said something; ``number`` is how the page calls it."""

    key: str
    number: int
    start: int
    end: int


@dataclass(frozen=True)
class Paragraph:
    """``number`` counts from 1; ``words`` are its first ones."""

    number: int
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Woven:
    """``html`` is safe: of the work's own markup only plain elements are left, their language and direction,
    and the https addresses of its links. ``numbered``: keys of the passages whose number stands in it."""

    html: str
    paragraphs: tuple[Paragraph, ...]
    numbered: frozenset[str] = frozenset()


def weave(html: str, plain: str, passages: Iterable[Passage], *, prefix: str, back: str = "") -> Woven:
    """The HTML of a work with its passages marked, the number of each leading to ``#note-<key>``. ``prefix``
    begins the ids of its paragraphs; ``back`` (``place-``) those of the numbers, where notes lead to them.

    A word of the HTML that the plain text does not have at its place is shown, and cannot be commented on.
    """
    weaver = _Weaver(plain, sorted(passages, key=lambda one: one.number), prefix, back)
    weaver.feed(html)
    weaver.close()
    return weaver.woven()


def weave_plain(plain: str, passages: Iterable[Passage], *, prefix: str, back: str = "") -> Woven:
    """The same for a text without markup: each line is a paragraph."""
    lines = (line.strip() for line in plain.splitlines())
    html = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    return weave(html, plain, passages, prefix=prefix, back=back)


@dataclass
class _Block:
    """A block that is open. ``place`` is where its opening tag stands in the output."""

    tag: str
    place: int
    reads: str
    number: int = 0


class _Weaver(HTMLParser):
    def __init__(self, plain: str, passages: Sequence[Passage], prefix: str, back: str):
        super().__init__(convert_charrefs=True)
        self.plain, self.passages, self.prefix, self.back = plain, passages, prefix, back
        self.at = 0
        self.out: list[str] = []
        self.open: list[str] = []
        self.blocks: list[_Block] = []
        self.spans: list[list[int]] = []
        self.silent = 0
        self.told: set[str] = set()

    def woven(self) -> Woven:
        while self.open:
            self._close(self.open[-1])
        paragraphs = tuple(
            Paragraph(number, start, end, _shortened(self.plain[start:end]))
            for number, (start, end) in enumerate(self.spans, start=1)
        )
        return Woven("".join(self.out), paragraphs, frozenset(self.told))

    def handle_starttag(self, tag, attrs):
        if tag in _SILENT:
            self.silent += 1
        elif tag == "br":
            self.out.append("<br>")
        elif tag in _BLOCKS:
            reads = _reads(attrs)
            self.blocks.append(_Block(tag, len(self.out), reads))
            self.out.append(f"<{_shown(tag)}{reads}>")
            self.open.append(tag)
        elif tag == "a":
            self.out.append(_link(dict(attrs).get("href") or ""))
            self.open.append(tag)
        elif tag in _KEPT:
            self.out.append(f"<{tag}{_reads(attrs) if tag in _LISTS else ''}>")
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in self.open:
            while self.open[-1] != tag:
                self._close(self.open[-1])
            self._close(tag)

    def _close(self, tag: str) -> None:
        self.open.pop()
        if tag in _BLOCKS:
            self.blocks.pop()
        self.out.append(f"</{_shown(tag)}>")

    def handle_data(self, data):
        if self.silent:
            return
        for text, start in self._placed(data):
            if start is None:
                self.out.append(escape(text))
                continue
            if text.strip():
                self._number(start, start + len(text))
            self._write(text, start)

    def _placed(self, data: str) -> list[tuple[str, int | None]]:
        """The pieces of a text with where each stands in the plain one; None: nowhere."""
        inner = data.strip()
        found = self._find(inner) if inner else None
        if found is not None:
            before, _middle, after = data.partition(inner)
            return [(before, None), (inner, found), (after, None)]
        pieces, last = [], 0
        for token in _TOKEN.finditer(data):
            pieces.append((data[last : token.start()], None))
            pieces.append((token[0], self._find(token[0])))
            last = token.end()
        return [*pieces, (data[last:], None)]

    def _find(self, words: str) -> int | None:
        """Where these words stand next in the plain text; the reading goes on behind them."""
        at = self.at
        while at < len(self.plain) and self.plain[at].isspace():
            at += 1
        if not self.plain.startswith(words, at):
            at = self.plain.find(words, self.at)
        if at < 0:
            return None
        self.at = at + len(words)
        return at

    def _number(self, start: int, end: int) -> None:
        """The innermost block has words: it is a paragraph, and reaches to their end."""
        if not self.blocks:
            return
        block = self.blocks[-1]
        if block.number:
            self.spans[block.number - 1][1] = end
            return
        self.spans.append([start, end])
        block.number = len(self.spans)
        number, extra = block.number, ' class="work__heading"' if block.tag in _HEADINGS else ""
        self.out[block.place] = (
            f'<{_shown(block.tag)} id="{self.prefix}-{number}" data-paragraph="{number}"{extra}{block.reads}>'
        )

    def _write(self, text: str, start: int) -> None:
        end = start + len(text)
        over = [one for one in self.passages if one.start < end and one.end > start]
        edges = {start, end, *(min(max(cut, start), end) for one in over for cut in (one.start, one.end))}
        cuts = sorted(edges)
        for left, right in pairwise(cuts):
            piece = escape(text[left - start : right - start])
            here = [one for one in over if one.start <= left and one.end >= right]
            keys = " ".join(one.key for one in here)
            tag, notes = ("mark", f' data-notes="{keys}"') if here else ("span", "")
            self.out.append(f'<{tag} data-at="{left}"{notes}>{piece}</{tag}>')
            for one in over:
                if one.key not in self.told and one.end >= right and not self.plain[right : one.end].strip():
                    self.told.add(one.key)
                    place = f' id="{self.back}{one.key}"' if self.back else ""
                    self.out.append(f'<a class="work__ref"{place} href="#note-{one.key}">{one.number}</a>')


def _shown(tag: str) -> str:
    return "p" if tag in _HEADINGS else tag


def _reads(attrs: list[tuple[str, str | None]]) -> str:
    """How a block reads, where it says so."""
    given = {name: value or "" for name, value in attrs}
    direction, language = given.get("dir", "").lower(), given.get("lang", "")
    said = f' dir="{direction}"' if direction in _DIRECTIONS else ""
    return f'{said} lang="{language}"' if _LANGUAGE.fullmatch(language) else said


def _link(address: str) -> str:
    if not address.startswith("https://"):
        return "<a>"
    return f'<a href="{escape(address)}" rel="noopener noreferrer nofollow">'


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS].rstrip()}…"
