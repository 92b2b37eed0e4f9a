"""Letters of a history that is written afterwards."""

from __future__ import annotations

from collections.abc import Iterable

from .models import Letter, Outcome


def drop_waiting(*, person_ids: Iterable[int]) -> int:
    """Letters to these people that wait are not sent any more; how many. Safe to call twice."""
    waiting = Letter.objects.filter(person__in=list(person_ids))
    return waiting.filter(outcome=Outcome.WAITING, claimed_at=None).update(outcome=Outcome.DROPPED)
