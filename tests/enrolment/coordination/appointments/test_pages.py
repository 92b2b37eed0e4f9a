"""The list of all administrations, and one with its appointments."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from clikc.people.appointments import appoint, people_of
from clikc.people.models import Administration
from enrolment.membership.api import ending_soon
from enrolment.membership.appointed import tell_of_endings
from tests.clikc.people.test_appointments import day
from tests.factories.coordination import make_invited, make_officers, make_request
from tests.factories.people import (
    admin,
    administration_of,
    coordinator,
    manager,
    officer,
    set_up_second_factor,
    sign_in_with_second_factor,
)

pytestmark = pytest.mark.django_db
LIST = "/en/coordination/appointments/"


@pytest.fixture
def secretary(client):
    sign_in_with_second_factor(client, manager(administration=None))
    return client


@pytest.fixture
def boss(client):
    sign_in_with_second_factor(client, admin(administration=None))
    return client


def codes(page) -> list[str]:
    return [line.administration.code for line in page.context["lines"]]


def test_every_administration_is_listed(secretary):
    assert len(codes(secretary.get(LIST))) == Administration.objects.count()


def test_those_without_a_coordinator_are_found(secretary):
    coordinator(administration="KE")
    appoint(
        administration=administration_of("UG"), person=officer(administration="UG"), by=None, is_deputy=True
    )
    found = codes(secretary.get(LIST, {"state": "without"}))
    assert "KE" not in found
    assert "UG" in found
    assert codes(secretary.get(LIST, {"state": "with"})) == ["KE"]


@pytest.mark.parametrize("asked", ["kenya", "KE", "KEN"])
def test_they_are_found_by_name_or_code(secretary, asked):
    assert "KE" in codes(secretary.get(LIST, {"q": asked}))


def test_they_are_found_in_the_language_of_the_reader(secretary):
    with override("ar"):
        address, name = reverse("secretariat_appointments"), str(administration_of("KE"))
    page = secretary.get(address, {"q": name})
    assert codes(page) == ["KE"]
    assert name in page.content.decode()


def test_a_region_is_chosen_and_an_unknown_one_is_none(secretary):
    everywhere = len(codes(secretary.get(LIST)))
    assert 0 < len(codes(secretary.get(LIST, {"region": "ESA"}))) < everywhere
    assert len(codes(secretary.get(LIST, {"region": "zz"}))) == everywhere


def test_what_waits_and_who_is_there_is_counted(secretary):
    place = administration_of("KE")
    make_officers(place, 3)
    make_invited(place)
    first = make_request(place, days_ago=9)
    make_request(place)
    [line] = secretary.get(LIST, {"q": "KE"}).context["lines"][:1]
    assert (line.members, line.waiting, line.oldest) == (4, 2, first.made_at)


def test_who_has_no_second_factor_is_shown(secretary):
    safe = coordinator(administration="KE")
    coordinator(administration="UG")
    set_up_second_factor(safe)
    page = secretary.get(LIST, {"state": "with"})
    assert [line.coordinators[0].has_factor for line in page.context["lines"]] == [True, False]


def test_as_many_queries_for_all_as_for_one(secretary, django_assert_max_num_queries):
    coordinator(administration="KE")
    secretary.get(LIST)
    with django_assert_max_num_queries(20) as few:
        secretary.get(LIST)
    for place in Administration.objects.all()[:60]:
        coordinator(administration=place.code)
    with django_assert_max_num_queries(20) as many:
        secretary.get(LIST)
    assert len(many) == len(few)


def test_managers_read_and_do_not_appoint(secretary):
    assert "Hand over" not in secretary.get(f"{LIST}KE/").content.decode()
    facts = {"step": "appoint", "person": officer().email, "reason": "x"}
    assert secretary.post(f"{LIST}KE/", facts).status_code == 403
    assert people_of(administration_of("KE")) == []


@pytest.mark.parametrize("make", [officer, coordinator])
def test_for_everybody_else_there_is_no_such_page(client, make):
    sign_in_with_second_factor(client, make())
    assert client.get(LIST).status_code == 404
    assert client.get(f"{LIST}KE/").status_code == 404


def test_an_administrator_appoints_hands_over_and_ends(boss):
    first, second = officer(), officer()
    place = administration_of("KE")
    facts = {"reason": "Named by the director general"}
    assert boss.post(f"{LIST}KE/", facts | {"step": "appoint", "person": first.email}).status_code == 302
    assert boss.post(f"{LIST}KE/", facts | {"step": "hand_over", "to": second.email}).status_code == 302
    [grant] = people_of(place)
    assert grant.user == second
    assert boss.post(f"{LIST}KE/", facts | {"step": "end", "grant": grant.pk}).status_code == 302
    assert people_of(place) == []
    page = boss.get(f"{LIST}KE/").content.decode()
    assert first.printed_name in page
    assert second.printed_name in page


@pytest.mark.parametrize(
    "facts",
    [
        {"step": "appoint", "person": "nobody@customs.example", "reason": "x"},
        {"step": "appoint", "person": "a\x00@customs.example", "reason": "x"},
        {"step": "appoint", "person": "", "reason": ""},
        {"step": "appoint", "person": "taken@customs.example", "reason": "x"},
        {"step": "hand_over", "to": "taken@customs.example", "on": "yesterday", "reason": "x"},
        {"step": "end", "grant": "9" * 30, "reason": "x"},
    ],
)
def test_what_cannot_be_is_said_on_the_page(boss, facts):
    coordinator(administration="KE")
    officer(email="taken@customs.example")
    assert boss.post(f"{LIST}KE/", facts).status_code == 400
    assert len(people_of(administration_of("KE"))) == 1


def test_an_unknown_step_or_the_appointment_of_another_place_is_unknown(boss):
    other = coordinator(administration="FJ").role_grants.get()
    assert boss.post(f"{LIST}KE/", {"step": "x"}).status_code == 404
    assert boss.post(f"{LIST}KE/", {"step": "end", "grant": other.pk, "reason": "x"}).status_code == 404


@pytest.mark.parametrize(("number", "is_soon"), [(0, True), (30, True), (31, False)])
def test_endings_are_told_of_once_in_time(mailoutbox, django_capture_on_commit_callbacks, number, is_soon):
    person, boss = officer(), admin(administration=None)
    appoint(administration=administration_of("KE"), person=person, by=None, ends_on=day(number))
    assert ending_soon().exists() is is_soon
    mailoutbox.clear()
    for _twice in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            tell_of_endings()
    soon = [letter for letter in mailoutbox if letter.subject.startswith("An appointment ends")]
    assert sorted(letter.to[0] for letter in soon) == (sorted([person.email, boss.email]) if is_soon else [])
