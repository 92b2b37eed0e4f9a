"""Several things in one cell: one a line, with signs that can stand for themselves. Pure.

A line that ends in a backslash goes on in the next one. A hyphen alone is an item that has no words
yet. A backslash before an equals sign, or at the beginning of a line, makes what follows ordinary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

NO_WORDS = "-"
_HYPHEN = re.compile(r"\\*-")


def joined(items: Iterable[str]) -> str:
    """A cell that ``items_of`` reads back as these items."""
    return "\n".join(_protected(item) for item in items)


def items_of(cell: str) -> list[str]:
    """The items of a cell, one a line; blank lines are none."""
    found: list[str] = []
    parts: list[str] = []
    for line in cell.split("\n"):
        body = line.rstrip("\\")
        slashes = len(line) - len(body)
        parts.append(body + "\\" * (slashes // 2))
        if slashes % 2 == 0:
            found.append("\n".join(parts))
            parts = []
    if parts:
        found.append("\n".join(parts))
    return [_bare(item.strip()) for item in found if item.strip()]


def pair_of(item: str) -> tuple[str, str] | None:
    """Both sides of ``left = right``; None for a line that has no equals sign of its own."""
    parts = re.split(r"(?<!\\)=", item, maxsplit=1)
    if len(parts) != 2:
        return None
    left, right = (_bare_side(part.strip().replace("\\=", "=")) for part in parts)
    return left, right


def paired(left: str, right: str) -> str:
    """An item that ``pair_of`` reads back."""
    return " = ".join(map(_protected_side, (left, right)))


def _protected(item: str) -> str:
    if not item:
        return NO_WORDS
    if item.startswith("\\") or item == NO_WORDS:
        item = f"\\{item}"
    lines = item.split("\n")
    doubled = [line + "\\" * (len(line) - len(line.rstrip("\\"))) for line in lines]
    return "\\\n".join(doubled)


def _bare(item: str) -> str:
    if item == NO_WORDS:
        return ""
    return item[1:] if item.startswith("\\") and not item.startswith("\\=") else item


def _protected_side(side: str) -> str:
    if not side:
        return NO_WORDS
    return "\\" + side if _HYPHEN.fullmatch(side) else side.replace("=", "\\=")


def _bare_side(side: str) -> str:
    if side == NO_WORDS:
        return ""
    return side[1:] if _HYPHEN.fullmatch(side) else side
