"""What a gradebook is made of: items in modules, and how each stands with a learner. Pure.

Weights may be on any scale: only how they stand to one another matters.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True)
class Item:
    """A column of the gradebook, out of ``most`` points; ``kind`` (assignment, quiz, manual) is shown."""

    code: str
    module: str
    weight: Decimal
    most: Decimal
    kind: str = "assignment"


@dataclass(frozen=True)
class Category:
    """A module's weight in the whole, and how many of its items are dropped."""

    module: str
    weight: Decimal
    drop_lowest: int = 0


class State(StrEnum):
    """How an item stands: marked; due and not handed in; let off; not due or not marked yet."""

    GRADED = "graded"
    MISSING = "missing"
    EXCUSED = "excused"
    WAITING = "waiting"


@dataclass(frozen=True)
class Score:
    """What a learner has in an item. ``points`` count if graded, and then from 0 to the item's most."""

    item: str
    points: Decimal | None
    state: State | str
