"""A session of the Academy in its sixth week: 42 participants of all regions, ten tutors, the first module
marked and given back, the second due on Friday."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation

from clikc.people.models import User
from courses.catalogue import api as catalogue
from enrolment.admissions import api as admissions
from enrolment.following import api as following
from enrolment.grading import api as grading
from enrolment.programmes import api as programmes
from enrolment.progress import api as progress

from ..tutored.clock import at
from .fellowship import say_who_was_there
from .people import Officers, managers
from .sessions import is_there, keep_quiet, make_session, moment, monday
from .staff import tutors
from .work import Module

CODE, NUMBER, WEEK = "vcoa", 20, 6
# Of the cast: who signs in finds the session on her desk.
OF_THE_CAST = "muwazzaf@clikc.example"
REGIONS = (
    "JM BB GT EC BO UY DO",
    "NG GH SN CM TG CV BJ",
    "KH IN NP VN FJ BD PH WS",
    "GE UA AL MD TR KZ MK",
    "KE TZ ZM SZ MU MZ NA LS",
    "EG TN OM SD",
)
CAPACITY = 5
SILENT, LEFT, MORE_TIME = (9, 27), 17, 22
LATE = {6: 1, 19: 2, 33: 1}
ABSENT = {"live-m1": (3, 9, 14, 27), "live-m2": (5, 9, 11, 27, 30)}


def load_current() -> int:
    """The session with everything in it; how many people are new."""
    if is_there(CODE, NUMBER):
        return 0
    before = User.objects.count()
    with transaction.atomic(), translation.override("en"):
        _load(timezone.now())
    return User.objects.count() - before


def _load(now: datetime) -> None:
    manager, _second = managers()
    starts_on = monday(1 - WEEK)
    officers = Officers(f"s{NUMBER}-", moment(starts_on - timedelta(days=60)))
    mine = User.objects.get(email=OF_THE_CAST)
    people = [mine, *officers.some(" ".join(REGIONS).split(), language="en")]
    officers.save()
    session = make_session(CODE, NUMBER, language="en", starts_on=starts_on, by=manager)
    with at(moment(starts_on - timedelta(weeks=2))):
        taken = admissions.take_part(session=session, people=people, by=manager)
    staff = _give_tutors(session, starts_on, manager)
    _study(session, people, manager, now)
    # Who has left was asked for at no live event after it.
    with at(moment(starts_on + timedelta(weeks=3, days=1))):
        reason = "Posted to a field operation until spring"
        admissions.withdraw_participant(participation=taken[LEFT], by=manager, reason=reason)
    there = [item for place, item in enumerate(taken) if place != LEFT]
    say_who_was_there(session, there, manager, now, absent=ABSENT)
    _more_time(session, taken[MORE_TIME], manager, now)
    keep_quiet([*people, *staff, manager])


def _give_tutors(session, starts_on, manager: User) -> list[User]:
    """Ten, over the runs of all modules, none to somebody of her own administration."""
    runs, staff = programmes.runs_of_session(session), tutors(moment(starts_on - timedelta(days=400)))
    with at(moment(starts_on - timedelta(weeks=1))):
        for run in runs:
            programmes.set_scheme(run=run, facts={"sample_percent": 0, "border_percent": 0}, by=manager)
        for tutor in staff:
            grading.set_session_tutor(runs=runs, tutor=tutor, capacity=CAPACITY, languages=["en", "ar"])
        digest = grading.preview_session_allocation(runs=runs).digest
        grading.allocate_session(runs=runs, digest=digest, by=manager)
    return staff


def _study(session, people: Sequence[User], manager: User, now: datetime) -> None:
    first, second = session.modules.select_related("run__course").order_by("position")[:2]
    dice = random.Random("session")  # noqa: S311 - the same every time
    active = [place for place in range(len(people)) if place not in SILENT]
    staying = [place for place in active if place != LEFT]
    one = Module(first.run, people, manager, dice, now)
    _read(one, SILENT, lessons=2, since=moment(session.starts_on))
    _read(one, active, lessons=4, since=moment(session.starts_on + timedelta(weeks=1)))
    one.sit_test(staying)
    one.hand_in(staying, late=LATE)
    one.mark_and_release()
    one.hand_in_anew()
    two = Module(second.run, people, manager, dice, now)
    _read(two, staying, lessons=3, since=now - timedelta(days=6, hours=2))
    two.hand_in([place for place in staying if two.is_handed_in(place) and place != MORE_TIME])
    two.sit_test([place for place in staying if two.is_handed_in(place)])
    two.begin_marking()


def _read(module: Module, places: Iterable[int], *, lessons: int, since: datetime) -> None:
    """The first lessons of a module, some days after they could be read."""
    found = [
        activity
        for activity in module.run.course.activities.current()
        if activity.kind == catalogue.ActivityKind.LESSON
    ]
    for place in places:
        days = module.dice.uniform(0.3, 6)
        for number, activity in enumerate(found[:lessons]):
            when = since + timedelta(days=days * (number + 1) / lessons)
            with at(min(when, module.now - timedelta(minutes=30 + place))):
                progress.record_progress(
                    enrolment_id=module.enrolments[place].pk, activity=activity, language="en", is_all=True
                )


def _more_time(session, participation, manager: User, now: datetime) -> None:
    with at(now - timedelta(hours=20)):
        line = following.board_of(session, manager).line(participation.pk)
        keys = [following.key_of(answer) for answer in line.answers if answer.asked.module.code == "m2"]
        following.give_more_time(
            session=session,
            participation_id=participation.pk,
            keys=keys,
            by=manager,
            reason="Floods have cut the line of her office; confirmed by her coordinator.",
            digest=following.due_digest(line),
            days=7,
        )
