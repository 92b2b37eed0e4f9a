import pytest

from tests.factories import people
from tests.factories.following import make_cohort_of, make_plain_course, put_in


@pytest.fixture
def course(db):
    return make_plain_course(
        "risk", titles={"en": "Risk Management", "fr": "Gestion des risques", "ar": "إدارة المخاطر"}
    )


@pytest.fixture
def now():
    """Pages look at the clock: rows are made around the moment of the test."""
    from django.utils import timezone

    return timezone.now()


@pytest.fixture
def here(made, course, now):
    """Kenya: its six officers stand in six ways in one course; somebody of Fiji is behind in it, too."""
    ways = [
        {"due": -4, "done": 2},
        {},
        {"active": -20, "done": 3},
        {"done": 5, "due": 90, "entered": -2},
        {"done": 10, "due": -1, "finished": -2, "score": 91},
        {"is_active": False},
    ]
    made.course = course
    made.rows = [
        put_in(person, course, now=now, **way) for person, way in zip(made.officers, ways, strict=True)
    ]
    made.cohort = make_cohort_of(made.officers[:2], [course], name="Recruits")
    made.stranger = people.officer(administration="FJ", printed_name="Somebody Far")
    made.far = put_in(made.stranger, course, now=now, due=-4, done=2)
    return made
