"""Text of a document as it is kept: Unicode NFC, no controls, no more than is asked for. Pure."""

from __future__ import annotations

import re
import unicodedata

from ..decoding import UNREADABLE

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Readers of PDF mark a word that goes on in the next line with one of these.
_SPLIT_WORD = re.compile("[\x02\u00ad\ufffe]\n")
_DIRECTIONS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\u00ad]")
_SPACES = re.compile(r"[ \u00a0]+\n")
_EMPTY_LINES = re.compile(r"\n{3,}")


def tidy(text: str, most: int) -> str:
    """Lines end with a line feed and nothing before it; marks of direction and soft hyphens go, since two
    texts that read alike are to be alike. At most ``most`` letters, none of them cut in two."""
    # Four times as much may become shorter; beyond it is thrown away unread.
    text = _SPLIT_WORD.sub("", _LINE_ENDS.sub("\n", text[: 4 * most]))
    text = unicodedata.normalize("NFC", UNREADABLE.sub("", _DIRECTIONS.sub("", text)))
    text = _EMPTY_LINES.sub("\n\n", _SPACES.sub("\n", text)).strip()
    cut = most
    while 0 < cut < len(text) and unicodedata.combining(text[cut]):
        cut -= 1
    return text[:cut].rstrip() if len(text) > most else text
