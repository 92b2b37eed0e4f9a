"""Which markings of a run are looked at, as it stands in an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from ...queue.asked import LONGEST_CODE, SORTS as QUEUE_SORTS, id_of, query_of

NOBODY = 0


class Pile(StrEnum):
    """Where markings lie. Each that is not finished waits for a tutor, is not begun or begun; second markings
    and moderations lie in a pile of their own too. READY and RELEASED hold each work once."""

    OPEN = ""
    NOBODY = "nobody"
    TO_DO = "todo"
    BEGUN = "begun"
    SECOND = "second"
    DISPUTED = "disputed"
    READY = "ready"
    RELEASED = "released"


PILES = {
    Pile.OPEN: pgettext_lazy("a work", "Not released"),
    Pile.NOBODY: _("Waiting for a tutor"),
    Pile.TO_DO: _("Not begun"),
    Pile.BEGUN: _("Begun"),
    Pile.SECOND: _("Second markings"),
    Pile.DISPUTED: _("Disputed"),
    Pile.READY: _("Ready to release"),
    Pile.RELEASED: pgettext_lazy("a work", "Released"),
}
SORTS = {**QUEUE_SORTS, "tutor": _("Tutor")}


@dataclass(frozen=True)
class Asked:
    """``tutor``: whose, 0 of those that nobody has, None of all."""

    pile: Pile = Pile.OPEN
    work: int | None = None
    tutor: int | None = None
    code: str = ""
    sort: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Asked:
        """Whatever cannot be meant is as if it had not been asked."""
        pile, sort = given.get("state", ""), given.get("sort", "")
        return cls(
            pile=Pile(pile) if pile in set(Pile) else Pile.OPEN,
            work=id_of(given.get("work", "")),
            tutor=id_of(given.get("tutor", "")),
            code=given.get("q", "").strip().upper()[:LONGEST_CODE],
            sort=sort if sort in SORTS else "",
        )

    def query(self, **changed: object) -> str:
        """``?state=…`` to go on with; empty where nothing is left out."""
        given = {
            "state": self.pile,
            "work": self.work,
            "tutor": self.tutor,
            "q": self.code,
            "sort": self.sort,
        } | changed
        return query_of(given)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.work or self.code) or self.tutor is not None
