"""An answer against its key. Pure."""

from collections.abc import Collection
from decimal import Decimal

from .kinds import KINDS


def mark(kind: str, answer: object, key: Collection[str]) -> Decimal:
    """The fraction of the point that ``answer`` earns, 0 to 1, for a question of ``kind`` with this key.

    An answer is a list of choice ids as texts, the key the ids that are right. Unknown ids, repeated
    ids, too many, anything that is no list of texts: 0. Never raises, also not for an unknown kind.
    """
    known = KINDS.get(kind)
    return known.mark(answer, key) if known else Decimal(0)
