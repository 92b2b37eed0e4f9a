"""Which column of a list of officers holds what. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .vocabulary import WRONG, column_of


class UnusableColumns(Exception):
    """The headers do not say where things are: ``no_address_column``, or ``column_twice`` with its header."""

    def __init__(self, code: str, detail: str = ""):
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Columns:
    """Column → its place among the cells; the headers that nothing is read from."""

    places: dict[str, int]
    ignored: tuple[str, ...] = ()

    def text(self, cells: Sequence[str], column: str) -> str:
        place = self.places.get(column, len(cells))
        return cells[place] if place < len(cells) else ""


def columns_of(headers: Sequence[str]) -> Columns:
    """The columns of a file by its row of headers. Raises UnusableColumns."""
    places: dict[str, int] = {}
    ignored = []
    for place, header in enumerate(headers):
        column = column_of(header)
        if column is None and header.strip():
            ignored.append(" ".join(header.split()))
        if column in places and column != WRONG:
            raise UnusableColumns("column_twice", " ".join(header.split()))
        if column is not None:
            places[column] = place
    if "address" not in places:
        raise UnusableColumns("no_address_column")
    return Columns(_parted(places), tuple(ignored))


def _parted(places: dict[str, int]) -> dict[str, int]:
    """``Nom`` beside ``Prénom`` is the family name, ``Nombre`` beside ``Apellidos`` the given one."""
    has = {part: part in places for part in ("name", "given", "family")}
    if has["name"] and has["given"] != has["family"]:
        part = "family" if has["given"] else "given"
        return {(part if column == "name" else column): place for column, place in places.items()}
    return places
