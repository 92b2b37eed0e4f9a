"""The shell of the workspace: menu, counts, who comes in."""

import pytest

from clikc.people.api import withdraw_role
from enrolment.membership.api import waiting_in
from enrolment.membership.models import Transfer
from tests.factories import coordination, people

pytestmark = pytest.mark.django_db


def test_the_menu_counts_what_waits_here_and_nothing_else(mine, made):
    fiji = coordination.make_workspace("FJ", officers=2)
    coordination.make_request(made.administration)
    coordination.make_request(made.administration)
    coordination.make_request(fiji.administration)
    coordination.make_transfer(made.officers[0], fiji.administration)
    coordination.make_transfer(fiji.officers[0], made.administration)
    coordination.make_transfer(fiji.officers[1], made.administration, state=Transfer.State.RELEASED)
    assert waiting_in(made.administration).registrations == 2
    assert waiting_in(made.administration).transfers == 2
    assert waiting_in(fiji.administration).registrations == 1
    assert waiting_in(fiji.administration).transfers == 1


def test_the_page_one_is_on_is_marked(mine):
    page = mine.get("/en/coordination/KE/").content.decode()
    assert 'href="/en/coordination/KE/" aria-current="true"' in page


def test_another_administration_is_as_unknown_as_any(mine):
    assert mine.get("/en/coordination/FJ/").status_code == 404
    assert mine.get("/en/coordination/ZZ/").status_code == 404


def test_a_coordinator_of_two_chooses_and_can_switch(client, made):
    people.give_role(made.coordinator, "national_coordinator", administration=people.administration_of("UG"))
    people.sign_in_with_second_factor(client, made.coordinator)
    page = client.get("/en/coordination/").content.decode()
    assert "/en/coordination/KE/" in page
    assert "/en/coordination/UG/" in page
    assert 'href="/en/coordination/"' in client.get("/en/coordination/KE/").content.decode()


def test_who_ceases_to_coordinate_is_out_on_the_next_request(mine, made):
    assert mine.get("/en/coordination/KE/").status_code == 200
    withdraw_role(grant=made.coordinator.role_grants.get(), by=None)
    assert mine.get("/en/coordination/KE/").status_code == 404
