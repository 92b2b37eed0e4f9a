"""A person's menu has the pages of later rooms that are hers, and no other."""

import pytest
from bs4 import BeautifulSoup

from tests.factories import people

pytestmark = pytest.mark.django_db


def menu_of(client) -> list[str]:
    page = BeautifulSoup(client.get("/ar/my/").content, "html.parser")
    return [link["href"] for link in page.select(".menu--person a")]


@pytest.mark.parametrize("make", [people.tutor, people.manager, people.admin])
def test_who_works_there_finds_the_desk(client, make):
    people.sign_in(client, make())
    assert "/ar/assessment/" in menu_of(client)


@pytest.mark.parametrize("make", [people.officer, people.coordinator, people.author, people.translator])
def test_nobody_else_does(client, make):
    people.sign_in(client, make())
    assert "/ar/my/account/" in menu_of(client)
    assert "/ar/assessment/" not in menu_of(client)


def test_a_visitor_has_no_menu(client):
    assert b"/assessment/" not in client.get("/en/").content
