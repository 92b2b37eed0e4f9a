"""Rich text as participants write it: what is kept of it, and the same as plain text.

Kept are paragraphs, one rank of headings, lists, quotations, strong and emphasised words, and links to
https addresses; ``dir`` and ``lang`` say how it reads. nh3 decides what is safe; what it lets through is
put into the few forms that every reader of ours expects.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

import nh3

from clikc.foundation.decoding import UNREADABLE

LEAVES = {"p", "h3"}
LISTS = {"ul", "ol"}
CONTAINERS = LISTS | {"blockquote", "li"}
INLINE = {"strong", "em", "a"}
# Other words for the same, as editors and pasted pages use them.
SAME = {"b": "strong", "i": "em", "div": "p"} | dict.fromkeys(("h1", "h2", "h4", "h5", "h6"), "h3")
TAGS = LEAVES | CONTAINERS | INLINE | {"br"}
_WAYS = {tag: {"dir", "lang"} for tag in (LEAVES | CONTAINERS | {"div"}) | SAME.keys() - {"b", "i"}}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_SPACES = re.compile(r"\s+")
BARE = "words right in an item"


def sanitised(html: str) -> str:
    """What is kept of rich text from outside; the same when it is sanitised again. Empty where nothing is
    written in it."""
    safe = nh3.clean(
        _readable(html),
        tags=TAGS | SAME.keys(),
        attributes={**_WAYS, "a": {"href"}},
        attribute_filter=_attribute,
        url_schemes={"https"},
        link_rel=None,
    )
    writer = _Writer()
    writer.feed(safe)
    writer.close()
    return writer.html()


def from_typed(text: str) -> str:
    """Plain text as rich text: a blank line parts paragraphs, a line end stays one."""
    lines = _readable(text).replace("\r\n", "\n").replace("\r", "\n")
    paragraphs = [part.strip() for part in re.split(r"\n[ \t]*\n", lines)]
    html = "".join(f"<p>{'<br>'.join(map(escape, part.split(chr(10))))}</p>" for part in paragraphs if part)
    return sanitised(html)


def plain_of(html: str) -> str:
    """The words of sanitised rich text: a blank line between paragraphs, a line for each item of a list.

    Places in a text (of comments, of resemblances) are counted in characters of this.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.words)


def _readable(text: str) -> str:
    return UNREADABLE.sub("", text)


def _attribute(_tag: str, name: str, value: str) -> str | None:
    if name == "dir":
        return value.lower() if value.lower() in {"ltr", "rtl", "auto"} else None
    if name == "lang":
        return value if _LANGUAGE.fullmatch(value) else None
    return value


def _opening(tag: str, attributes: dict[str, str]) -> str:
    said = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{said}>"


