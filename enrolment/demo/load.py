"""Putting the demo there: people at once in bulk, the histories through the verbs."""

from __future__ import annotations

import random
import re
from datetime import timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from clikc.people.api import grant_role
from clikc.people.models import Administration, User
from clikc.people.roles import Role
from courses.catalogue import api as catalogue
from courses.lessons.api import load_course
from enrolment.admissions import api as admissions
from enrolment.progress import api as progress

from . import exams, sittings, waiting
from .cast import CROWD, EVERYBODY, PASSWORD

# How far the named officers are: e-mail → course code → lessons read (-1: all, and the test passed).
STORIES = {
    "officer@clikc.example": {"salw": 0, "tfa": 2, "risk-management": 7},
    "agent@clikc.example": {"risk-management": -1, "gender-equality": 4},
    "muwazzaf@clikc.example": {"risk-management": 3},
    "balemuya@clikc.example": {"risk-management": 1},
    "funcionaria@clikc.example": {"tfa": 5, "gender-equality": -1},
    "coordinator@clikc.example": {"gender-equality": 2},
}
COURSES = ("risk-management", "tfa", "gender-equality", "salw")
# The modules of the Virtual Customs Orientation Academy: four that count, and an optional one.
ACADEMY = ("vcoa-roles", "vcoa-facilitation", "vcoa-revenue", "vcoa-enforcement", "vcoa-integrity")
_IN_THE_CROWD = re.compile(r"[a-z]{2}[0-9]{2}@clikc\.example")


def course_folders() -> list[Path]:
    """The folders of the demo's courses."""
    return [settings.COURSE_CONTENT_DIR / code for code in (*COURSES, *ACADEMY)]


def load_courses() -> list:
    """Load every course folder; the reports. Quick where nothing changed."""
    return [load_course(folder) for folder in course_folders()]


@transaction.atomic
def load_people() -> int:
    """The cast and the crowd, each with a verified address; how many are new."""
    known = set(User.objects.values_list("email", flat=True))
    administrations = {item.code: item for item in Administration.objects.all()}
    password = make_password(PASSWORD)
    new = [
        User(email=email, administration=administrations[code], password=password, **facts)
        for email, code, facts in _everybody()
        if email not in known
    ]
    User.objects.bulk_create(new)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in new
    )
    _give_roles(administrations)
    return len(new)


def _everybody():
    for person in EVERYBODY:
        facts = {
            "printed_name": person.name,
            "preferred_language": person.language,
            "time_zone": person.time_zone,
        }
        yield person.email, person.administration, facts
    for (code, language), names in CROWD.items():
        for number, name in enumerate(names, start=1):
            email = f"{code.lower()}{number:02}@clikc.example"
            yield email, code, {"printed_name": name, "preferred_language": language}


def _give_roles(administrations) -> None:
    people = {
        user.email: user for user in User.objects.filter(email__in=[person.email for person in EVERYBODY])
    }
    admin = people["admin@clikc.example"]
    for person in EVERYBODY:
        if person.role is None:
            continue
        is_coordinator = person.role == Role.NATIONAL_COORDINATOR
        grant_role(
            user=people[person.email],
            role=person.role,
            by=admin,
            administration=administrations[person.administration] if is_coordinator else None,
            locale_code=person.locale_code,
            reason="Demo",
        )


def load_histories() -> int:
    """What everybody has read and passed so far; how many enrolments are new.

    Each is a transaction of its own: broken off and begun again, it goes on where it was.
    """
    courses = {course.code: course for course in map(catalogue.course_by_code, COURSES) if course}
    lived = set(User.objects.filter(enrolments__isnull=False).values_list("pk", "enrolments__course"))
    count = 0
    for user, code, lessons, ago in _histories():
        if (user.pk, courses[code].pk) not in lived:
            _live(user, courses[code], lessons, ago=ago)
            count += 1
    return count


def _histories():
    """Person, code of the course, lessons read, days ago: the same every time, whoever has lived it."""
    people = {user.email: user for user in User.objects.order_by("pk")}
    for email, stories in STORIES.items():
        for code, lessons in stories.items():
            if email in people:
                yield people[email], code, lessons, 20
    dice = random.Random(2026)  # noqa: S311 - the same crowd every time
    crowd = [user for email, user in people.items() if _IN_THE_CROWD.fullmatch(email)]
    for number, user in enumerate(crowd):
        code = dice.choice(COURSES)
        yield user, code, -1 if number % 4 == 0 else dice.randint(0, 9), dice.randint(5, 300)


def load_sittings() -> int:
    """Final tests sat by officers of the crowd who study something else; how many are new."""
    crowd = [
        user
        for user, code, _lessons, _ago in _histories()
        if _IN_THE_CROWD.fullmatch(user.email) and code != sittings.COURSE
    ]
    return sittings.load_sittings(crowd)


def load_waiting() -> int:
    """The tutor's courses, and what waits for her and for the manager; how many sittings are new."""
    waiting.name_markers(COURSES)
    return waiting.load_essays() + waiting.load_exam()


@transaction.atomic
def _live(user: User, course, lessons: int, *, ago: int) -> None:
    """Join a course, read some lessons and, at -1, read all and pass its tests, ``ago`` days ago."""
    enrolment = admissions.join_course(learner=user, course=course)
    activities = list(course.activities.current())
    to_read = [item for item in activities if item.kind == catalogue.ActivityKind.LESSON]
    is_all = lessons < 0
    tests = [item for item in activities if item.kind == catalogue.ActivityKind.QUIZ and item.is_required]
    for activity in tests if is_all else ():
        exams.try_pretest(enrolment=enrolment, activity=activity)
    for activity in to_read if is_all else to_read[:lessons]:
        progress.record_progress(
            enrolment_id=enrolment.pk, activity=activity, language=user.preferred_language, is_all=True
        )
    if not is_all and lessons and lessons < len(to_read):
        activity = to_read[lessons]
        half = activity.blocks[: len(activity.blocks) // 2]
        progress.record_progress(
            enrolment_id=enrolment.pk,
            activity=activity,
            blocks=half,
            last_block=half[-1] if half else "",
            language=user.preferred_language,
        )
    for activity in tests if is_all else ():
        exams.pass_test(enrolment=enrolment, activity=activity)
    _move_back(enrolment, timedelta(days=ago))


def _move_back(enrolment, span: timedelta) -> None:
    """Let what was just lived through have happened some time ago."""
    from django.apps import apps

    then = timezone.now() - span
    type(enrolment).objects.filter(pk=enrolment.pk).update(enrolled_at=then - timedelta(days=10))
    enrolment.changes.update(at=then - timedelta(days=10))
    enrolment.progress.update(first_opened_at=then - timedelta(days=9))
    if span > timedelta(days=30):
        enrolment.progress.update(last_seen_at=then)
    completion = apps.get_model("completion", "CourseCompletion").objects.filter(enrolment=enrolment)
    completion.update(completed_at=then)
    apps.get_model("certificates", "Certificate").objects.filter(completion__in=completion).update(
        issued_on=then.date()
    )
