"""Which questions stand on somebody's paper. Later rooms know; this one only asks them."""

from __future__ import annotations

from collections.abc import Callable, Collection

from .models import Question

Finder = Callable[[Collection[str]], set[str]]
Counter = Callable[[str], int]

_finders: list[Finder] = []
_counters: list[Counter] = []


def register_use(finder: Finder) -> None:
    """Let a later room say which of some questions (ids) it still needs: they cannot be deleted."""
    if finder not in _finders:
        _finders.append(finder)


def register_count(counter: Counter) -> None:
    """Let a later room say how many times it asked a question (id)."""
    if counter not in _counters:
        _counters.append(counter)


def times_asked(pk: str) -> int:
    """How many times later rooms asked this question."""
    return sum(counter(pk) for counter in _counters)


def used_questions(ids: Collection[str]) -> set[str]:
    """Of these questions, those that a later room still needs."""
    return {pk for finder in _finders for pk in finder(ids)}


def existing_questions(ids: Collection[str]) -> set[str]:
    """Of these ids, those that are questions. One query."""
    return {str(pk) for pk in Question.objects.filter(pk__in=ids).values_list("pk", flat=True)}
