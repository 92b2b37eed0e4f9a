from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from clikc.people.models import Gender
from enrolment.admissions.models import Enrolment
from enrolment.completion.models import CourseCompletion
from tests.factories import coordination, people
from tests.factories.following import make_plain_course, put_in

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def now(monkeypatch):
    """The clock of every page stands still on 20 November 2026."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return NOW


@pytest.fixture
def reader(client, now, db):
    """The coordinator of an administration with six officers and two units, signed in."""
    made = coordination.make_workspace("KE", officers=6, units=2, printed_name="Wanjiku Kamau")
    type(made.coordinator).objects.update(date_joined=NOW - timedelta(days=900))
    made.client = client
    made.course = make_plain_course("risk", titles={"en": "Risk Management", "fr": "Gestion des risques"})
    people.sign_in_with_second_factor(client, made.coordinator)
    return made


@pytest.fixture
def year(reader):
    """Three completions in the last twelve months, one in the twelve before, one that is elsewhere."""
    origin = make_plain_course("origin", titles={"en": "Rules of Origin"})
    for person, course, entered, finished in (
        (reader.officers[0], reader.course, -40, -10),
        (reader.officers[1], reader.course, -100, -60),
        (reader.officers[1], origin, -45, -40),
        (reader.officers[2], reader.course, -500, -400),
        (reader.officers[3], reader.course, -20, None),
        (people.officer(administration="FJ", gender=Gender.WOMAN), reader.course, -30, -10),
    ):
        put_in(
            person,
            course,
            entered=entered,
            finished=finished,
            active=finished or -1,
            done=10 if finished else 1,
        )
    reader.origin = origin
    return reader


def complete_many(people_of, courses, *, now=NOW) -> None:
    """Every person completes each of the courses, spread over the year before ``now``."""
    rows = Enrolment.objects.bulk_create(
        (
            Enrolment(learner=person, course=course, enrolled_at=now - timedelta(days=360 - place % 300))
            for place, person in enumerate(people_of)
            for course in courses
        ),
        batch_size=500,
    )
    CourseCompletion.objects.bulk_create(
        (
            CourseCompletion(
                enrolment=row,
                completed_at=min(row.enrolled_at + timedelta(days=7 + (place * 13) % 80), now),
            )
            for place, row in enumerate(rows)
        ),
        batch_size=500,
    )
