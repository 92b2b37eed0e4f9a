"""Wagtail's back office, route by route: only those who work there pass its door."""

import re
from uuid import uuid4

import pytest

from clikc.people.roles import ANONYMOUS, OFFICER, OPENS_BACK_OFFICE, WALKERS, Role, allowed

from .routes import Route, routes

PREFIX = "admin/"
OUTSIDE = [role for role in WALKERS if role not in OPENS_BACK_OFFICE]
# What a visitor may have of it: drawings and words of the interface, no data.
# Wagtail's own sign-in address leads on to ours.
DOORS = re.compile(r"^/(admin/login|[a-z]{2}/accounts)/")
OPEN_TO_VISITORS = re.compile(r"^admin/(sprite|jsi18n|locale-data)")


def back_office() -> list[Route]:
    return [route for route in routes() if route.pattern.startswith(PREFIX)]


def address_of(pattern: str) -> str:
    """An address the pattern answers to, with plausible names for what it asks."""
    path = re.sub(r"<int:\w+>", "1", pattern)
    path = re.sub(r"<uuid:\w+>", str(uuid4()), path)
    path = re.sub(r"<(?:\w+:)?\w+>", "1", path)
    path = re.sub(r"\(\?P<\w+>[^)]*\)|\([^)]*\)|\\d\+", "1", path)
    return "/" + re.sub(r"[\^$?]|\\[AZ]", "", path)


def test_the_matrix_and_the_door_agree():
    assert {role for role in WALKERS if allowed(role, "back_office", "R", "l")} == set(OPENS_BACK_OFFICE)


def test_there_is_something_to_guard():
    assert len(back_office()) > 150


@pytest.mark.parametrize("role", OUTSIDE)
def test_nobody_else_gets_in(role, walked):
    client = walked.client(role)
    wrong = []
    for route in back_office():
        for send in (client.get, client.post):
            answer = send(address_of(route.pattern))
            is_open = role == ANONYMOUS and OPEN_TO_VISITORS.match(route.pattern)
            if answer.status_code not in (302, 403, 404, 405) and not is_open:
                wrong.append(f"{send.__name__} {route.pattern}: {answer.status_code}")
            if answer.status_code == 302 and not DOORS.search(answer["Location"]):
                wrong.append(f"{send.__name__} {route.pattern} leads to {answer['Location']}")
    assert wrong == []


@pytest.mark.parametrize("role", sorted(OPENS_BACK_OFFICE))
def test_those_who_work_there_see_its_first_page(role, walked):
    assert walked.client(role).get("/admin/").status_code == 200


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUTHOR])
def test_not_without_a_second_factor(role, walked, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    answer = walked.client(role).get("/admin/pages/")
    assert answer.status_code == 302
    assert "/2fa/" in answer["Location"]


def test_people_of_the_front_have_no_permission_of_djangos_or_wagtails(walked):
    """Wagtail holds that "may change users" can make a superuser."""
    roles = (OFFICER, Role.NATIONAL_COORDINATOR, Role.TUTOR, Role.PROGRAMME_MANAGER)
    held = {role: walked.walkers[role].get_all_permissions() for role in roles}
    assert held == {role: set() for role in roles}
    assert not any(walked.walkers[role].is_staff or walked.walkers[role].is_superuser for role in roles)
