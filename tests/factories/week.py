"""What a coordinator's week is made of, before it begins: where it is lived, and who and what is there."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from email.message import EmailMessage

from django.core import mail
from django.utils import timezone

from clikc.people.models import User
from courses.catalogue.models import Course
from enrolment.membership.models import JoinRequest
from enrolment.programmes.models import Cohort
from tests.factories.certificates import make_certificate
from tests.factories.coordination import make_officers, make_request, make_units
from tests.factories.courses import make_course
from tests.factories.following import put_in
from tests.factories.people import coordinator, make_person
from tests.support.browser import DESKTOP, PHONE
from tests.support.walking import Walker


@dataclass(frozen=True)
class Place:
    """Where a week is lived, and how files are written there."""

    language: str
    code: str
    foreign: str
    size: dict
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    names: tuple[str, ...]
    one_name: tuple[str, str]
    words: str


SENEGAL = Place(
    "fr",
    "SN",
    "JO",
    DESKTOP,
    "cp1252",
    ";",
    ("Nom et prénom", "Courriel", "Langue", "Service"),
    ("Aïssatou N’Diaye", "Élodie Sène", "Œuvre Faye", "Cheikh Gueye", "Ndèye Fall"),
    ("Mamadou Diallo", "Mamadou Dialo"),
    "Merci de préciser : quel bureau, et depuis quand ?",
)
JORDAN = Place(
    "ar",
    "JO",
    "SN",
    PHONE,
    "utf-16",
    "\t",
    ("الاسم الكامل", "البريد الإلكتروني", "اللغة", "الوحدة"),
    ("أمينة يوسف", "خالد العبادي", "ليلى حداد", "عمر الزعبي", "سمية الخطيب"),
    ("محمد الشريف", "مُحمّد الشريف"),
    "في أي وحدة تعملون، ومنذ متى؟",
)


@dataclass
class Week:
    """Who and what there is on Monday morning."""

    place: Place
    she: Walker
    boss: User
    officer: Walker
    units: list
    courses: list[Course]
    requests: list[JoinRequest]
    members: list[User]
    behind: User
    twins: list[User]
    foreigner: User
    invited: User | None = None
    cohort: Cohort | None = None

    @property
    def code(self) -> str:
        return self.place.code

    def letters_to(self, address: str) -> list[EmailMessage]:
        return [letter for letter in mail.outbox if letter.to == [address]]

    @property
    def file(self) -> bytes:
        """A list as people send them: two new officers, one of hers, one broken, one of somewhere else."""
        names, member = self.place.names, self.members[0]
        rows = [
            (names[1], "first@customs.example", "fr", self.units[0].name),
            (names[2], "second@customs.example", "ar", ""),
            (member.printed_name, member.email, member.preferred_language, self.units[0].name),
            (names[3], "no address", "", ""),
            (names[4], self.foreigner.email, "", ""),
        ]
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=self.place.delimiter).writerows([self.place.header, *rows])
        return text.getvalue().encode(self.place.encoding)


def make_week(place: Place, she: Walker, officer: Walker) -> Week:
    """Monday morning: four registrations, officers in three languages, one behind, one idle, one who has
    finished, two accounts of one person, an officer of another administration."""
    boss = coordinator(administration=place.code, preferred_language=place.language)
    here, now = boss.administration, timezone.now()
    units = make_units(here, 2)
    courses = [
        make_course(code, lessons=1, languages=("en", "fr", "ar"), final_test=False).course
        for code in ("risk", "valuation")
    ]
    members = [
        make_officers(here, 1, unit=units[0], preferred_language=language)[0]
        for language in ("en", "fr", "ar", place.language)
    ]
    behind, *_rest = members
    [idle] = make_officers(here, 1, unit=units[1])
    put_in(behind, courses[0], done=0, active=-20, entered=-60, due=-3, now=now)
    put_in(idle, courses[0], done=0, active=-20, entered=-60, now=now)
    make_certificate(members[2], courses[0], at=now)
    twins = [make_officers(here, 1, unit=units[1], printed_name=name)[0] for name in place.one_name]
    requests = [
        make_request(here, days_ago=days, printed_name=f"{name} {days}", preferred_language=place.language)
        for name, days in zip(place.names, (9, 7, 5, 3), strict=False)
    ]
    return Week(
        place=place,
        she=she,
        boss=boss,
        officer=officer,
        units=units,
        courses=courses,
        requests=requests,
        members=members,
        behind=behind,
        twins=twins,
        foreigner=make_person("abroad@customs.example", administration=place.foreign),
    )
