"""A year of the Career Development Programme, and a workshop of managers that has just ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation

from clikc.people.models import User
from enrolment.admissions import api as admissions

from ..tutored.clock import at
from .fellowship import say_who_was_there
from .people import Officers, managers
from .sessions import is_there, keep_quiet, make_session, moment, monday

# The administrations of 2023/24 (docs/domain.md).
ASSOCIATES = "CV EG GT IN XK MY RW WS TM UA"
MANAGERS = "ZA ZA BW NA LS SZ ZM ZM MW ZW MZ MU KE KE UG TZ RW BI AO SC"
WORKSHOP = 61
# The first of its years was 2009/10.
BEFORE_THE_FIRST = 2008
MISSED = {"day-3": (5,), "day-4": (5, 11), "day-7": (11,), "day-8": (11,)}


def load_career_year() -> int:
    """The year that is under way, with ten people; how many are new."""
    now = timezone.now()
    starts_on = start_of_year(now.date())
    number = starts_on.year - BEFORE_THE_FIRST
    if is_there("cdp", number):
        return 0
    with transaction.atomic(), translation.override("en"):
        manager, _second = managers()
        officers = Officers("cdp-", moment(starts_on - timedelta(days=150)))
        people = officers.some(ASSOCIATES.split())
        officers.save()
        session = make_session(
            "cdp", number, language="en", starts_on=starts_on, by=manager, place="Brussels"
        )
        with at(moment(starts_on - timedelta(weeks=10))):
            admissions.take_part(session=session, people=people, by=manager)
        keep_quiet(people)
    return len(people)


def start_of_year(today: date) -> date:
    """The first of September from which the year goes on that is under way, or over since July."""
    return date(today.year if today.month >= 9 else today.year - 1, 9, 1)


def load_workshop() -> int:
    """Twenty managers, two weeks on the spot; how many are new. Who was there is on record, and the awards
    wait to be decided."""
    if is_there("lmd", WORKSHOP):
        return 0
    now = timezone.now()
    with transaction.atomic(), translation.override("en"):
        return _load_workshop(now)


def _load_workshop(now: datetime) -> int:
    manager, _second = managers()
    starts_on = monday(-3)
    officers = Officers(f"l{WORKSHOP}-", moment(starts_on - timedelta(days=300)))
    people: list[User] = officers.some(MANAGERS.split(), language="en")
    officers.save()
    session = make_session(
        "lmd",
        WORKSHOP,
        language="en",
        starts_on=starts_on,
        by=manager,
        place="Pretoria",
        time_zone="Africa/Johannesburg",
    )
    with at(moment(starts_on - timedelta(weeks=4))):
        taken = admissions.take_part(session=session, people=people, by=manager)
    say_who_was_there(session, taken, manager, now, absent=MISSED)
    keep_quiet(people)
    return len(people)
