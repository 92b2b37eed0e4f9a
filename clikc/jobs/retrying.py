"""How often something is tried, and how long it rests in between."""

from datetime import timedelta

TRIES = 3
_FIRST_PAUSE = timedelta(seconds=20)


def pause_after(tries: int) -> timedelta:
    """How long what failed for the n-th time rests: 20 seconds, then two minutes."""
    return _FIRST_PAUSE * 6 ** (tries - 1)
