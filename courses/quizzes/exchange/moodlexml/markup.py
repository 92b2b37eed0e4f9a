"""XML as text: elements with escaped texts and attributes. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

Attributes = Mapping[str, object]


def element(name: str, *inner: str, attributes: Attributes | None = None) -> str:
    """An element; ``inner`` is XML. Attributes without a value are left out."""
    given = {key: str(value) for key, value in (attributes or {}).items() if value not in ("", None)}
    pairs = "".join(f" {key}={quoteattr(value, _BREAKS)}" for key, value in given.items())
    return f"<{name}{pairs}>{''.join(inner)}</{name}>"


def leaf(name: str, text: object, attributes: Attributes | None = None) -> str:
    """An element that holds a text."""
    return element(name, escape(str(text), {"\r": "&#13;"}), attributes=attributes)


def worded(name: str, text: str, *inner: str, attributes: Attributes | None = None) -> str:
    """An element with its words in ``<text>``, as Moodle has them, and what follows these."""
    return element(name, leaf("text", text), *inner, attributes=attributes)


_BREAKS = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
