"""Where in a sheet things are: by its row of codes, or by its headers in any language. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from clikc.foundation.sheets import LAST_HEADER, Line, wild

from .vocabulary import WRONG, code_in, column_named, is_known, key_of, part_named


class UnusableColumns(Exception):
    """The headers do not say where things are: ``column_twice`` with its header."""

    def __init__(self, code: str, line: int, detail: str):
        super().__init__(code, line, detail)
        self.code = code
        self.line = line
        self.detail = detail


@dataclass(frozen=True)
class Table:
    """A sheet of marks. ``codes`` are those of its columns, place by place, where it has a row of them;
    ``heads`` its headers in words. ``rows`` are what is neither."""

    number: int
    title: str
    codes: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[Line, ...]

    @property
    def code_place(self) -> int:
        return self._fixed()["code"]

    def places(self, titles: Mapping[str, str]) -> dict[str, int]:
        """Code of a column → its place. ``titles``: what criteria are called (``key_of``) → their codes; by
        them columns are found where there is no row of codes."""
        found = self._fixed()
        if not self.codes:
            for place, head in enumerate(self.heads):
                part, title = part_named(head)
                if part and (criterion := titles.get(key_of(title), "")):
                    found.setdefault(f"{part}:{criterion}", place)
        return found

    @property
    def ignored(self) -> tuple[str, ...]:
        """Headers that nothing is read from."""
        return tuple(
            head.strip()
            for place, head in enumerate(self.heads)
            if head.strip() and not is_known(head) and not (place < len(self.codes) and self.codes[place])
        )

    def _fixed(self) -> dict[str, int]:
        cells = self.codes or tuple(column_named(head) for head in self.heads)
        return {code: place for place, code in reversed(list(enumerate(cells))) if code and code != WRONG}


def table_of(number: int, title: str, lines: Iterable[Line]) -> Table | None:
    """A sheet by its lines; None where it is none of marks. Raises UnusableColumns."""
    kept = list(lines)
    by_codes = next((line for line in kept if _is_codes(line.cells)), None)
    by_words = max(kept[:LAST_HEADER], key=_known_words, default=None)
    if by_words is not None and not _is_heads(by_words.cells):
        by_words = None
    if by_codes is None and by_words is None:
        return None
    codes = tuple(code_in(cell) for cell in by_codes.cells) if by_codes else ()
    heads = tuple(wild(cell) for cell in by_words.cells) if by_words else ()
    _refuse_twice(by_codes or by_words, codes or tuple(map(column_named, heads)))
    heading = {line.number for line in (by_codes, by_words) if line is not None}
    return Table(number, title, codes, heads, tuple(line for line in kept if line.number not in heading))


def _is_codes(cells: Sequence[str]) -> bool:
    found = {code for cell in cells if (code := code_in(cell)) and cell.strip() == code}
    return "code" in found and len(found) > 1


def _known_words(line: Line) -> int:
    return 0 if _is_codes(line.cells) else sum(_is_word(cell) for cell in line.cells)


def _is_word(cell: str) -> bool:
    return bool(column_named(cell) or part_named(cell)[0])


def _is_heads(cells: Sequence[str]) -> bool:
    return "code" in map(column_named, cells) and sum(map(_is_word, cells)) > 1


def _refuse_twice(line: Line, codes: Sequence[str]) -> None:
    seen = set()
    for cell, code in zip(line.cells, codes, strict=False):
        if code in seen and code != WRONG:
            raise UnusableColumns("column_twice", line.number, " ".join(cell.split())[:100])
        seen.update({code} - {""})
