"""What of the queue is looked at, as it stands in an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _, pgettext_lazy

LONGEST_CODE = 12
# An id as the database can hold it.
_LONGEST_ID = 18


class State(StrEnum):
    """A pile of the queue. A marking may lie in several: one that is begun may be a second one."""

    TO_DO = ""
    WAITING = "waiting"
    BEGUN = "begun"
    SECOND = "second"
    DISPUTED = "disputed"
    FINISHED = "finished"
    RELEASED = "released"


STATES = {
    State.TO_DO: _("To do"),
    State.WAITING: _("Not begun"),
    State.BEGUN: _("Begun"),
    State.SECOND: _("Second markings"),
    State.DISPUTED: _("Disputed"),
    State.FINISHED: _("Finished, not released"),
    State.RELEASED: pgettext_lazy("a work", "Released"),
}

SORTS = {
    "": _("Promised first"),
    "waits": _("Waits longest"),
    "newest": _("Came last"),
    "work": _("Assignment"),
    "code": _("Code"),
}


@dataclass(frozen=True)
class Asked:
    """What is looked at; None and empty for everything."""

    state: State = State.TO_DO
    run: int | None = None
    work: int | None = None
    code: str = ""
    sort: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Asked:
        """Whatever cannot be meant is as if it had not been asked."""
        state, sort = given.get("state", ""), given.get("sort", "")
        return cls(
            state=State(state) if state in set(State) else State.TO_DO,
            run=id_of(given.get("run", "")),
            work=id_of(given.get("work", "")),
            code=given.get("q", "").strip().upper()[:LONGEST_CODE],
            sort=sort if sort in SORTS else "",
        )

    def query(self, **changed: object) -> str:
        """``?state=…`` to go on with; empty where nothing is left out."""
        given = {
            "state": self.state,
            "run": self.run,
            "work": self.work,
            "q": self.code,
            "sort": self.sort,
        } | changed
        return query_of(given)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.run or self.work or self.code)


def query_of(given: Mapping[str, object]) -> str:
    """``?state=…`` of what is asked for; empty where nothing is."""
    kept = {name: str(value) for name, value in given.items() if value not in ("", None)}
    return f"?{urlencode(kept)}" if kept else ""


def id_of(text: str) -> int | None:
    """An id as an address gives it; None for what is none."""
    is_number = text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID
    return int(text) if is_number else None
