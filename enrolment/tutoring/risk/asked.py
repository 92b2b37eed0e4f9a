"""What is looked at, as it stands in an address. Whatever cannot be meant is as if it had not been asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

AT_RISK, EVERYBODY = "risk", "all"
NOBODY = 0
SORTS = ("name", "administration", "tutor", "reasons", "seen", "written")
_LONGEST_ID = 18


@dataclass(frozen=True)
class Asked:
    """``show``: those at risk, or everybody. ``tutor``: whose participants, 0 of those who have none, None of
    all. ``sort`` is one of ``SORTS``, with ``-`` before it the other way round."""

    show: str
    tutor: int | None = None
    sort: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str], *, show: str) -> Asked:
        """``show`` where nothing is asked for."""
        asked, sort, tutor = query.get("show", ""), query.get("sort", ""), query.get("tutor", "")
        is_id = tutor.isascii() and tutor.isdigit() and len(tutor) <= _LONGEST_ID
        return cls(
            show=asked if asked in (AT_RISK, EVERYBODY) else show,
            tutor=int(tutor) if is_id else None,
            sort=sort if sort.removeprefix("-") in SORTS else "",
        )

    @property
    def only_at_risk(self) -> bool:
        return self.show == AT_RISK

    @property
    def sorted_by(self) -> str:
        return self.sort.removeprefix("-") or "name"

    @property
    def is_descending(self) -> bool:
        return self.sort.startswith("-")

    def query(self, **changed) -> str:
        """As the query of an address, ``?`` included."""
        asked = replace(self, **changed)
        given = {"show": asked.show, "tutor": asked.tutor, "sort": asked.sort}
        return f"?{urlencode({name: value for name, value in given.items() if value not in ('', None)})}"
