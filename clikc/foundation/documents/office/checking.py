"""A DOCX or ODT from its bytes: what it is, whether it may be kept, what it says. Pure."""

from __future__ import annotations

from ..model import Document, Limits, Paragraph, Refused, document
from . import docx, odt, reading
from .parts import Parts, packed, unpacked


def checked(data: bytes, limits: Limits) -> Document:
    """The document with what to keep of it. Raises Refused; ``changes``: those of ``docx`` and ``odt``,
    and rewritten, where something stood between or behind its parts."""
    parts, is_plain = unpacked(data, limits)
    kind, main = kind_of(parts)
    kept, changes = (docx if kind == "docx" else odt).judged(parts)
    text = "\n".join(part.text for part in reading.paragraphs(kept, kind, main, limits.letters))
    if changes or not is_plain:
        data = packed(kept)
        changes.append("rewritten")
        if not unpacked(data, limits)[1]:
            raise Refused("polyglot")
    return document(kind, data, text=text, changes=changes)


def paragraphs(data: bytes, limits: Limits) -> tuple[Paragraph, ...]:
    parts, _is_plain = unpacked(data, limits)
    kind, main = kind_of(parts)
    return reading.paragraphs(parts, kind, main, limits.letters)


def kind_of(parts: Parts) -> tuple[str, str]:
    """The kind and the name of the part that is the text."""
    if "[Content_Types].xml" in parts:
        return "docx", docx.main_part(parts)
    if "mimetype" in parts:
        return "odt", odt.main_part(parts)
    raise Refused("unknown_kind", looks_like="zip")
