"""How people get on in a course that is due on a day: in time, late, in step, behind, idle, not at all."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

DAY = timedelta(days=1)


def pace(
    start: datetime, due: datetime, now: datetime, dice: random.Random, *, is_closed: bool = False
) -> tuple[float, datetime] | None:
    """The share somebody has done (1: all) and when she last did something; None who has not begun."""
    if start >= now:
        return None
    share, last = _past(start, due, now, dice, is_closed) if due < now else _running(start, due, now, dice)
    if share is None:
        return None
    return min(share, 1.0), min(max(last, start + timedelta(hours=2)), now - timedelta(minutes=5))


def _past(start, due, now, dice, is_closed: bool) -> tuple[float | None, datetime]:
    """Where the due day is over: most finished in time, some late, some never."""
    chance, whole = dice.random(), due - start
    if chance < 0.72:
        return 1, start + whole * dice.triangular(0.15, 1, 0.8)
    if chance < 0.79:
        return 1, due + dice.random() * min(3 * DAY if is_closed else 25 * DAY, now - due)
    if chance < 0.91:
        return dice.uniform(0.05, 0.9), start + whole * dice.uniform(0.1, 0.9)
    return None, now


def _running(start, due, now, dice) -> tuple[float | None, datetime]:
    """On the way: finished early, in step, idle, behind, or not begun."""
    chance, gone = dice.random(), (now - start) / (due - start)
    early = 0.35 * gone
    if chance < early:
        return 1, start + (now - start) * dice.uniform(0.5, 1)
    if chance < early + 0.32:
        return min(gone * dice.uniform(0.85, 1.2), 0.95), now - dice.uniform(0, 9) * DAY
    if chance < early + 0.45:
        return min(gone + 0.1, 0.9), now - dice.uniform(15, 30) * DAY
    if chance < early + 0.56:
        return gone * 0.3, now - dice.uniform(1, 11) * DAY
    return None, now
