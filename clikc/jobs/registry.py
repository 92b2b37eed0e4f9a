"""What the rooms can have done: kinds of work by name, and what comes round again and again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_works: dict[str, Work] = {}
_rounds: dict[str, Periodic] = {}


@dataclass(frozen=True)
class Work:
    """A kind of job: the function that does it, its name for people (may be lazy), where the owner goes
    when it is over (``done_url(job)``, an address or ""), whether it heeds ``is_stopping``, whether its owner
    may have the file now (``may_have(job)``), and what came of it (``outcome(job)``, a sentence with its
    tone)."""

    kind: str
    work: Callable
    label: object
    done_url: Callable | None = None
    can_stop: bool = False
    may_have: Callable | None = None
    outcome: Callable | None = None


@dataclass(frozen=True)
class Periodic:
    name: str
    every_seconds: int
    function: Callable[[], object]


def register_work(
    kind: str,
    work: Callable,
    *,
    label: object,
    done_url: Callable | None = None,
    can_stop: bool = False,
    may_have: Callable | None = None,
    outcome: Callable | None = None,
) -> None:
    """Let ``kind`` (``"room.what"``, for good: it stands in the database) be done by ``work(job: Running)``.

    Called when the apps are ready, in every process. ``can_stop`` is for work that looks at
    ``job.is_stopping`` between steps and returns; its owner is offered to stop it. ``may_have(job)`` is asked
    each time the owner wants the file: what she had it made for may be hers no longer. ``outcome(job)`` is
    asked of a job that is done: ("3 works released, 2 left out", "warn") says more than that it is done.
    """
    _works[kind] = Work(kind, work, label, done_url, can_stop, may_have, outcome)


def work_of(kind: str) -> Work | None:
    return _works.get(kind)


def register_periodic(name: str, every_seconds: int, function: Callable[[], object]) -> None:
    """Have ``function()`` called about every so many seconds, once for all workers.

    Called when the apps are ready. The function is short and safe to call at any time; what it raises is
    written to the log, and it is called again in its next round.
    """
    _rounds[name] = Periodic(name, every_seconds, function)


def rounds() -> list[Periodic]:
    return list(_rounds.values())


def round_of(name: str) -> Periodic | None:
    return _rounds.get(name)
