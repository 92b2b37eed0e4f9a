"""What ties a row to the marking it was made of, and to how it was then. Pure.

It is no secret and no permission: it tells a row that was mixed up with another from one that was not, and
what changed since from what did not.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from uuid import UUID

_STAMP = re.compile(r"v([0-9]{1,9})\.r([0-9]{1,9})\.([0-9a-f]{12})")


@dataclass(frozen=True)
class Stamp:
    """The ``version`` of a marking, the version of its ``rubric``, and a checksum of both and of its id."""

    version: int
    rubric: int
    check: str

    def is_of(self, marking_id: UUID) -> bool:
        return self.check == _check(marking_id, self.version, self.rubric)


def stamp_for(marking_id: UUID, version: int, rubric: int) -> str:
    """As it stands in a cell: ``v17.r3.9f8e7d6c5b4a``."""
    return f"v{version}.r{rubric}.{_check(marking_id, version, rubric)}"


def read_stamp(text: str) -> Stamp | None:
    found = _STAMP.fullmatch(text.strip().lower())
    return Stamp(int(found[1]), int(found[2]), found[3]) if found else None


def _check(marking_id: UUID, version: int, rubric: int) -> str:
    return hashlib.sha256(f"{marking_id}:{version}:{rubric}".encode()).hexdigest()[:12]
