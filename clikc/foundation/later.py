"""Work that many small changes each ask for, done once when they are all made.

A page that is published has the record of its course brought up to date. A hundred pages
published together need that once: ``with at_the_end(): …`` puts off what is asked for inside by
``once(key, work)``, and does it when the block ends well. Without such a block it is done at once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_waiting: ContextVar[dict[Hashable, Callable[[], object]] | None] = ContextVar("waiting", default=None)


@contextmanager
def at_the_end() -> Iterator[None]:
    """Put off what ``once`` is asked for inside; do it at the end, in the order first asked for.

    Nothing of it is done when the block fails. A block inside another belongs to the outer one.
    """
    if _waiting.get() is not None:
        yield
        return
    token = _waiting.set({})
    try:
        yield
        waiting = _waiting.get()
    finally:
        _waiting.reset(token)
    for work in waiting.values():
        work()


def once(key: Hashable, work: Callable[[], object]) -> None:
    """Do ``work`` now, or once for its key at the end of the block around this call."""
    waiting = _waiting.get()
    if waiting is None:
        work()
    else:
        waiting.setdefault(key, work)
