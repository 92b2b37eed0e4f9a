"""A GIFT file in blocks, parted by empty lines: a question, or a category, with its comments. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_CATEGORY = "$CATEGORY:"


@dataclass(frozen=True)
class Block:
    """Lines that belong together. ``line`` is that of the first one of ``text``, counted from 1."""

    text: str
    line: int
    comment: str = ""
    category: str = ""

    def line_of(self, place: int) -> int:
        """The line of a place in ``text``."""
        return self.line + self.text.count("\n", 0, max(place, 0))


def blocks(text: str) -> Iterator[Block]:
    lines: list[tuple[int, str]] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            lines.append((number, line.strip()))
        elif lines:
            yield from _of(lines)
            lines = []


def _of(lines: list[tuple[int, str]]) -> Iterator[Block]:
    comment = "\n".join(line for _number, line in lines if line.startswith("//"))
    said = [(number, "" if line.startswith("//") else line) for number, line in lines]
    while said and not said[0][1]:
        said.pop(0)
    if said and said[0][1].startswith(_CATEGORY):
        number, line = said.pop(0)
        yield Block("", number, category=line[len(_CATEGORY) :].strip())
    while said and not said[0][1]:
        said.pop(0)
    if said:
        yield Block("\n".join(line for _number, line in said), said[0][0], comment)
