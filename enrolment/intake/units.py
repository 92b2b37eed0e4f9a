"""The units a file names: those there are, and those that are made when it is confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from clikc.people import api as people

if TYPE_CHECKING:
    from clikc.people.models import Administration, Unit, User

# A file that names more is one where the wrong column is called a unit.
MOST_NEW = 300


class UnitBook:
    """The units of an administration by their names; case and spaces do not count. One query."""

    def __init__(self, administration: Administration):
        self._administration = administration
        self._units = {key_of(unit.name): unit for unit in administration.units.all()}

    def is_new(self, name: str) -> bool:
        return bool(name) and key_of(name) not in self._units

    def is_closed(self, name: str) -> bool:
        unit = self._units.get(key_of(name))
        return unit is not None and not unit.is_active

    def of(self, name: str) -> Unit | None:
        return self._units.get(key_of(name))

    def id_of(self, name: str) -> int | None:
        unit = self.of(name)
        return unit.pk if unit else None

    def make(self, names: Iterable[str], *, by: User | None) -> None:
        """Make those that are not there."""
        new = {key_of(name): name for name in names if self.is_new(name)}
        for key, name in new.items():
            self._units[key] = people.add_unit(administration=self._administration, name=name, by=by)


def key_of(name: str) -> str:
    return " ".join(name.split()).lower()
