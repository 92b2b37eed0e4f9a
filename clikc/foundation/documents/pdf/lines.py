"""Lines of a page that are read from the right, put together from where its letters stand. Pure.

A PDF says where shapes are, not in which order they are read. Fonts such as Noto Naskh Arabic draw the dots
of a letter apart from it, somewhat above or below the line; typesetters then name the letter twice.
After the bidirectional algorithm (Unicode Annex 9), backwards: from the places to the order.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

# Shares of the size of a letter.
_SAME_LINE = 0.6
_SAME_PLACE = 0.4
_SPACE = 0.17
_RIGHT = {"R", "AL"}
_NUMBER = {"EN", "AN"}
# They stay within a number, or a word with an apostrophe.
_WITHIN = set(".,:/-'’+%")


@dataclass
class _Glyph:
    letters: str
    left: float
    right: float
    base: float
    size: float

    @property
    def side(self) -> str:
        """R: read from the right, L: Latin and the like, N: number, empty: it goes with its neighbours."""
        for letter in self.letters:
            side = unicodedata.bidirectional(letter)
            if side in _RIGHT:
                return "R"
            if side == "L" or side in _NUMBER:
                return "L" if side == "L" else "N"
        return ""


def put_together(page: pypdfium2.PdfTextPage) -> str:
    return "\n".join(map(_line, _lines(_glyphs(page))))


def _glyphs(page: pypdfium2.PdfTextPage) -> list[_Glyph]:
    found: list[_Glyph] = []
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    places: list[tuple[float, float]] = []
    for index in range(page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(page.raw, index)
        if pdfium.FPDFText_IsGenerated(page.raw, index) == 1 or not _is_letter(code):
            continue
        pdfium.FPDFText_GetLooseCharBox(page.raw, index, box)
        pdfium.FPDFText_GetCharOrigin(page.raw, index, x, y)
        place = (x.value, y.value)
        if places and places[-1] == place and found[-1].side == "R":
            # One shape for two letters, such as lam and alef: PDFium turned them round.
            found[-1].letters = chr(code) + found[-1].letters
            continue
        pdfium.FPDFText_GetMatrix(page.raw, index, matrix)
        size = pdfium.FPDFText_GetFontSize(page.raw, index) * math.hypot(matrix.c, matrix.d)
        places.append(place)
        found.append(_Glyph(chr(code), box.left, box.right, y.value, max(size, 1.0)))
    return found


def _is_letter(code: int) -> bool:
    return 0x20 < code < 0x110000 and not 0xD800 <= code < 0xE000 and not chr(code).isspace()


def _lines(glyphs: list[_Glyph]) -> list[list[_Glyph]]:
    """Neighbours that stand about as high as most of their line."""
    lines: list[list[_Glyph]] = []
    bases = Counter[float]()
    for glyph in glyphs:
        if lines and abs(glyph.base - max(bases, key=bases.__getitem__)) <= _SAME_LINE * glyph.size:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
            bases = Counter()
        bases[round(glyph.base, 1)] += 1
    return lines


def _line(glyphs: list[_Glyph]) -> str:
    shapes = _with_marks(glyphs)
    is_from_right = sum((glyph.side == "R") - (glyph.side == "L") for glyph in shapes) > 0
    return "".join(_in_order(_with_spaces(shapes), is_from_right))


def _with_marks(glyphs: list[_Glyph]) -> list[_Glyph]:
    """From left to right, each mark with its letter, and a letter once though its dots stand apart."""
    shapes: list[_Glyph] = []
    marks = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.left):
        if all(map(unicodedata.combining, glyph.letters)):
            marks.append(glyph)
        elif not any(_is_same(glyph, other) for other in shapes[-3:]):
            shapes.append(glyph)
    for mark in marks:
        if shapes:
            nearest = min(shapes, key=lambda shape: abs(shape.left + shape.right - mark.left - mark.right))
            if not nearest.letters.endswith(mark.letters):
                nearest.letters += mark.letters
    return shapes


def _is_same(glyph: _Glyph, other: _Glyph) -> bool:
    return (
        glyph.side == "R"
        and glyph.letters == other.letters
        and abs(glyph.base - other.base) > 0.01
        and abs(glyph.left - other.left) < _SAME_PLACE * glyph.size
    )


def _with_spaces(shapes: list[_Glyph]) -> list[_Glyph]:
    spaced: list[_Glyph] = []
    end = None
    for shape in shapes:
        if end is not None and shape.left - end > _SPACE * shape.size:
            spaced.append(_Glyph(" ", end, shape.left, shape.base, shape.size))
        spaced.append(shape)
        end = shape.right if end is None else max(end, shape.right)
    return spaced


def _in_order(shapes: list[_Glyph], is_from_right: bool) -> list[str]:
    """Letters as they are read; a piece of the other direction is turned in itself."""
    pieces: list[list[_Glyph]] = []
    for shape in shapes:
        if pieces and _belongs(shape, pieces[-1], is_from_right):
            pieces[-1].append(shape)
        else:
            pieces.append([shape])
    # What stands at the end of a piece without belonging to it goes with the line.
    pieces = [part for piece in pieces for part in _without_tail(piece)]
    if is_from_right:
        return [shape.letters for piece in reversed(pieces) for shape in piece]
    return [shape.letters for piece in pieces for shape in (reversed(piece) if _is_right(piece) else piece)]


def _is_right(piece: list[_Glyph]) -> bool:
    return piece[0].side == "R"


def _belongs(shape: _Glyph, piece: list[_Glyph], is_from_right: bool) -> bool:
    """Whether a shape is read in one go, against the line, with those left of it."""
    first, side = piece[0].side, shape.side
    if not is_from_right:
        return first == "R" and side in {"R", ""}
    if first == "L":
        return side in {"L", "N", ""}
    return first == "N" and (side == "N" or shape.letters in _WITHIN)


def _without_tail(piece: list[_Glyph]) -> list[list[_Glyph]]:
    end = len(piece)
    while end > 1 and not piece[end - 1].side:
        end -= 1
    return [piece[:end], *([shape] for shape in piece[end:])]
