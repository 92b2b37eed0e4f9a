"""The officers of an administration, and how each became a member of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db.models import F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.text import slugify

from clikc.people.models import Administration, AuditEntry, Gender, Unit, User
from clikc.people.roles import Role
from clikc.people.time_zones import likely_zone

from .countries import Country
from .names import MAN, PEOPLES, WOMAN, People

BATCH = 1000
# A year, and some weeks before the first cohort.
BEGAN = timedelta(days=385)
SAYS_GENDER, IN_A_UNIT, WAS_INVITED, WOMEN = 0.9, 0.96, 0.6, 0.43
# The training school has more than its share, so that there is somebody to recruit.
SCHOOL_WEIGHT = 1.6
TRIES = 30


def domain_of(code: str) -> str:
    """Where the officers of an administration have their addresses."""
    return f"{code.lower()}.clikc.example"


def make_units(country: Country, administration: Administration) -> list[Unit]:
    """The units of a country in its order; those that are there are taken as they are."""
    return [Unit.objects.get_or_create(administration=administration, name=name)[0] for name in country.units]


class Registry:
    """Makes officers of one administration; they are not saved."""

    def __init__(self, country: Country, administration: Administration, password: str, now: datetime):
        self.country, self.administration = country, administration
        self.password, self.now = password, now
        self.units = make_units(country, administration)
        self.zone = likely_zone("", administration.code)
        self.numbers = iter(range(1, 1_000_000))
        self.names: set[str] = set()

    def several(self, number: int, dice: random.Random) -> list[User]:
        """So many officers, who are as likely to be of one people of the country as of another."""
        return [self._anybody(dice) for _number in range(number)]

    def _anybody(self, dice: random.Random) -> User:
        gender = WOMAN if dice.random() < WOMEN else MAN
        people = dice.choice(PEOPLES[self.country.code])
        weights = [SCHOOL_WEIGHT, *[1] * (len(self.units) - 1)]
        unit = dice.choices(self.units, weights)[0] if dice.random() < IN_A_UNIT else None
        said = Gender(gender) if dice.random() < SAYS_GENDER else ""
        joined = self.now - BEGAN + timedelta(days=dice.randint(0, 20), minutes=dice.randint(0, 600))
        name = self._new_name(people, gender, dice)
        return self.officer(name, gender=said, unit=unit, date_joined=joined)

    def _new_name(self, people: People, gender: str, dice: random.Random) -> str:
        """One that nobody has yet, if it can be found: who looks like somebody else is told by the page."""
        drawn = (people.name(gender, dice) for _try in range(TRIES))
        name = next((name for name in drawn if name not in self.names), None) or people.name(gender, dice)
        self.names.add(name)
        return name

    def officer(self, name: str, **facts) -> User:
        """A member with this name."""
        local = f"{slugify(name) or 'officer'}.{next(self.numbers)}"
        known = {
            "email": f"{local}@{domain_of(self.country.code)}",
            "printed_name": name,
            "password": self.password,
            "administration": self.administration,
            "preferred_language": self.country.language,
            "time_zone": self.zone,
            "date_joined": self.now,
        }
        return User(**known | facts)


def save_people(people: Sequence[User], *, verified: bool = True) -> None:
    """Write accounts down, with their addresses."""
    User.objects.bulk_create(people, batch_size=BATCH)
    EmailAddress.objects.bulk_create(
        (EmailAddress(user=person, email=person.email, verified=verified, primary=True) for person in people),
        batch_size=BATCH,
    )


def entry(what: str, person: User | None, by: User | None, at: datetime, place: int, **facts) -> AuditEntry:
    """A row of the record; what somebody did herself she did in no role."""
    role = "" if by is None or by == person else Role.NATIONAL_COORDINATOR
    return AuditEntry(
        at=at, actor=by, role=role, what=what, person=person, administration_id=place, facts=facts
    )


def note_joining(people: Sequence[User], coordinator: User, dice: random.Random) -> None:
    """That they were invited and accepted, or asked and were approved, around the day they joined."""
    invitation, request = (apps.get_model("membership", name) for name in ("Invitation", "JoinRequest"))
    invitations, requests, entries = [], [], []
    for person in people:
        begun = person.date_joined
        done = begun + timedelta(hours=dice.randint(1, 60))
        place = person.administration_id
        if dice.random() < WAS_INVITED:
            facts = {"invited_by": coordinator, "letters": 1, "last_letter_at": begun}
            invitations.append(
                invitation(
                    person=person, administration_id=place, invited_at=begun, accepted_at=done, **facts
                )
            )
            steps = (("invited", coordinator, begun), ("invitation_accepted", person, done))
        else:
            requests.append(
                request(
                    person=person,
                    administration_id=place,
                    state="approved",
                    turn=1,
                    made_at=begun,
                    decided_at=done,
                    decided_by=coordinator,
                )
            )
            steps = (("join_asked", person, begun), ("join_approved", coordinator, done))
        entries += [entry(what, person, by, at, place) for what, by, at in steps]
    invitation.objects.bulk_create(invitations, batch_size=BATCH)
    request.objects.bulk_create(requests, batch_size=BATCH)
    AuditEntry.objects.bulk_create(entries, batch_size=BATCH)


def note_sign_ins(people: Sequence[User]) -> None:
    """Each signed in last when she did something last, or when she joined."""
    progress = apps.get_model("progress", "ActivityProgress").objects.filter(
        enrolment__learner=OuterRef("pk")
    )
    seen = progress.order_by().values("enrolment__learner").annotate(last=Max("last_seen_at")).values("last")
    there = User.objects.filter(
        administration=people[0].administration, pk__gte=people[0].pk, pk__lte=people[-1].pk
    )
    there.update(last_login=Coalesce(Subquery(seen), F("date_joined")))
