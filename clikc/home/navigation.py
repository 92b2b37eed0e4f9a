"""What stands in a person's own menu. Later rooms know their pages, and who may open them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_entries: list[NavEntry] = []


@dataclass(frozen=True)
class NavEntry:
    """A page in the menu: its label (may be lazy), the name of its route, and who finds it there."""

    label: object
    route: str
    may: Callable[[object], bool]


def register_nav(entry: NavEntry) -> None:
    """Put a page into the menu of those of whom ``entry.may(user)`` is true; call it when apps are ready."""
    if entry not in _entries:
        _entries.append(entry)


def entries_for(user) -> list[NavEntry]:
    """The pages this person finds in her menu, in the order of the calls. Her roles are looked up once."""
    return [entry for entry in _entries if user.is_authenticated and entry.may(user)]
