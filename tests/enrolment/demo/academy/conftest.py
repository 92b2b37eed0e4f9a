import pytest
from django.db import transaction

from enrolment.demo import load
from enrolment.demo.academy.load import STEPS
from enrolment.demo.academy.sessions import CLOSED


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker):
    """The Academy's courses and the cast; then all of the Academy, once for these tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        for folder in load.course_folders():
            if folder.name in (*CLOSED, "gender-equality"):
                load.load_course(folder)
        load.load_people()
        new = {name: step() for name, step in STEPS.items()}
        assert all(new.values())
        yield new
        transaction.set_rollback(True)


@pytest.fixture
def academy(loaded, db):
    """What a test of it stands on."""
    return loaded
