"""The door of staff pages: role first, then the second factor; nobody else learns that there is a page."""

import pytest
from django.urls import reverse

from tests.factories import people
from tests.factories.people import code_of, set_up_second_factor, sign_in, sign_in_with_second_factor
from tests.house.routes import routes

pytestmark = pytest.mark.django_db

HOME = "/en/assessment/"


def test_a_visitor_signs_in_and_comes_back(client):
    assert client.get(f"{HOME}?x=1").url == "/en/accounts/login/?next=/en/assessment/%3Fx%3D1"


@pytest.mark.parametrize("make", [people.officer, people.author, people.coordinator, people.translator])
def test_to_others_the_page_does_not_exist(client, make):
    sign_in_with_second_factor(client, make())
    assert client.get(HOME).status_code == 404


@pytest.mark.parametrize("make", [people.tutor, people.manager, people.admin])
class TestTheSecondFactor:
    def test_must_be_set_up_first(self, client, make):
        sign_in(client, make())
        assert client.get(HOME).url == reverse("mfa_activate_totp")

    def test_must_be_shown_in_this_session(self, client, make):
        person = sign_in(client, make())
        secret = set_up_second_factor(person)
        asked = client.get(HOME)
        assert asked.url.startswith(reverse("mfa_reauthenticate"))
        assert client.post(asked.url, {"code": code_of(secret)}).url == HOME
        assert client.get(HOME).status_code == 200

    def test_is_asked_before_anything_is_changed(self, client, make):
        sign_in(client, make())
        answer = client.post(f"{HOME}marking/1/", {"share": "1"})
        assert answer.url == reverse("mfa_activate_totp")

    def test_once_shown_the_page_opens_and_is_kept_nowhere(self, client, make):
        sign_in_with_second_factor(client, make())
        answer = client.get(HOME)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]


def test_it_is_not_asked_where_the_site_does_not(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    sign_in(client, people.tutor())
    assert client.get(HOME).status_code == 200


def test_a_role_that_was_withdrawn_is_gone_on_the_next_request(client):
    person = sign_in_with_second_factor(client, people.tutor())
    assert client.get(HOME).status_code == 200
    person.role_grants.update(ended_at="2026-01-01T00:00Z")
    assert client.get(HOME).status_code == 404


def test_every_page_of_a_desk_is_behind_this_door():
    """Said by the view itself, so that none is forgotten."""
    desk = [route for route in routes() if route.pattern.startswith("en/assessment/")]
    assert len(desk) > 10
    assert [route.pattern for route in desk if not getattr(route.view, "is_staff_page", False)] == []
