"""What can be asked of a document, done here and now. Pure.

Whoever has a file of somebody else asks through ``asking``, which has it done in another process.
"""

from __future__ import annotations

from .kinds import family_of
from .model import OFFICE, PICTURES, Document, Limits, Paragraph, Refused


def inspected(data: bytes, limits: Limits) -> Document:
    if len(data) > limits.bytes:
        raise Refused("too_large", size=len(data), most=limits.bytes)
    family = family_of(data)
    if family == "pdf":
        from .pdf import checking as pdf

        return pdf.checked(data, limits)
    if family == "zip":
        from .office import checking as office

        return office.checked(data, limits)
    from . import pictures

    return pictures.checked(data, family, limits)


def scrubbed(data: bytes, kind: str, limits: Limits) -> bytes:
    if kind == "pdf":
        from .pdf import scrubbing

        return scrubbing.scrubbed(data)
    if kind in OFFICE:
        from .office import scrubbing

        return scrubbing.scrubbed(data, limits)
    from . import pictures

    return pictures.scrubbed(data, _picture(kind), limits)


def drawn(data: bytes, kind: str, page: int, width: int, limits: Limits) -> bytes:
    if kind == "pdf":
        from .pdf import drawing

        return drawing.drawn(data, page, width)
    if page != 1 or kind not in PICTURES:
        raise Refused("no_such_page", pages=int(kind in PICTURES))
    from . import pictures

    return pictures.drawn(data, kind, width, limits)


def paragraphs(data: bytes, kind: str, limits: Limits) -> tuple[Paragraph, ...]:
    if kind not in OFFICE:
        raise Refused("unknown_kind")
    from .office import checking as office

    return office.paragraphs(data, limits)


def _picture(kind: str) -> str:
    if kind not in PICTURES:
        raise Refused("unknown_kind")
    return kind
