"""What an invited officer is to take part in. Later rooms know it; her letter names it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clikc.people.models import User


@dataclass(frozen=True)
class Plans:
    """Names of cohorts as their coordinator wrote them; courses as (title, its language)."""

    cohorts: tuple[str, ...] = ()
    courses: tuple[tuple[str, str], ...] = ()


_known: list[Callable[[User, str], Plans]] = []


def register_plans(plans_of: Callable[[User, str], Plans]) -> None:
    """From now on ``plans_of(person, language)`` says what she is to take part in; call it when apps are
    ready."""
    if plans_of not in _known:
        _known.append(plans_of)


def plans_for(person: User, language: str) -> Plans:
    """What is planned for this person, said in that language."""
    found = [plans_of(person, language) for plans_of in _known]
    return Plans(
        tuple(name for plans in found for name in plans.cohorts),
        tuple(course for plans in found for course in plans.courses),
    )
