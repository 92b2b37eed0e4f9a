"""Transfers on the pages of both sides: each sees what is its turn, and nothing before."""

import pytest

from enrolment.membership.api import accept_transfer, release, withdraw_transfer
from enrolment.membership.models import Transfer
from tests.factories.coordination import make_transfer, make_units, make_workspace
from tests.factories.people import admin, coordinator, make_person, manager, sign_in_with_second_factor

pytestmark = pytest.mark.django_db
HERE, THERE = "/en/coordination/KE/transfers/", "/en/coordination/FJ/transfers/"
SECRETARIAT = "/en/coordination/secretariat/transfers/"


@pytest.fixture
def kenya():
    return make_workspace("KE")


@pytest.fixture
def fiji():
    return make_workspace("FJ")


@pytest.fixture
def transfer(kenya, fiji):
    officer = make_person("amina@customs.example", administration="KE", printed_name="Amina Otieno")
    return make_transfer(officer, fiji.administration)


@pytest.fixture
def as_(client):
    def become(person):
        sign_in_with_second_factor(client, person)
        return client

    return become


def test_from_the_one_to_the_other(as_, kenya, fiji, transfer):
    [unit] = make_units(fiji.administration, 1)
    client = as_(fiji.coordinator)
    assert "Amina" not in client.get(THERE).text
    assert client.get(f"{THERE}{transfer.pk}/").status_code == 404
    client = as_(kenya.coordinator)
    assert "Asks to leave" in client.get(HERE).text
    page = client.post(f"{HERE}{transfer.pk}/", {"step": "release"}, follow=True)
    assert "Released by you, not yet accepted" in page.text
    client = as_(fiji.coordinator)
    assert "Asks to come" in client.get(THERE).text
    assert "amina@customs.example" in client.get(f"{THERE}{transfer.pk}/").text
    client.post(f"{THERE}{transfer.pk}/", {"step": "accept", "unit": unit.pk})
    transfer.person.refresh_from_db()
    assert (transfer.person.administration, transfer.person.unit) == (fiji.administration, unit)
    client = as_(kenya.coordinator)
    assert "Amina" not in client.get(HERE).text
    assert client.get(f"{HERE}{transfer.pk}/").status_code == 404


@pytest.mark.parametrize(("step", "state"), [("refuse", "refused"), ("decline", "declined")])
def test_no_needs_a_reason(as_, kenya, fiji, transfer, step, state):
    client, there = as_(kenya.coordinator), HERE
    if step == "decline":
        release(transfer=transfer, by=kenya.coordinator)
        client, there = as_(fiji.coordinator), THERE
    for reason in ("", "a\u202eb", "a\x00", "x" * 10_000):
        assert client.post(f"{there}{transfer.pk}/", {"step": step, "reason": reason}).status_code == 400
    client.post(f"{there}{transfer.pk}/", {"step": step, "reason": "Needed here"})
    transfer.refresh_from_db()
    assert (transfer.state, transfer.reason) == (state, "Needed here")


def test_each_side_has_its_own_steps(as_, kenya, fiji, transfer):
    client = as_(kenya.coordinator)
    release(transfer=transfer, by=kenya.coordinator)
    for sent in ({"step": "accept"}, {"step": "decline", "reason": "No"}):
        assert client.post(f"{HERE}{transfer.pk}/", sent).status_code == 403
    client = as_(fiji.coordinator)
    for sent in ({"step": "release"}, {"step": "refuse", "reason": "No"}):
        assert client.post(f"{THERE}{transfer.pk}/", sent).status_code == 403
    transfer.refresh_from_db()
    assert transfer.state == Transfer.State.RELEASED


def test_decided_or_withdrawn_meanwhile(as_, kenya, fiji, transfer):
    client = as_(kenya.coordinator)
    release(transfer=transfer, by=coordinator(administration="KE"))
    page = client.post(f"{HERE}{transfer.pk}/", {"step": "release"}, follow=True)
    assert "decided meanwhile – Released" in page.text
    withdraw_transfer(transfer=transfer)
    page = client.post(f"{HERE}{transfer.pk}/", {"step": "refuse", "reason": "No"}, follow=True)
    assert "decided meanwhile – Withdrawn" in page.text


@pytest.mark.parametrize("step", ["", "nonsense", "\u202e"])
def test_steps_that_are_none(as_, kenya, transfer, step):
    assert as_(kenya.coordinator).post(f"{HERE}{transfer.pk}/", {"step": step}).status_code == 400


def test_an_unknown_one_is_like_a_foreign_one(as_, kenya, transfer):
    other = make_transfer(make_person(administration="JO"), transfer.to_administration)
    client = as_(kenya.coordinator)
    for pk in (other.pk, 10**6, 10**30):
        assert client.get(f"{HERE}{pk}/").status_code == 404
        assert client.post(f"{HERE}{pk}/", {"step": "release"}).status_code == 404


def test_the_secretariat_where_nobody_coordinates(as_, fiji, kenya, transfer):
    orphan = make_transfer(make_person(administration="JO", printed_name="Amal Haddad"), fiji.administration)
    assert as_(manager(administration=None)).get(SECRETARIAT).status_code == 404
    client = as_(admin(administration=None))
    page = client.get(SECRETARIAT)
    assert [row.pk for row in page.context["rows"]] == [orphan.pk]
    assert client.get(f"{SECRETARIAT}{transfer.pk}/").status_code == 404
    client.post(f"{SECRETARIAT}{orphan.pk}/", {"step": "release"})
    orphan.refresh_from_db()
    assert orphan.state == Transfer.State.RELEASED
    assert "Amal" not in client.get(SECRETARIAT).text
    accept_transfer(transfer=orphan, by=fiji.coordinator)


def test_as_many_queries_for_many(as_, kenya, fiji):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = as_(kenya.coordinator)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(HERE).status_code == 200
        return len(seen)

    for state in ("asked", "released", "refused"):
        make_transfer(make_person(administration="KE"), fiji.administration, state=state)
    few = cost()
    for state in ("asked", "released", "refused") * 5:
        make_transfer(make_person(administration="KE"), fiji.administration, state=state)
    assert cost() == few
