"""Words of an item as plain text: paragraphs parted by an empty line, ``<br/>`` a new line. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from .tree import Node, element

PARAGRAPH, LINE = "\x1e", "\x1f"  # marks that no XML text can hold
_BLOCKS = {"p", "div", "blockquote", "ul", "ol", "dl", "pre", "prompt", "table", "hr", "section", "article"}
_BLOCKS |= {"h1", "h2", "h3", "h4", "h5", "h6", "figure", "rubricBlock", "modalFeedback", "feedbackBlock"}
_LINES = {"li", "dt", "dd", "tr", "caption", "figcaption"}
_CELLS = {"td", "th"}
_STYLED = {"b", "strong", "i", "em", "sub", "sup", "u", "code", "pre", "ruby", "small", "big", "tt", "a"}
_MEDIA = {"audio", "video", "svg", "embed", "iframe", "include"}
_SILENT = {"rt", "rp", "annotation", "annotation-xml", "script", "style"} | _MEDIA
_SPACES = re.compile(r"[ \t\r\n]+")

Instead = Callable[[Node], str | None]


def plain(node: Node, instead: Instead = lambda node: None) -> str:
    """The words of an element. ``instead`` says for an element below it what stands in its place: a
    text, empty for nothing, or None for its own words."""
    return _tidied(_inside(node, instead))


def _tidied(marked: str) -> str:
    """Marked text as paragraphs and lines, without the spaces of the file's layout."""
    plain_text = _SPACES.sub(" ", marked)
    paragraphs = (
        "\n".join(re.sub(" +", " ", line).strip(" ") for line in part.split(LINE)).strip("\n")
        for part in plain_text.split(PARAGRAPH)
    )
    return re.sub("\n{3,}", "\n\n", "\n\n".join(part for part in paragraphs if part))


def _inside(node: Node, instead: Instead) -> str:
    return "".join(child if isinstance(child, str) else _shown(child, instead) for child in node.children)


def _shown(node: Node, instead: Instead) -> str:
    own = instead(node)
    return _marked(node, instead) if own is None else own


def _marked(node: Node, instead: Instead) -> str:
    if node.name == "br":
        return LINE
    if node.name in _SILENT:
        return ""
    inner = node.get("alt") if node.name == "img" else _inside(node, instead)
    if node.name in _BLOCKS:
        return f"{PARAGRAPH}{inner}{PARAGRAPH}"
    if node.name in _LINES:
        return f"{LINE}{inner}{LINE}"
    return f"{inner} " if node.name in _CELLS else inner


def lost_in(node: Node) -> list[tuple[str, Node]]:
    """(reason, element) of what plain text does not carry, each construct once."""
    found: dict[str, tuple[str, Node]] = {}
    for part in node.walk():
        reason = _loss(part)
        if reason:
            found.setdefault(part.name, (reason, part))
    return list(found.values())


def _loss(node: Node) -> str:
    if node.name in _STYLED:
        return "formatting"
    if node.name == "math":
        return "formula_flattened"
    if node.name == "table":
        return "table_flattened"
    is_picture = node.name == "object" and node.get("type").startswith("image/")
    return "media" if node.name in _MEDIA or (node.name == "object" and not is_picture) else ""


def paragraphs(text: str) -> list[Node]:
    """A plain text as paragraphs to be written."""
    return [element("p", None, *lines(part)) for part in text.split("\n\n") if part.strip()]


def lines(text: str) -> list[Node | str]:
    """Lines of one paragraph with ``<br/>`` between them."""
    found: list[Node | str] = []
    for order, line in enumerate(text.split("\n")):
        found += ([element("br")] if order else []) + [line]
    return found
