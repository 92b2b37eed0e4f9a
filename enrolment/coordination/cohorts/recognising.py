"""Who of the administration is meant by what was pasted; anybody else is not found, whoever it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from clikc.people.names import name_words
from enrolment.membership import api as membership

from ..members.finding import members_of
from .pasted import Entry

if TYPE_CHECKING:
    from clikc.people.models import Administration, User

MEMBER, INVITED, CLOSED, ASKING = "member", "invited", "closed", "asking"
SEVERAL, TWICE, NOT_FOUND = "several", "twice", "not_found"

FATES = {
    MEMBER: _("Member: chosen"),
    INVITED: _("Invited, has not come yet: chosen"),
    CLOSED: _("The account is deactivated: not chosen"),
    ASKING: _("Has registered and waits for your decision: not chosen"),
    SEVERAL: _("Several people have this name: give the address"),
    TWICE: _("The same person again"),
    NOT_FOUND: _("Not found"),
}
BADGES = {MEMBER: "good", INVITED: "good", CLOSED: "warn", ASKING: "warn", SEVERAL: "warn", TWICE: "plain"}


@dataclass(frozen=True)
class Fate:
    """What became of one entry; ``person`` where it is one of the administration."""

    line: int
    text: str
    fate: str
    person: User | None = None

    @property
    def words(self) -> str:
        return str(FATES[self.fate])

    @property
    def badge(self) -> str:
        return BADGES.get(self.fate, "bad")

    @property
    def is_chosen(self) -> bool:
        return self.fate in (MEMBER, INVITED)


def recognise(administration: Administration, entries: Sequence[Entry]) -> list[Fate]:
    """The fate of each entry, in order. Six queries at most for 500 addresses, and any number of names."""
    addresses = [entry.address for entry in entries if entry.address]
    known = membership.find_many(administration=administration, addresses=addresses)
    by_name = _by_name(administration) if any(entry.name for entry in entries) else {}
    found = []
    for entry in entries:
        if entry.address:
            found.append((entry.line, entry.text, *_by_address(known[entry.address])))
        else:
            found += _named(entry, by_name)
    invited = membership.open_invitations_of([person.pk for *_rest, person in found if person])
    return _once(found, invited)


def _by_address(item) -> tuple[str, User | None]:
    kinds = {
        membership.Known.MEMBER: MEMBER,
        membership.Known.CLOSED: CLOSED,
        membership.Known.ASKING: ASKING,
    }
    fate = kinds.get(item.known, NOT_FOUND)
    return fate, item.person if fate in (MEMBER, CLOSED) else None


def _by_name(administration: Administration) -> dict[tuple[str, ...], list]:
    """Words of a name, in any order → who of the administration is called so. One query."""
    found = defaultdict(list)
    for person in members_of(administration).only(
        "pk", "printed_name", "email", "contact", "is_active", "administration"
    ):
        found[_key(person.printed_name)].append(person)
    return found


def _key(name: str) -> tuple[str, ...]:
    return tuple(sorted(name_words(name)))


def _named(entry: Entry, by_name) -> list[tuple]:
    """The whole as one name; where nobody has it, its parts."""
    names = [entry.name]
    if entry.parts and _key(entry.name) not in by_name and any(_key(part) in by_name for part in entry.parts):
        names = list(entry.parts)
    return [(entry.line, name, *_called(by_name.get(_key(name), []))) for name in names]


def _called(people: Sequence[User]) -> tuple[str, User | None]:
    active = [person for person in people if person.is_active]
    if len(active) > 1:
        return SEVERAL, None
    if active:
        return MEMBER, active[0]
    return (CLOSED, people[0]) if people else (NOT_FOUND, None)


def _once(found, invited) -> list[Fate]:
    seen: set = set()
    fates = []
    for line, text, kind, person in found:
        fate = kind
        if person is not None:
            fate = INVITED if kind == MEMBER and person.pk in invited else kind
            fate = TWICE if person.pk in seen else fate
            seen.add(person.pk)
        fates.append(Fate(line, text, fate, person))
    return fates
