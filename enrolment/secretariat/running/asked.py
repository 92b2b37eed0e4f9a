"""Who of a session is looked at, as it stands in an address. What cannot be meant was not asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from enrolment.following import api as following

EVERYBODY, ON_TIME, BEHIND, SILENT, LEFT = "all", "on_time", "behind", "silent", "left"
SHOWS = (EVERYBODY, ON_TIME, BEHIND, SILENT, LEFT)
WEEKS, MODULES = "weeks", "modules"
NOBODY = 0
_LONGEST_ID = 15


@dataclass(frozen=True)
class Asked:
    """``tutor``: whose participants, 0 of those who have none in some module, None of all; likewise
    ``administration``. ``view``: by weeks or by modules."""

    show: str = EVERYBODY
    tutor: int | None = None
    administration: int | None = None
    view: str = WEEKS

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        show, view = query.get("show", ""), query.get("view", "")
        return cls(
            show if show in SHOWS else EVERYBODY,
            _id(query.get("tutor", "")),
            _id(query.get("administration", "")),
            view if view == MODULES else WEEKS,
        )

    def query(self, **changed) -> str:
        """As the query of an address, ``?`` included."""
        asked = replace(self, **changed)
        given = {
            "show": asked.show if asked.show != EVERYBODY else "",
            "tutor": asked.tutor,
            "administration": asked.administration,
            "view": asked.view if asked.view != WEEKS else "",
        }
        return f"?{urlencode({name: value for name, value in given.items() if value not in ('', None)})}"

    def facts(self) -> dict:
        """What was filtered by, to be kept with a message."""
        facts = {"show": self.show, "tutor": self.tutor, "administration": self.administration}
        return {name: value for name, value in facts.items() if value not in (EVERYBODY, None)}


def _id(text: str) -> int | None:
    is_id = text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID
    return int(text) if is_id else None


def within(lines: Sequence[following.SessionLine], asked: Asked) -> list[following.SessionLine]:
    """Those of the tutor and the administration that are asked for, however they stand."""
    return [line for line in lines if _has_tutor(line, asked.tutor) and _is_of(line, asked.administration)]


def standing(lines: Sequence[following.SessionLine], show: str) -> list[following.SessionLine]:
    return [line for line in lines if _stands(line, show)]


def _has_tutor(line: following.SessionLine, tutor: int | None) -> bool:
    if tutor is None:
        return True
    if tutor == NOBODY:
        return line.is_in and len(line.tutors) < len(line.enrolments)
    return tutor in line.tutors.values()


def _is_of(line: following.SessionLine, administration: int | None) -> bool:
    return administration in (None, line.participation.administration_id)


def _stands(line: following.SessionLine, show: str) -> bool:
    stand = line.stand
    if show == EVERYBODY:
        return True
    if show in (BEHIND, SILENT):
        return stand.is_behind if show == BEHIND else stand.is_silent
    return stand.state == show
