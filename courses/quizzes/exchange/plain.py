"""HTML as plain text, and plain text as HTML. Pure.

``plain_from_html(html_from_plain(text)).text == text`` for every text without characters that no file
may hold and without white space around it.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from html.parser import HTMLParser

LONGEST = 60_000

# What a plain text does not show: emphasis and structure, and what is no text at all.
_FORMATTING = {"b", "strong", "i", "em", "u", "s", "strike", "del", "ins", "small", "big", "font", "code"}
_FORMATTING |= {"kbd", "mark", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote"}
_MEDIA = {"audio", "video", "iframe", "object", "embed", "math", "svg", "canvas", "script", "style"}
_MEDIA |= {"form", "input", "select"}
_SILENT = {"script", "style", "head", "title", "select"}
_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre", "blockquote", "dl"}
_LINES = {"div", "li", "tr", "dt", "dd", "hr", "section", "article", "header", "footer", "caption"}
_RAISED = dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
_LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))

# Stand-ins while spaces are joined: characters that no text may hold.
_SPACE, _TAB, _PARAGRAPH, _LINE = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
_KEPT = {" ": _SPACE, "\t": _TAB}
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|&(?:[a-zA-Z]{2,8}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")

_NO_TAG = re.compile(r"<(?!/?[a-zA-Z](?:[^<>\"']|\"[^<\"]*\"|'[^<']*'|[\"'])*>)")


@dataclass(frozen=True)
class Plain:
    """A text without markup; ``formatting`` and ``media`` name the elements it does not show."""

    text: str
    formatting: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    pictures: tuple[tuple[str, str], ...] = ()  # (src, alt) of each <img>, in order


class TooLong(ValueError):
    """A text that nobody wrote by hand."""


def looks_like_html(text: str) -> bool:
    return bool(_TAG.search(text))


def plain_from_html(source: str, *, keeps_lines: bool = False) -> Plain:
    """The words of a piece of HTML. ``keeps_lines``: an end of line is one, as in Moodle's own format.

    Raises TooLong.
    """
    if len(source) > LONGEST:
        raise TooLong
    source = _without_open_ends(source)
    if keeps_lines:
        source = source.replace("\n", "<br>\n")
    walk = _Words()
    walk.feed(source)
    walk.close()
    return Plain(
        _tidied("".join(walk.words)),
        tuple(dict.fromkeys(walk.formatting)),
        tuple(dict.fromkeys(walk.media)),
        tuple(walk.pictures),
    )


def _without_open_ends(source: str) -> str:
    """HTML without comments, in which every < begins a tag that is closed: a parser would look for the
    end of each of the others through all that follows."""
    kept, start = [], source.find("<!--")
    while start >= 0 and (end := source.find("-->", start)) >= 0:
        kept.append(source[:start])
        source = source[end + 3 :]
        start = source.find("<!--")
    return _NO_TAG.sub("&lt;", "".join([*kept, source]))


def html_from_plain(text: str) -> str:
    """HTML that shows a text as it is: its lines, its spaces, its signs. Without quotes around it."""
    escaped = html.escape(text, quote=False).replace("{", "&#123;").replace("}", "&#125;")
    escaped = re.sub(r"(?<= ) |^ | $", "&#32;", escaped, flags=re.MULTILINE)
    return escaped.replace("\t", "&#9;").replace("\r", "&#13;").replace("\n", "<br>")


def _tidied(text: str) -> str:
    """Spaces joined as a browser does, around breaks of lines and paragraphs too."""
    text = re.sub(r" {2,}", " ", text)
    text = re.sub(r" ?([\n\ufdd2\ufdd3]) ?", r"\1", text)
    text = re.sub(r"[\ufdd2\ufdd3]+", lambda run: "\n\n" if _PARAGRAPH in run[0] else "\n", text)
    for kept, stand_in in _KEPT.items():
        text = text.replace(stand_in, kept)
    return text.strip()


class _Words(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.words: list[str] = []
        self.formatting: list[str] = []
        self.media: list[str] = []
        self.pictures: list[tuple[str, str]] = []
        self._silent = 0
        self._lists: list[int] = []
        self._links: list[str] = []
        self._script: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag in _FORMATTING:
            self.formatting.append(tag)
        if tag in _MEDIA:
            self.media.append(tag)
        if tag in _SILENT:
            self._silent += 1
        if tag == "br":
            self.words.append("\n")
        elif tag == "img":
            self.pictures.append((given.get("src", ""), given.get("alt", "")))
        elif tag == "a":
            self._links.append(given.get("href", "").strip())
        elif tag in {"sup", "sub"}:
            self._script.append("")
        self._block(tag)
        self._list(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in {"br", "img", "hr", "input"}:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag in _SILENT and self._silent:
            self._silent -= 1
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        if tag == "a" and self._links:
            self._link(self._links.pop())
        if tag in {"sup", "sub"} and self._script:
            self._say(_scripted(tag, self._script.pop()))
        if tag in {"td", "th"}:
            self.words.append(" ")
        self._block(tag)

    def handle_data(self, data):
        self._say(re.sub(r"[ \t\r\n\f]+", " ", data))

    def handle_charref(self, name):
        self._say(_character(f"&#{name};"))

    def handle_entityref(self, name):
        self._say(_character(f"&{name};"))

    def unknown_decl(self, data):
        self._say(data.removeprefix("CDATA["))

    def close(self):
        super().close()
        while self._script:
            self._say(self._script.pop())

    def _say(self, text: str) -> None:
        if self._silent:
            return
        if self._script:
            self._script[-1] += text
        else:
            self.words.append(text)

    def _block(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self.words.append(_PARAGRAPH if len(self._lists) < 2 else _LINE)
        elif tag in _LINES:
            self.words.append(_LINE)

    def _list(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self._lists.append(0 if tag == "ol" else -1)
        elif tag == "li" and self._lists and self._lists[-1] >= 0:
            self._lists[-1] += 1
            self.words.append(f"{self._lists[-1]}. ")
        elif tag == "li":
            self.words.append("- ")

    def _link(self, target: str) -> None:
        if target.lower().startswith(("http://", "https://")) and target not in "".join(self.words[-3:]):
            self.words.append(f" ({target})")


def _character(reference: str) -> str:
    """What a reference stands for; one that stands for nothing is text."""
    found = html.unescape(reference)
    return _KEPT.get(found, found)


def _scripted(tag: str, text: str) -> str:
    """Raised or lowered: with the characters that are so, or with the sign that says so."""
    table, sign = (_RAISED, "^") if tag == "sup" else (_LOWERED, "_")
    if not text.strip():
        return text
    if all(letter in table for letter in text):
        return "".join(table[letter] for letter in text)
    return f"{sign}{text}" if len(text) == 1 else f"{sign}({text})"
