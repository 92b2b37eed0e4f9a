"""What is asked of the field: filters, search, and the order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from django.utils.translation import get_language

from clikc.people.collation import sort_key
from clikc.people.names import name_words

from .showing import Line, State

SORTS = ("name", "administration", "score", "rank", "state")
VERDICTS = ("met", "open", "broken")
SCORED = ("yes", "no")
# States that managers see; the first ones are the field.
OUTSIDE = (State.SUBMITTED, State.WITHDRAWN)
SHOWN = tuple(state for state in State if state != State.DRAFT)
LONGEST = 100


@dataclass(frozen=True)
class Asked:
    """Every text is "" where nothing is asked. ``sort`` has a - before it for the other way round."""

    q: str = ""
    region: str = ""
    administration: str = ""
    state: str = ""
    eligible: str = ""
    scored: str = ""
    sort: str = ""

    @classmethod
    def of(cls, given) -> Asked:
        found = {
            field.name: given.get(field.name, "").replace("\x00", "").strip()[:LONGEST]
            for field in fields(cls)
        }
        known = {"state": SHOWN, "eligible": VERDICTS, "scored": SCORED}
        found |= {name: found[name] if found[name] in values else "" for name, values in known.items()}
        found["sort"] = found["sort"] if found["sort"].removeprefix("-") in SORTS else ""
        return cls(**found)

    @property
    def is_anything(self) -> bool:
        return replace(self, sort="") != Asked()

    def query(self, **more) -> str:
        asked = replace(self, **more)
        given = {field.name: getattr(asked, field.name) for field in fields(asked)}
        return "?" + urlencode({name: value for name, value in given.items() if value})


def chosen(lines: Iterable[Line], asked: Asked) -> list[Line]:
    """What the filters leave, in the order asked for; names decide between equals."""
    words = name_words(asked.q)
    found = [line for line in lines if _is_meant(line, asked) and _is_named(line, words)]
    found.sort(key=lambda line: line.nomination.person.search_name)
    sort = asked.sort.removeprefix("-") or "name"
    key = _by_administration(found) if sort == "administration" else _KEYS[sort]
    return sorted(found, key=key, reverse=asked.sort.startswith("-"))


def _is_meant(line: Line, asked: Asked) -> bool:
    place, state = line.nomination.administration, line.nomination.state
    fits = state == asked.state if asked.state else state not in OUTSIDE
    return (
        fits
        and asked.region in ("", place.region.code)
        and asked.administration in ("", place.code)
        and asked.eligible in ("", line.entrant.eligibility.verdict)
        and asked.scored in ("", "yes" if line.entrant.scored.is_done else "no")
    )


def _is_named(line: Line, words: list[str]) -> bool:
    name = line.nomination.person.search_name
    return all(word in name for word in words)


def _by_administration(lines: list[Line]) -> Callable[[Line], object]:
    """In the order of the reader's language; there are far fewer administrations than candidates."""
    there = {line.nomination.administration_id: line.nomination.administration for line in lines}
    keys = {pk: sort_key(str(place), get_language()) for pk, place in there.items()}
    return lambda line: keys[line.nomination.administration_id]


_KEYS = {
    "name": lambda line: line.nomination.person.search_name,
    # Whoever has no score yet comes before the lowest.
    "score": lambda line: -1 if line.entrant.scored.mean is None else line.entrant.scored.mean,
    "rank": lambda line: line.nomination.rank or 10**6,
    "state": lambda line: SHOWN.index(line.nomination.state),
}
