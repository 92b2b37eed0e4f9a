"""An answer against its key. Pure."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from .kinds import KINDS


def mark(kind: str, answer: object, key: Collection[str], definition: Mapping | None = None) -> Decimal:
    """The fraction of the point that ``answer`` earns, 0 to 1, for a question of ``kind`` with this key.

    An answer is a list of texts, usually choice ids, and the key has the same form; ``definition`` is
    what else the kind asks for (tolerance, partial credit …). Unknown ids, repeated ids, too many,
    anything that is no list of texts: 0. Never raises, also not for an unknown kind.
    """
    known = KINDS.get(kind)
    return known.mark(answer, key, definition) if known else Decimal(0)
