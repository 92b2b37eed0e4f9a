"""Sessions 4 and 5 of the Academy, as they are on record: who was in them, marks of modules, who left.

The records (``records/*.csv``) are invented, and hold marks alone: who was certified, and who with honours,
follows from the programme's regulation. Their courses were others than those of today, so their modules have
none here: what was handed in and when is not on record, and the marks are entered as they were given.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.apps import apps
from django.db import transaction
from django.utils import translation

from clikc.people.models import User
from enrolment.admissions import api as admissions
from enrolment.certificates import api as certificates
from enrolment.grading import api as grading
from enrolment.surveys import api as surveys

from ..tutored.clock import at
from .people import Officers, managers
from .sessions import is_there, keep_quiet, make_session, moment

CODE = "vcoa"
RECORDS = Path(__file__).parent / "records"
# The months are the WCO's; the days are ours.
STARTS = {4: date(2016, 7, 4), 5: date(2017, 3, 6)}
MODULES = ("m1", "m2", "m3", "m4", "o1", "o2")
REASON = "From the records of the session"
REMARKS = (
    "The case of the consignment, step by step, is what I use at my desk.",
    "Two live sessions fell into our night. A recording the same day would help.",
    "My tutor answered within a day, with remarks I could work with.",
    "The third module is a lot beside full shifts: one more week, please.",
    "Good to learn with colleagues from so many administrations.",
    "The texts could be shorter; the exercises should stay as they are.",
)


@dataclass(frozen=True)
class Entry:
    """A participant in the records: marks by the code of a module, None where there is none; ``left`` is the
    week in which she withdrew, None for who stayed."""

    name: str
    administration: str
    gender: str
    marks: dict[str, Decimal | None]
    left: int | None


def load_archive() -> int:
    """The sessions that are not there yet; how many people are new."""
    return sum(_load(number) for number in STARTS if not is_there(CODE, number))


def records_of(number: int) -> list[Entry]:
    """The records of a session."""
    with (RECORDS / f"vcoa-{number}.csv").open(encoding="utf-8", newline="") as file:
        return [_entry(row) for row in csv.DictReader(file)]


def _entry(row: dict[str, str]) -> Entry:
    marks = {code: Decimal(row[code]) if row[code] else None for code in MODULES}
    left = int(row["left_in_week"]) if row["left_in_week"] else None
    return Entry(row["name"], row["administration"], row["gender"], marks, left)


@transaction.atomic
def _load(number: int) -> int:
    starts_on, entries, (manager, second) = STARTS[number], records_of(number), managers()
    officers = Officers(f"v{number}-", moment(starts_on - timedelta(weeks=6)))
    people = [officers.one(item.administration, name=item.name, gender=item.gender) for item in entries]
    officers.save()
    session = make_session(CODE, number, language="en", starts_on=starts_on, by=manager)
    _take_courses_out(session)
    with translation.override("en"):
        _run(session, entries, people, manager)
        _answer(session)
        _close(session, manager, second)
    keep_quiet(people)
    return len(people)


def _take_courses_out(session) -> None:
    runs = list(session.modules.filter(run__isnull=False).values_list("run", flat=True))
    session.events.update(activity=None)
    session.modules.update(course=None, run=None)
    apps.get_model("programmes", "CourseRun").objects.filter(pk__in=runs).delete()


def _run(session, entries: Sequence[Entry], people: Sequence[User], manager: User) -> None:
    """The seats are taken a fortnight before; marks come in and people leave as the weeks go by."""
    starts_on = session.starts_on
    with at(moment(starts_on - timedelta(weeks=2))):
        taken = admissions.take_part(session=session, people=people, by=manager)
    by_person = {item.learner_id: item for item in taken}
    found = [by_person[person.pk] for person in people]
    modules = list(session.modules.order_by("last_week", "position"))
    for week in range(1, session.weeks + 1):
        for item, participation in zip(entries, found, strict=True):
            if item.left == week:
                with at(moment(starts_on + timedelta(weeks=week - 1, days=3))):
                    admissions.withdraw_participant(
                        participation=participation, by=manager, reason="Asked for by the administration"
                    )
        for module in (item for item in modules if item.last_week == week):
            with at(moment(starts_on + timedelta(weeks=week - 1, days=3), hour=15)):
                _enter(module, entries, found, manager, week)


def _enter(module, entries: Sequence[Entry], found: Sequence, manager: User, week: int) -> None:
    marks = {
        participation.pk: item.marks[module.code]
        for item, participation in zip(entries, found, strict=True)
        if item.marks[module.code] is not None and (item.left is None or item.left > week)
    }
    grading.set_module_mark(module=module, marks=marks, seen={}, by=manager, reason=REASON)


def _answer(session) -> None:
    """Four of five say in the last week how it was, and some of them in words."""
    there = session.participations.filter(state="enrolled").select_related("session").order_by("learner")
    with at(moment(session.starts_on + timedelta(weeks=session.weeks - 1, days=2))):
        for place, participation in enumerate(there):
            if place % 5 == 4:
                continue
            agreements = {
                code: 5 - (place * (number + 3) // 4) % 3 for number, code in enumerate(surveys.STATEMENTS)
            }
            words = REMARKS[place // 6] if place % 6 == 0 else ""
            surveys.answer_survey(participation=participation, agreements=agreements, words=words)


def _close(session, manager: User, second: User) -> None:
    """What the rule proposes is taken over as it is, and confirmed by a second person."""
    last = moment(session.starts_on + timedelta(weeks=session.weeks - 1, days=4), hour=12)
    with at(last):
        certificates.freeze_regulation(
            session_id=session.pk, by=manager, reason="Some modules were not finished"
        )
        certificates.propose_decisions(session_id=session.pk, by=manager)
    with at(last + timedelta(hours=2)):
        confirmed = certificates.confirm_decisions(session_id=session.pk, by=second)
    with at(last + timedelta(hours=3)):
        for decision in confirmed:
            certificates.award_session_certificate(decision_id=decision.pk)
        certificates.close_session(session_id=session.pk, by=manager)
