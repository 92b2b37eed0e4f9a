"""Officers of many administrations for the sessions: invented people whom nobody can sign in as."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from clikc.people.api import grant_role
from clikc.people.models import LANGUAGES, Administration, Gender, User
from clikc.people.roles import Role
from clikc.people.time_zones import likely_zone

from ..names import MAN, WOMAN, People

# None of an administration's own (``officers.domain_of``): by that it is told whether a country is there.
DOMAIN = "academy.clikc.example"
NAMES = Path(__file__).parent / "names.txt"
WOMEN = 0.48
MANAGER, SECOND_MANAGER = "manager@clikc.example", "manager2@clikc.example"


def peoples() -> Mapping[str, People]:
    """Code of an administration → names as they are given there."""
    found = {}
    for line in NAMES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, lists = line.split(": ", 1)
        women, men, families = lists.split("; ")
        parts = {"~": ("family", "given"), "+": ("given", "family", "family")}.get(code[2:])
        found[code[:2]] = People(parts or ("given", "family"), women, men, families)
    return found


class Officers:
    """Makes accounts that nobody can sign in to, and keeps them apart by name."""

    def __init__(self, tag: str, joined: datetime):
        self.tag, self.joined = tag, joined
        self.dice = random.Random(tag)  # noqa: S311 - the same people every time
        self.peoples = peoples()
        self.administrations = {item.code: item for item in Administration.objects.all()}
        self.password, self.names = make_password(None), set()
        self.new: list[User] = []

    def some(self, codes: Iterable[str], *, language: str = "") -> list[User]:
        """One of each of these administrations, in this order; not saved."""
        return [self.one(code, language=language) for code in codes]

    def one(self, code: str, *, name: str = "", gender: str = "", language: str = "") -> User:
        """An officer of an administration, in ``language`` or in that which is usual there; not saved."""
        gender = gender or (WOMAN if self.dice.random() < WOMEN else MAN)
        name = name or self._name(code, gender)
        administration = self.administrations[code]
        local = f"{slugify(name) or code.lower()}.{self.tag}{len(self.new) + 1}"
        person = User(
            email=f"{local}@{DOMAIN}",
            printed_name=name,
            password=self.password,
            administration=administration,
            gender=Gender(gender),
            preferred_language=language or _usual(administration),
            time_zone=likely_zone("", code),
            date_joined=self.joined,
        )
        self.new.append(person)
        return person

    def save(self) -> None:
        """Write down those that are new, each with her address."""
        User.objects.bulk_create(self.new, batch_size=200)
        EmailAddress.objects.bulk_create(
            (EmailAddress(user=one, email=one.email, verified=True, primary=True) for one in self.new),
            batch_size=200,
        )

    def _name(self, code: str, gender: str) -> str:
        """One that nobody of these has."""
        drawn = (self.peoples[code].name(gender, self.dice) for _try in range(200))
        name = next(name for name in drawn if name not in self.names and _is_whole(name))
        self.names.add(name)
        return name


def _is_whole(name: str) -> bool:
    """Nobody has the same family name twice."""
    return len(set(name.split())) == len(name.split())


def _usual(administration: Administration) -> str:
    suggested = administration.suggested_language
    return suggested if suggested in dict(LANGUAGES) else "en"


def managers() -> tuple[User, User]:
    """Who runs the programmes, and who confirms what she proposes."""
    return User.objects.get(email=MANAGER), User.objects.get(email=SECOND_MANAGER)


def coordinators(codes: Iterable[str], officers: Officers) -> dict[str, User]:
    """Code of an administration → its national coordinator; who is missing is made and appointed."""
    codes = sorted(set(codes))
    found = _coordinators(codes)
    new = {code: officers.one(code) for code in codes if code not in found}
    officers.save()
    for code, person in new.items():
        grant_role(
            user=person,
            role=Role.NATIONAL_COORDINATOR,
            by=None,
            administration=officers.administrations[code],
            reason="Demo",
        )
    return found | new


def all_coordinators(codes: Iterable[str]) -> list[User]:
    """National coordinators of these administrations and their deputies."""
    role = Role.NATIONAL_COORDINATOR
    grants = {"role_grants__role": role, "role_grants__administration__code__in": set(codes)}
    return list(User.objects.filter(role_grants__ended_at=None, **grants).distinct())


def _coordinators(codes: list[str]) -> dict[str, User]:
    there = User.objects.filter(
        role_grants__role=Role.NATIONAL_COORDINATOR,
        role_grants__ended_at=None,
        role_grants__is_deputy=False,
        role_grants__administration__code__in=codes,
    )
    return {user.administration.code: user for user in there.select_related("administration")}
