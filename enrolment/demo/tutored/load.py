"""The tutored run put there: its people, its deadlines, its tutors; then what happened in it."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone, translation

from clikc.people.api import grant_role
from clikc.people.models import Administration, User
from clikc.people.roles import Role
from clikc.post import api as post
from courses.catalogue import api as catalogue
from courses.lessons import api as lessons
from enrolment.admissions import api as admissions
from enrolment.grading import api as grading
from enrolment.programmes import api as programmes

from ..cast import PASSWORD
from .clock import at
from .people import MANAGER, OF_THE_CAST, TERMS, TUTORS, participants
from .story import DUE, ZONE, Story

COURSE = "risk-management"
SIZE = 42


@transaction.atomic
def load_tutored_run() -> int:
    """The run with everything in it; how many people are new. Nothing where it is there already, or its
    course is not."""
    course = next((item for item in catalogue.courses() if item.code == COURSE), None)
    if course is None or programmes.runs().filter(course=course, run_tutors__isnull=False).exists():
        return 0
    now = timezone.now()
    monday = now.astimezone(ZoneInfo(ZONE)).replace(hour=9, minute=0, second=0, microsecond=0)
    begins_at = monday - timedelta(days=monday.weekday(), weeks=5)
    before = User.objects.count()
    learners, manager = _people(begins_at), User.objects.get(email=MANAGER)
    with at(begins_at - timedelta(days=7)), translation.override("en"):
        run = _run(course, begins_at, manager)
        enrolments = _seat(run, course, learners, manager)
        story = Story(run, manager, enrolments, begins_at, now, random.Random("tutored"))  # noqa: S311
        story.work = _set_work(run, course, story)
        grading.allocate_tutors(run=run, by=manager)
    story.tell()
    everybody = [*(learner.pk for learner in learners), *_tutor_ids(run), manager.pk]
    # What they tell of happened weeks ago, or is on the pages of who signs in.
    post.drop_waiting(person_ids=everybody)
    return User.objects.count() - before


def _people(begins_at: datetime) -> list[User]:
    """Everybody with a verified address; the participants, those of the cast first."""
    administrations = {item.code: item for item in Administration.objects.all()}
    password, new = make_password(PASSWORD), []
    for person in (*participants(), *TUTORS):
        facts = {"printed_name": person.name, "preferred_language": person.language}
        facts |= {"time_zone": person.time_zone, "date_joined": begins_at - timedelta(days=40)}
        facts |= {"administration": administrations[person.administration], "password": password}
        new.append(User(email=person.email, **facts))
    User.objects.bulk_create(new)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in new
    )
    for person in TUTORS:
        user = User.objects.get(email=person.email)
        grant_role(user=user, role=Role.TUTOR, reason="Demo", by=None)
    found = {user.email: user for user in User.objects.select_related("administration")}
    return [found[email] for email in (*OF_THE_CAST, *(person.email for person in participants()))][:SIZE]


def _run(course, begins_at: datetime, manager: User):
    facts = programmes.RunFacts(
        name="Risk Management with tutors, autumn session",
        course_id=course.pk,
        opens_on=begins_at.date(),
        closes_on=(begins_at + timedelta(weeks=10)).date(),
        seats=45,
    )
    run = programmes.make_run(facts=facts, by=manager)
    programmes.set_zone(run=run, time_zone=ZONE)
    programmes.set_scheme(run=run, facts={"sample_percent": 15}, by=manager)
    for terms in TERMS:
        tutor = User.objects.get(email=terms.email)
        programmes.set_run_tutor(
            run=run, tutor=tutor, capacity=terms.capacity, languages=list(terms.languages)
        )
    return programmes.runs().get(pk=run.pk)


def _seat(run, course, learners: list[User], manager: User) -> list:
    admissions.take_places(run=run, people=learners)
    admissions.enrol_many(course_id=course.pk, people=learners, by=manager)
    seated = {item.learner_id: item for item in admissions.participants_in([run.pk])}
    return [seated[learner.pk] for learner in learners]


def _set_work(run, course, story: Story) -> dict:
    work = {}
    for assignment in lessons.assignments_of(course.pk):
        code = assignment.activity.code.rpartition("/")[2]
        if code in DUE:
            due = story.due_at(code)
            work[code] = programmes.set_due(
                run=run, assignment_id=assignment.pk, due_at=due, opens_at=story.begins_at
            )
    return work


def _tutor_ids(run) -> list[int]:
    return [terms.tutor_id for terms in programmes.run_tutors_of(run)]
