import pytest

from tests.factories import coordination, people


@pytest.fixture
def made(db):
    """Kenya with a coordinator, six officers and two units."""
    return coordination.make_workspace("KE", officers=6, units=2)


@pytest.fixture
def mine(client, made):
    """The coordinator of ``made``, signed in with the second factor."""
    people.sign_in_with_second_factor(client, made.coordinator)
    return client
