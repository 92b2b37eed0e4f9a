import pytest

from tests.factories.coordination import make_workspace


@pytest.fixture
def kenya():
    return make_workspace("KE", preferred_language="en")


@pytest.fixture
def fiji():
    return make_workspace("FJ", preferred_language="fr")
