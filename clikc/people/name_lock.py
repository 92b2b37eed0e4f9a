"""Printed names that stay as they are, because of what later rooms made of them."""

from collections.abc import Callable

from .models import User

_name_locks: list[Callable[[User], bool]] = []


def register_name_lock(is_locked: Callable[[User], bool]) -> None:
    """From now on a printed name stays as it is where ``is_locked(user)`` says so.

    For what later rooms make of a name: once a certificate bears it, its holder cannot change it.
    """
    if is_locked not in _name_locks:
        _name_locks.append(is_locked)


def is_name_locked(user: User) -> bool:
    """Whether this person's printed name can no longer be changed."""
    return any(is_locked(user) for is_locked in _name_locks)
