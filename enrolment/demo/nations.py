"""A dozen administrations with their coordinators, officers and cohorts; Kenya with 2,000 officers.

Each administration is written in one transaction, and once: it is there when somebody has an address of
its (``officers.domain_of``). The people and what they did are the same every time; ids and codes are not.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from clikc.people.models import Administration, User

from . import handovers, queues
from .cast import PASSWORD
from .countries import ARMS, GENDER, RISK, TFA, Country, countries
from .groups import arrive_in_time, plan_groups
from .lives import Taught, taught
from .officers import Registry, domain_of, note_joining, note_sign_ins, save_people
from .year import Year

LARGEST = "KE"


def load_nations(*, officers: int = 2000, only: Collection[str] = ()) -> int:
    """Everybody and their year; how many people are new. Quick where nothing is missing.

    ``officers`` is how many Kenya has; the others have as many as ever. ``only`` names some of them.
    """
    now = timezone.now()
    missing = [
        item for item in countries(now.date()) if _is_missing(item) and item.code in (only or item.code)
    ]
    if not missing:
        return 0
    courses, password = taught((RISK, TFA, GENDER, ARMS)), make_password(PASSWORD)
    return sum(
        _load(item, officers if item.code == LARGEST else item.officers, courses, password, now)
        for item in missing
    )


def _is_missing(country: Country) -> bool:
    return not User.objects.filter(email__endswith=f"@{domain_of(country.code)}").exists()


@transaction.atomic
def _load(country: Country, number: int, courses: Mapping[str, Taught], password: str, now) -> int:
    dice = random.Random(f"2026-{country.code}")  # noqa: S311 - the same people every time
    administration = Administration.objects.get(code=country.code)
    coordinator = User.objects.get(email=f"{country.coordinator}@clikc.example")
    office = Registry(country, administration, password, now)
    people = office.several(number, dice)
    groups = plan_groups(country, people, now, dice)
    arrive_in_time(groups, people, dice)
    save_people(people)
    note_joining(people, coordinator, dice)
    year = Year(coordinator, people, courses, now, dice)
    year.save(administration, groups)
    handovers.load(country, coordinator, people, now)
    desk = queues.Desk(office, year)
    more = desk.fill(groups) if country.code == LARGEST else desk.fill_a_little()
    note_sign_ins(people)
    return number + more
