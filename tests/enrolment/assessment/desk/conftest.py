"""The desk without its second factor, which has tests of its own."""

import pytest
from bs4 import BeautifulSoup

from tests.factories import people


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def boss(client):
    """A programme manager, signed in."""
    return people.sign_in(client, people.manager(printed_name="Rosa Manager"))


@pytest.fixture
def open_page(client):
    """The page at an address, which must be there."""

    def opened(address: str, status: int = 200) -> BeautifulSoup:
        answer = client.get(address)
        assert answer.status_code == status, address
        return BeautifulSoup(answer.content, "html.parser").select_one("main")

    return opened
