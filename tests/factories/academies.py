"""Programmes and sessions for tests: a small academy of four modules."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date, time, timedelta

from django.utils import timezone

from enrolment.admissions.api import take_part
from enrolment.admissions.models import Call, Nomination, Participation
from enrolment.programmes.api import make_session
from enrolment.programmes.models import (
    Programme,
    ProgrammeEvent,
    ProgrammeModule,
    ProgrammeScheme,
    ProgrammeSession,
)
from tests.factories import people
from tests.factories.courses import make_course
from tests.factories.tutoring import make_assignment

numbers = itertools.count(1)
FRIDAY = 5


def make_programme(*, modules: int = 4, **facts) -> Programme:
    """The academy: each module three weeks, opening on a Monday, its work due on the last Friday, given back
    seven days later; a closing on the last Friday of the last week."""
    number = next(numbers)
    programme = Programme.objects.create(
        **{"code": f"academy-{number}", "title": f"Academy {number}", "weeks": modules * 3 + 2, **facts}
    )
    for place in range(1, modules + 1):
        first, last = place * 3 - 2, place * 3
        module = ProgrammeModule.objects.create(
            programme=programme,
            code=f"m{place}",
            title=f"Module {place}",
            title_fr=f"Le module {place}",
            position=place,
            first_week=first,
            last_week=last,
        )
        opens = {"kind": "opens", "week": first, "weekday": 1}
        due = {"kind": "due", "week": last, "weekday": FRIDAY, "at": time(23, 59), "zone": "own"}
        back = {"kind": "back", "after": f"due-m{place}", "days_after": 7}
        for kind, where in (("opens", opens), ("due", due), ("back", back)):
            ProgrammeEvent.objects.create(
                programme=programme, module=module, code=f"{kind}-m{place}", title=f"{kind} {place}", **where
            )
    last = {"kind": "closing", "week": programme.weeks, "weekday": FRIDAY}
    ProgrammeEvent.objects.create(programme=programme, code="closing", title="Closing", **last)
    return programme


def make_dated(
    programme: Programme | None = None, *, starts_on=date(2018, 9, 3), **facts
) -> ProgrammeSession:
    """A session of it."""
    programme = programme or make_programme()
    known = {"number": next(numbers), "language": "en", "time_zone": "Europe/Brussels", "by": None}
    return make_session(programme=programme, starts_on=starts_on, **(known | facts))


def make_taught_programme(*, modules: int = 2, scheme: dict | None = None, **facts) -> Programme:
    """The same with a closed course for each module: a lesson, a final test that closes when the work is due,
    and an assignment with a rubric; resubmitted work counts 60 per cent at most."""
    programme = make_programme(modules=modules, **facts)
    for module in programme.modules.all():
        module.course = make_course(is_open=False, lessons=1).course
        module.save()
        make_assignment(module.course)
    for event in programme.events.filter(kind="due"):
        event.pk, event.kind, event.code = None, "quiz", event.code.replace("due", "quiz")
        event.save()
    figures = {"resubmission_cap": 60, "late_percent_a_day": 10, "late_refuse_after": 3} | (scheme or {})
    ProgrammeScheme.objects.create(programme=programme, **figures)
    return programme


def make_participants(session: ProgrammeSession, number: int = 2, **facts) -> list[Participation]:
    """Officers who take part in it."""
    return take_part(session=session, people=[people.officer(**facts) for _each in range(number)], by=None)


def make_call(session: ProgrammeSession | None = None, **facts) -> Call:
    """The open call of an announced session that starts in ten weeks."""
    now = timezone.now()
    session = session or make_dated(starts_on=now.date() + timedelta(weeks=10))
    if session.announced_at is None:
        session.announced_at = now - timedelta(days=8)
        session.save()
    known = {"opens_at": now - timedelta(days=7), "closes_at": now + timedelta(days=21), "seats": 10}
    return Call.objects.create(session=session, **known | facts)


def make_nomination(call: Call, *, person=None, state: str = "endorsed", **facts) -> Nomination:
    """An officer proposed for it, on record as if it had come about."""
    person = person or people.officer()
    known = {"administration": person.administration, "made_at": timezone.now(), "state": state}
    return Nomination.objects.create(call=call, person=person, **known | facts)


def make_nominations(call: Call, codes: Sequence[str], **facts) -> list[Nomination]:
    """One of an officer of each of these administrations, in this order."""
    return [make_nomination(call, person=people.officer(administration=code), **facts) for code in codes]