class _Writer(HTMLParser):
    """Writes each run of words into a paragraph, heading or item; what holds no words is not written."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []
        self._containers: list[str] = []
        self._unwritten: list[str] = []
        self._inline: list[tuple[str, dict]] = []
        self._leaf: tuple[str, dict] | None = None
        self._written_leaf = ""
        self._breaks = 0
        self._is_spaced = False

    def html(self) -> str:
        self._end_leaf()
        self._close_containers(0)
        return "".join(self._out)

    def handle_starttag(self, tag, attrs):
        tag, attributes = SAME.get(tag, tag), {name: value for name, value in attrs if value}
        if tag in LEAVES:
            self._end_leaf()
            self._leaf = (tag, attributes)
        elif tag in CONTAINERS:
            self._open_container(tag, attributes)
        elif tag == "br":
            self._breaks += 1
        elif tag in INLINE and (tag != "a" or "href" in attributes):
            if tag == "a" and any(name == "a" for name, _more in self._inline):
                self._close_inline("a")
            self._inline.append((tag, attributes))
            if self._written_leaf:
                self._write(_opening(tag, self._shown(tag, attributes)))

    def handle_endtag(self, tag):
        tag = SAME.get(tag, tag)
        if tag in LEAVES:
            self._end_leaf()
        elif tag in CONTAINERS and tag in self._containers:
            self._end_leaf()
            self._close_containers(len(self._containers) - 1 - self._containers[::-1].index(tag))
        elif any(tag == name for name, _attributes in self._inline):
            self._close_inline(tag)

    def handle_data(self, data):
        words = _SPACES.sub(" ", data)
        if not self._written_leaf or self._breaks or self._is_spaced:
            words = words.lstrip()
        if not words:
            return
        if not self._written_leaf:
            self._begin_leaf()
        self._write("<br>" * self._breaks + escape(words, quote=False))
        self._breaks, self._is_spaced = 0, words.endswith(" ")

    def _open_container(self, tag: str, attributes: dict) -> None:
        self._end_leaf()
        if tag == "li":
            if not LISTS & set(self._containers):
                return
            self._close_containers(max(n for n, name in enumerate(self._containers) if name in LISTS) + 1)
        elif self._containers and self._containers[-1] in LISTS:
            self._into_item()
        self._containers.append(tag)
        self._unwritten.append(_opening(tag, attributes))

    def _into_item(self) -> None:
        """Editors put a list right into a list: it belongs to the item before it."""
        if not self._unwritten and self._out[-1] == "</li>":
            self._out.pop()
            self._containers.append("li")
        else:
            self._open_container("li", {})

    def _close_containers(self, depth: int) -> None:
        while len(self._containers) > depth:
            tag = self._containers.pop()
            if self._unwritten:
                self._unwritten.pop()
            else:
                self._write(f"</{tag}>")

    def _begin_leaf(self) -> None:
        self._breaks, self._is_spaced = 0, False
        if self._containers and self._containers[-1] in LISTS:
            leaf = self._leaf
            self._open_container("li", {})
            self._leaf = leaf
        self._out += self._unwritten
        self._unwritten = []
        is_bare = self._leaf is None and self._containers[-1:] == ["li"]
        tag, attributes = self._leaf or ("p", {})
        self._written_leaf = BARE if is_bare else tag
        if not is_bare:
            self._write(_opening(tag, attributes))
        self._write("".join(_opening(name, self._shown(name, more)) for name, more in self._inline))

    def _end_leaf(self) -> None:
        if self._written_leaf:
            self._write("".join(f"</{name}>" for name, _more in reversed(self._inline)))
            if self._written_leaf != BARE:
                self._write(f"</{self._written_leaf}>")
        self._leaf, self._written_leaf, self._breaks = None, "", 0

    def _close_inline(self, tag: str) -> None:
        place = max(number for number, (name, _more) in enumerate(self._inline) if name == tag)
        inner = self._inline[place + 1 :]
        del self._inline[place:]
        if self._written_leaf:
            self._write("".join(f"</{name}>" for name, _more in reversed(inner)) + f"</{tag}>")
            self._write("".join(_opening(name, self._shown(name, more)) for name, more in inner))
        self._inline += inner

    @staticmethod
    def _shown(tag: str, attributes: dict) -> dict:
        return attributes | {"rel": "noopener noreferrer nofollow"} if tag == "a" else attributes

    def _write(self, html: str) -> None:
        if html:
            self._out.append(html)


class _Reader(HTMLParser):
    """Goes through sanitised rich text and keeps its words, and what parts them."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._gap = ""

    def handle_starttag(self, tag, attrs):
        if tag == "br":
            self.words.append("\n")
        else:
            self._part(tag)

    def handle_endtag(self, tag):
        self._part(tag)

    def handle_data(self, data):
        if self.words and self._gap:
            self.words.append(self._gap)
        self._gap = ""
        self.words.append(data)

    def _part(self, tag: str) -> None:
        gap = "\n\n" if tag in LEAVES else "\n" if tag in CONTAINERS else ""
        self._gap = max(self._gap, gap, key=len)
