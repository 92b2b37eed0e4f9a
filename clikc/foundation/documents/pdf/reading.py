"""The text of a PDF, line by line. Pure.

PDFium gives letters in the order in which they are read, but takes the direction of a whole file for that
of every line: a file that says of itself that it is read from the right has its English backwards. So
that is not told to it, and lines with Arabic are put together here (``lines``).
"""

from __future__ import annotations

import io
import re

import pikepdf
import pypdfium2

from ..model import Limits, Refused
from ..text import tidy
from . import lines

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


def text_and_size(data: bytes, pdf: pikepdf.Pdf, limits: Limits) -> tuple[str, tuple[int, int]]:
    """The text, pages apart by an empty line, and width and height of the first page in points."""
    try:
        with pypdfium2.PdfDocument(_without_direction(data, pdf)) as document:
            width, height = document.get_page_size(0)
            return _text(document, limits.letters), (round(width), round(height))
    except pypdfium2.PdfiumError as error:
        raise Refused("broken") from error


def _without_direction(data: bytes, pdf: pikepdf.Pdf) -> bytes:
    wishes = pdf.Root.get("/ViewerPreferences")
    if not isinstance(wishes, pikepdf.Dictionary) or "/Direction" not in wishes:
        return data
    del wishes["/Direction"]
    stream = io.BytesIO()
    pdf.save(stream, fix_metadata_version=False)
    return stream.getvalue()


def _text(document: pypdfium2.PdfDocument, most: int) -> str:
    found, length = [], 0
    for page in document:
        if length > most:
            break
        text = _page_text(page)
        length += len(text)
        found.append(text)
    return tidy("\n\n".join(found), most)


def _page_text(page: pypdfium2.PdfPage) -> str:
    try:
        letters = page.get_textpage()
    except pypdfium2.PdfiumError:
        return ""
    text = letters.get_text_range()
    return lines.put_together(letters) if _RIGHT_TO_LEFT.search(text) else text
