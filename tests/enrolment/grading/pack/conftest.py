import pytest

from tests.factories.tutoring import make_marking, make_tutored_run


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def made(db):
    """Nothing is marked twice but what has all points."""
    once = {
        "sample_percent": 0,
        "border_percent": 0,
        "pass_percent": 1,
        "honours_percent": 100,
        "is_blind": False,
    }
    return make_tutored_run(participants=3, tutors=2, **once)


@pytest.fixture
def tutor(made):
    return made.tutors[0]


@pytest.fixture
def markings(made, tutor):
    return [make_marking(made.work[0], item, tutor=tutor) for item in made.enrolments]


@pytest.fixture
def marking(markings):
    return markings[0]
