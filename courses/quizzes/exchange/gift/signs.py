"""The signs of GIFT: what a backslash protects, and the marks in comments. Pure.

Marks that Moodle reads: ``[id:…]`` and ``[tag:…]``. Marks that only we read, and Moodle skips:
``[kind:blanks]``, ``[codes:a b c]`` (of the choices, in order), ``[partial:no]``, ``[unit:…]``,
``[least:…]``, ``[most:…]`` (words of an essay), ``[source:…]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# Stand-ins for protected signs: characters that no text may hold.
_PROTECTED = {sign: chr(0xFDD0 + place) for place, sign in enumerate(":#={}~\\")} | {"n": "\ufddf"}
_SHOWN = str.maketrans({stand_in: sign for sign, stand_in in _PROTECTED.items() if sign != "n"})
_SHOWN[ord("\ufddf")] = "\n"
_ESCAPE = re.compile(r"\\([:#={}~\\n])")
_MARK = re.compile(r"\[([a-z]+):((?:\\\]|[^\]\n]){0,600})\]")


def hidden(text: str) -> str:
    """A text in which no protected sign can be taken for one that means something."""
    return _ESCAPE.sub(lambda found: _PROTECTED[found[1]], text)


def shown(text: str) -> str:
    """A part of a ``hidden`` text as it is meant."""
    return text.translate(_SHOWN)


def protected(text: str) -> str:
    """A text to be written on one line of a file."""
    return re.sub(r"[:#={}~\\]", r"\\\g<0>", text).replace("\n", "\\n")


def marks_of(comment: str) -> list[tuple[str, str]]:
    """(name, value) of the marks in a comment, in order."""
    return [(name, value.replace("\\]", "]").strip()) for name, value in _MARK.findall(comment)]


def marks(pairs: Iterable[tuple[str, str]]) -> str:
    """Marks as they stand in a comment."""
    return " ".join(f"[{name}:{value.replace(']', chr(92) + ']')}]" for name, value in pairs)
