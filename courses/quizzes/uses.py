"""What was asked already: of questions this room knows it, of sittings it asks later rooms."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from .models import Question, QuestionVersion


@dataclass(frozen=True)
class Sittings:
    """How many attempts at a quiz are open, and how many were handed in."""

    open: int = 0
    handed_in: int = 0


Counter = Callable[[str], int]
SittingsCounter = Callable[[int], Sittings]

_counters: list[Counter] = []
_sittings_counters: list[SittingsCounter] = []


def register_count(counter: Counter) -> None:
    """Let a later room say how many times it asked a question (id)."""
    if counter not in _counters:
        _counters.append(counter)


def register_sittings(counter: SittingsCounter) -> None:
    """Let a later room say how many attempts there are at a quiz (id)."""
    if counter not in _sittings_counters:
        _sittings_counters.append(counter)


def times_asked(pk: str) -> int:
    """How many times later rooms asked this question."""
    return sum(counter(pk) for counter in _counters)


def sittings_at(quiz_id: int) -> Sittings:
    """How many attempts there are at this quiz."""
    found = [counter(quiz_id) for counter in _sittings_counters]
    return Sittings(sum(item.open for item in found), sum(item.handed_in for item in found))


def was_any_asked(ids: Collection[str]) -> bool:
    """Whether one of these questions was drawn for somebody: then there is a version of it. One query."""
    return QuestionVersion.objects.filter(question__in=ids).exists()


def existing_questions(ids: Collection[str]) -> set[str]:
    """Of these ids, those that are questions. One query."""
    return {str(pk) for pk in Question.objects.filter(pk__in=ids).values_list("pk", flat=True)}
