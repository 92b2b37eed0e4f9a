"""What waits on a coordinator's desk: registrations, moves, invitations, look-alikes, a full course.

Written in bulk like the year before it; who waits is real, and whoever decides on it decides for good.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.apps import apps
from django.contrib.auth.hashers import make_password

from clikc.people.models import Administration, AuditEntry, User

from .full_course import fill_course
from .groups import Group
from .officers import Registry, entry, save_people
from .reminders import remind
from .sent_file import send_file
from .year import Year, join

DAY = timedelta(days=1)
# After so many days a registration is worth a letter to the coordinator.
PATIENCE = 3
IMPORTED = 12
# Days since each of the 25 invitations that nobody has accepted; the first came by file.
INVITED = (*[9] * IMPORTED, 1, 2, 3, 5, 8, 12, 15, 16, 19, 23, 30, 41, 55)
REGISTERED = (
    ("Dorcas Nafula Simiyu", 0, ""),
    ("Abdullahi Farah Gedi", 1, "I was posted to Moyale in September."),
    ("Caroline Jerono Rotich", 1, ""),
    ("Stephen Mwanzia Nzioka", 2, "Staff number 48213"),
    ("Rukia Bakari Charo", 4, ""),
    ("Kevin Opiyo Okoth", 5, ""),
    ("Esther Moraa Bosire", 6, "Clearing agent at Isebania"),
)
ASKED = "Are you an officer of the Authority, or do you work for a clearing agent?"
# One person twice, as coordinators find her: in other spellings, in another order, in another script.
LOOK_ALIKES = (
    ("Mohammed Abdi Hassan", "Muhammad Abdi Hasan"),
    ("Fatuma Noor Ali", "فاطمة نور علي"),
    ("Grace Wambui Karanja", "Karanja Grace Wambui"),
    ("Abdirahman Yusuf Omar", "Abdi Rahman Yussuf Omar"),
)
CLOSED = ("Left the service", "Retired", "On secondment until further notice")
COMES, GOES = "ZM", "ET"


class Desk:
    """Fills the desk of one coordinator."""

    def __init__(self, registry: Registry, year: Year):
        self.registry, self.year = registry, year
        self.coordinator, self.people, self.dice = year.coordinator, year.people, year.dice
        self.now, self.place = registry.now, registry.administration.pk

    def fill(self, groups: Sequence[Group]) -> int:
        """Everything that can wait; how many people are new."""
        new = self._registrations(REGISTERED, asked=6) + self._look_alikes() + self._somebody_comes()
        self._somebody_goes(self.people[-1])
        self._close(self.people[-5:-2])
        remind(self.year, groups)
        fill_course(self.registry, self.year)
        return new + self._invitations(groups)

    def fill_a_little(self) -> int:
        """Two registrations and two invitations; how many people are new."""
        names = [person.printed_name for person in self.registry.several(2, self.dice)]
        self._invite(self.registry.several(2, self.dice), (6, 20))
        return self._registrations([(name, 1, "") for name in names]) + 2

    def _registrations(self, wanted: Sequence, asked: int | None = None) -> int:
        """Officers who say they work here, and when; one was asked back."""
        people = [
            self.registry.officer(
                name,
                email=f"{self.registry.country.code.lower()}.new{number}@post.example",
                administration=None,
                date_joined=self.now - days * DAY,
            )
            for number, (name, days, _note) in enumerate(wanted, start=1)
        ]
        save_people(people)
        model = apps.get_model("membership", "JoinRequest")
        requests = [
            model(
                person=person,
                administration_id=self.place,
                note=note,
                made_at=person.date_joined,
                # The coordinator has had the letter about it.
                reminded_at=self.now - DAY if days > PATIENCE else None,
            )
            for person, (_name, days, note) in zip(people, wanted, strict=True)
        ]
        if asked is not None:
            one = requests[asked]
            one.state, one.question, one.turn = "asked", ASKED, 1
            one.decided_at, one.decided_by = one.made_at + DAY, self.coordinator
        model.objects.bulk_create(requests)
        AuditEntry.objects.bulk_create(
            entry("join_asked", item, item, item.date_joined, self.place) for item in people
        )
        return len(people)

    def _look_alikes(self) -> int:
        pairs = [name for pair in LOOK_ALIKES for name in pair]
        joined = self.now - 200 * DAY
        units = self.registry.units
        people = [
            self.registry.officer(name, unit=units[-1 - number // 2], date_joined=joined + number * DAY)
            for number, name in enumerate(pairs)
        ]
        save_people(people)
        return len(people)

    def _somebody_comes(self) -> int:
        """Released by another administration, to be accepted here."""
        other = Administration.objects.get(code=COMES)
        person = self.registry.officer(
            "Mwila Sichone",
            email="mwila.sichone@clikc.example",
            administration=other,
            date_joined=self.now - 300 * DAY,
        )
        save_people([person])
        apps.get_model("membership", "Transfer").objects.create(
            person=person,
            from_administration=other,
            to_administration=self.registry.administration,
            state="released",
            note="I move to Busia with my family.",
            asked_at=self.now - 6 * DAY,
            released_at=self.now - 2 * DAY,
            released_by=User.objects.filter(email="coordinator.zm@clikc.example").first(),
        )
        return 1

    def _somebody_goes(self, person: User) -> None:
        """Asks to go, to be released here."""
        apps.get_model("membership", "Transfer").objects.create(
            person=person,
            from_administration=self.registry.administration,
            to_administration=Administration.objects.get(code=GOES),
            note="Seconded to the one-stop border post on the other side.",
            asked_at=self.now - 3 * DAY,
        )

    def _close(self, people: Sequence[User]) -> None:
        User.objects.filter(pk__in=[person.pk for person in people]).update(is_active=False)
        AuditEntry.objects.bulk_create(
            entry(
                "deactivated",
                person,
                self.coordinator,
                self.now - (20 * number + 4) * DAY,
                self.place,
                reason=reason,
            )
            for number, (person, reason) in enumerate(zip(people, CLOSED, strict=False))
        )

    def _invitations(self, groups: Sequence[Group]) -> int:
        """Officers who have not accepted; some came by a file, some are in a cohort already."""
        people = self.registry.several(len(INVITED), self.dice)
        send_file(self.registry, self.coordinator, people[:IMPORTED], self.people[:5])
        self._invite(people, INVITED)
        last = max((group for group in groups if group.start < self.now < group.due), key=_opening)
        # Who has not accepted cannot begin.
        early = replace(last, start=self.now + DAY, made_at=self.now - 9 * DAY)
        join(people[:IMPORTED], early, self.year)
        return len(people)

    def _invite(self, people: Sequence[User], ago: Sequence[int]) -> None:
        for person, days in zip(people, ago, strict=True):
            person.password, person.date_joined = make_password(None), self.now - days * DAY
        save_people(people, verified=False)
        apps.get_model("membership", "Invitation").objects.bulk_create(
            apps.get_model("membership", "Invitation")(
                person=person,
                administration_id=self.place,
                invited_at=person.date_joined,
                invited_by=self.coordinator,
                letters=1,
                last_letter_at=person.date_joined,
            )
            for person in people
        )
        AuditEntry.objects.bulk_create(
            entry("invited", person, self.coordinator, person.date_joined, self.place) for person in people
        )


def _opening(group: Group) -> datetime:
    return group.start
