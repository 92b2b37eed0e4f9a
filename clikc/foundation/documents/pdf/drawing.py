"""Pages of a PDF as pictures. Pure."""

from __future__ import annotations

import pypdfium2
from PIL import Image

from ..model import Refused
from ..pictures import as_webp

_MOST_DRAWN = 20_000_000
# WebP has no longer ones.
_LONGEST_SIDE = 16_000


def drawn(data: bytes, page: int, width: int) -> bytes:
    """A page, counted from 1, as WebP of that width; narrower where it is so long that it would take more
    than its share of pixels. Raises Refused: no_such_page, broken."""
    try:
        with pypdfium2.PdfDocument(data) as document:
            if not 1 <= page <= len(document):
                raise Refused("no_such_page", pages=len(document))
            return as_webp(_picture(document[page - 1], width))
    except pypdfium2.PdfiumError as error:
        raise Refused("broken") from error


def _picture(page: pypdfium2.PdfPage, width: int) -> Image.Image:
    wide, high = page.get_size()
    if min(wide, high) < 1:
        raise Refused("broken")
    scale = min(width / wide, _LONGEST_SIDE / high, (_MOST_DRAWN / (wide * high)) ** 0.5)
    return page.render(scale=scale, rev_byteorder=True, draw_annots=True).to_pil()
