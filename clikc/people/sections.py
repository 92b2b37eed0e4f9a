"""What stands on the account page. Later rooms know more of a person than this one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import User

_sections: list[Section] = []


@dataclass(frozen=True)
class Section:
    """A template, which is given ``user`` and, as ``value``, what ``value_of(user)`` says."""

    template: str
    value_of: Callable[[User], object]


def register_section(section: Section) -> None:
    """Put a section onto everybody's account page, below the profile; call it when apps are ready."""
    if section not in _sections:
        _sections.append(section)


def sections_for(user: User) -> list[tuple[str, object]]:
    """Template and value of every section, in the order of the calls."""
    return [(section.template, section.value_of(user)) for section in _sections]
