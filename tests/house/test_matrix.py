"""Role × object × route: the roles matrix, walked over every route there is.

What the matrix allows is answered; what one sees but may not do is 403; what one may not see is 404,
word for word as if there were no such thing; a visitor is asked to sign in.
"""

import re
from difflib import ndiff
from uuid import uuid4

import pytest
from django.db import transaction

from clikc.people.roles import ANONYMOUS, NEEDS_SECOND_FACTOR, OFFICER, WALKERS, allowed

from .routes import ROWS, SIGN_IN, Row, nothing, routes
from .world import FAR, NEAR, OWN, Belongings

# Scopes of the matrix that a thing stands in, seen from the walker; "*" covers them all and more.
SCOPES = {OWN: "oac*", NEAR: "a*", FAR: "*"}
SEEN = "LRUDPX"
# Nonces and CSRF tokens are another text each time.
CHANGING = re.compile(r'nonce="[^"]*"|"[A-Za-z0-9]{64}"')
# Nobody's data, and pages on which what others wrote or started stands beside one's own.
NOBODYS = {"course_public", "course_content", "certificate_verification"}
MIXED = {"job", "advice"}
ADDRESS = re.compile(r"/[a-z]{2}/[\w/\-%.?=&;]*")


def expected(row: Row, role: str, standing: str) -> str | int:
    """``"answered"``, 403, 404, a visitor's sign-in, or the status the row gives a visitor."""
    if role == ANONYMOUS:
        return "answered" if allowed(role, row.object, row.letter, "*") else row.anonymous
    if row.desk_of not in ("", role):
        return 404
    scopes = [scope for scope in SCOPES[standing] + row.also if scope in row.reach]
    if any(allowed(role, row.object, letter, scope) for letter in row.letter for scope in scopes):
        return "answered"
    is_seen = any(
        allowed(role, row.seen_as or row.object, letter, scope)
        for letter in SEEN
        for scope in (SCOPES[standing] + row.also if row.seen_as else scopes)
    )
    return 403 if is_seen else 404


def given(response) -> str | int:
    if response.status_code < 300:
        return "answered"
    if response.status_code < 400:
        return SIGN_IN if "/accounts/login/" in response["Location"] else "answered"
    return response.status_code


def why(response) -> str:
    """What went wrong inside, where something did."""
    return f": {response.exc_info[1]!r}" if getattr(response, "exc_info", None) else ""


def test_every_route_has_a_row():
    known = {row.route for row in ROWS}
    without = [route for route in routes() if not route.prefix and route.name not in known]
    assert without == [], "say in tests/house/routes.py who may use it"


def test_every_row_has_a_route():
    assert {row.route for row in ROWS} <= {route.name for route in routes()}


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_roles(row, walked):
    wrong = []
    clients = {role: walked.client(role) for role in WALKERS}
    for standing in row.standings:
        for role, client in clients.items():
            mine = walked.owner(role, standing)
            with transaction.atomic():
                answer = row.send(client, row.address(mine), mine)
                transaction.set_rollback(True)
            if given(answer) != expected(row, role, standing):
                wrong.append(f"{role}, {standing}: {given(answer)}, not {expected(row, role, standing)}")
    assert wrong == []


def shows_others(row: Row, standing: str) -> bool:
    """Whether what is answered is more than every learner has of her own."""
    if row.object in NOBODYS:
        return False
    return row.object in MIXED or standing != OWN or expected(row, OFFICER, OWN) != "answered"


def test_between_password_and_second_factor_nothing_of_others_is_seen(walked, settings):
    """Cross rule 2: wherever a role lets its holder at what is not her own, the second factor comes first."""
    settings.SECOND_FACTOR_REQUIRED = True
    asked, open_to = set(), []
    places = [(row, place) for row in ROWS for place in row.standings if shows_others(row, place)]
    for role in sorted(NEEDS_SECOND_FACTOR):
        client = walked.client(role)
        for row, standing in places:
            if expected(row, role, standing) != "answered":
                continue
            mine = walked.owner(role, standing)
            with transaction.atomic():
                answer = row.send(client, row.address(mine), mine)
                transaction.set_rollback(True)
            asked.add(row.route)
            if answer.status_code != 302 or "/2fa/" not in answer["Location"]:
                open_to.append(f"{row}: {role}, {standing}: {answer.status_code}")
    assert open_to == []
    assert {"tutoring_file", "certificate_pdf", "thread", "job_file", "gradebook"} <= asked


def unseen_rows() -> list[Row]:
    """Rows that name a stranger's thing, which an officer may not see."""
    named = [row for row in ROWS if FAR in row.standings and row.where is not nothing]
    return [row for row in named if expected(row, OFFICER, FAR) == 404]


@pytest.mark.parametrize("row", unseen_rows(), ids=str)
def test_what_one_may_not_see_answers_like_what_is_not_there(row, walked):
    """Status and words: an officer who names a stranger's thing learns nothing from the answer."""
    client, theirs = walked.client(OFFICER), walked.owner(OFFICER, FAR)
    address = row.address(theirs)
    real = row.send(client, address, theirs)
    unknown = row.send(client, unknown_address(address, row, theirs), theirs)
    assert real.status_code == unknown.status_code == 404
    assert [line for line in ndiff(plain(real), plain(unknown)) if line[0] in "+-"] == []


def unknown_address(address: str, row: Row, theirs: Belongings) -> str:
    """The same address with names nobody ever gave."""
    given = row.where(theirs)
    names = [str(value) for value in given.values()] if isinstance(given, dict) else given[0].split("/")
    for name in filter(None, names):
        if name != "courses":
            address = address.replace(name, str(uuid4()) if len(name) == 36 else f"x{name[1:]}")
    return address


def plain(response) -> list[str]:
    """The lines of text without what differs between two calls, and without any address."""
    text = CHANGING.sub("", response.content.decode())
    return ADDRESS.sub("", text).splitlines()
