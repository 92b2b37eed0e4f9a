"""Files of a work to be looked at: pages as pictures of our own making, documents as paragraphs.

A picture is kept by the browser of its reader alone, and asked for again each time: who may not see the
work any more gets nothing, and who may gets it without its being sent twice over a thin line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from django.core.files.base import File
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse

from clikc.foundation import documents

from .weaving import Passage, Woven, weave, weave_plain

if TYPE_CHECKING:
    from ..models import SubmittedFile

# On a phone, on a laptop, and to read small print.
WIDTHS = (640, 1100, 1800)
PICTURED = frozenset({"pdf", "jpeg", "png", "webp"})
# Whoever opens a file in the browser after all runs nothing of it, and it reaches nothing of ours.
ISOLATED = "default-src 'none'; sandbox"
# An upright page as most are; the browser corrects it when the picture is there.
_PAGE_SIZE = (1000, 1414)
_PICTURE_SIZE = (1000, 750)


@dataclass(frozen=True)
class PageShown:
    """A page with its pins (each has ``key``, ``number``, ``x`` and ``y``), the addresses of its picture by
    width in pixels, and the size to keep free for it."""

    number: int
    sources: list[tuple[str, int]]
    size: tuple[int, int]
    pins: list


def page_shown(
    record: SubmittedFile, number: int, pins: Iterable, *, route: str, widths: Sequence[int] = WIDTHS
) -> PageShown:
    """``route`` names the address of a page of the file in a width."""
    sources = [(reverse(route, args=[record.pk, number, width]), width) for width in widths]
    return PageShown(number, sources, _PAGE_SIZE if record.kind == "pdf" else _PICTURE_SIZE, list(pins))


def page_answer(
    request: HttpRequest, record: SubmittedFile, content: File, *, number: int, width: int
) -> HttpResponse:
    """One page of a PDF, or a picture, as WebP; for whoever may have ``content``, which is the file or the
    one without who made it. Raises Http404."""
    if record.kind not in PICTURED or width not in WIDTHS or not 1 <= number <= max(record.pages, 1):
        raise Http404
    etag = f'"{record.digest[:32]}-{content.name.rpartition("/")[2]}-{number}-{width}"'
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(_drawn(record.kind, content, number, width), content_type="image/webp")
        response["Content-Security-Policy"] = ISOLATED
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    return response


def _drawn(kind: str, content: File, number: int, width: int) -> bytes:
    try:
        with content.open("rb") as opened:
            return documents.page_picture(opened.read(), kind, number, width)
    except (documents.Refused, FileNotFoundError):
        raise Http404 from None


def woven_file(
    record: SubmittedFile, content: File, passages: Iterable[Passage], *, prefix: str, back: str = ""
) -> Woven | None:
    """A document as paragraphs, headings and items, its passages marked (``weave``); as plain lines where it
    cannot be opened again, and None where it has no words."""
    if not record.plain.strip():
        return None
    passages = list(passages)
    try:
        with content.open("rb") as opened:
            paragraphs = documents.paragraphs_of(opened.read(), record.kind)
    except (documents.Refused, FileNotFoundError):
        return weave_plain(record.plain, passages, prefix=prefix, back=back)
    html = "".join(map(_as_html, paragraphs))
    return weave(html, record.plain, passages, prefix=prefix, back=back)


def _as_html(paragraph: documents.Paragraph) -> str:
    words = "".join(_run(run) for run in paragraph.runs)
    if paragraph.role == "heading":
        return f"<h3>{words}</h3>"
    return f"<ul><li>{words}</li></ul>" if paragraph.role == "item" else f"<p>{words}</p>"


def _run(run: documents.Run) -> str:
    words = escape(run.text)
    words = f"<strong>{words}</strong>" if run.is_bold else words
    return f"<em>{words}</em>" if run.is_italic else words
