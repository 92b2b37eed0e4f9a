"""What was pasted from a mail, a list or a sheet, as addresses and names. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_CHARACTERS = 500_000
MOST_ENTRIES = 5_000
LONGEST = 254

_AROUND_ADDRESSES = re.compile(r"[\s<>()\[\]\"',;:،؛]+")
_BETWEEN_NAMES = re.compile(r"[;\t؛]")
_COMMA = re.compile(r"[,،]")
_LINES = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True)
class Entry:
    """One person as she was named: by ``address`` (lower case), or by ``name``. ``parts``: where the name has
    commas, the names it may be made of; ``Yusuf, Amina`` is one person, ``Amina Yusuf, Bo Li`` are two."""

    line: int
    text: str
    address: str = ""
    name: str = ""
    parts: tuple[str, ...] = ()


def entries_in(text: str) -> list[Entry]:
    """Every person that is named, in order, at most 5,000; blank lines and separators are nobody."""
    lines = _LINES.split(text[:MOST_CHARACTERS].replace("\x00", " "))
    found = (entry for number, line in enumerate(lines, start=1) for entry in _in_line(number, line))
    return [entry for entry, _number in zip(found, range(MOST_ENTRIES), strict=False)]


def _in_line(number: int, line: str) -> Iterator[Entry]:
    addresses = _addresses_in(line)
    for address in addresses:
        yield Entry(number, _short(address), address=address.strip(".").lower()[:LONGEST])
    if addresses:
        return
    for piece in _BETWEEN_NAMES.split(line):
        name = _short(piece)
        if any(char.isalnum() for char in name):
            parts = tuple(part for part in map(_short, _COMMA.split(name)) if part)
            yield Entry(number, name, name=name, parts=parts if len(parts) > 1 else ())


def _addresses_in(line: str) -> list[str]:
    """Generous: what is sought is compared, not believed. In one pass, however long the line."""
    return [word for word in _AROUND_ADDRESSES.split(line) if "@" in word[1:-1]]


def _short(text: str) -> str:
    return " ".join(text.split()).strip(" ,،\"'<>")[:LONGEST]
