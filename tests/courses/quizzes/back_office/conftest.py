import pytest

from tests.factories import people
from tests.factories.courses import make_course


@pytest.fixture
def made():
    return make_course(languages=("en", "fr"), questions=4)


@pytest.fixture
def boss(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    person = people.make_person(is_superuser=True, is_staff=True)
    people.sign_in(client, person)
    return person


@pytest.fixture
def author(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    person = people.author()
    people.sign_in(client, person)
    return person
