"""Facts of assignments that stay as they are, because of what later rooms made of them."""

from __future__ import annotations

from collections.abc import Callable

from .models import Assignment

_works: list[Callable[[Assignment], bool]] = []


def register_works(has_works: Callable[[Assignment], bool]) -> None:
    """From now on it stays as it is who hands an assignment in, one person or a team, where
    ``has_works(assignment)`` says that there is work for it. Call it when apps are ready."""
    if has_works not in _works:
        _works.append(has_works)


def may_turn(assignment: Assignment, *, is_group: bool) -> bool:
    """Whether it may be handed in this way from now on: as it is, or while there is no work for it."""
    return assignment.is_group == is_group or not any(has_works(assignment) for has_works in _works)
