"""allauth's pages: each is about the own account, names nobody in its address, and asks to sign in
where something personal is shown."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from clikc.people.roles import ANONYMOUS, OFFICER

from .routes import routes

PREFIX = "en/accounts/"
# Pages for people who are not signed in, or not yet.
BEFORE_SIGNING_IN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_email_verification_sent",
    "account_reset_password",
    "account_confirm_login_code",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "account_password_reset_completed",
    "mfa_authenticate",
}


def names() -> list[str]:
    return [route.name for route in routes() if route.pattern.startswith(PREFIX)]


def address(name: str) -> str:
    with override("en"):
        return reverse(name)


def test_no_address_names_anybody():
    assert [
        route.pattern
        for route in routes()
        if route.pattern.startswith(PREFIX) and re.search(r"[<(]", route.pattern)
    ] == []


@pytest.mark.parametrize("name", names())
def test_what_is_personal_asks_to_sign_in(name, walked):
    answer = walked.client(ANONYMOUS).get(address(name))
    assert answer.status_code < 500
    if name not in BEFORE_SIGNING_IN:
        assert answer.status_code == 302
        assert "/accounts/login/" in answer["Location"]


@pytest.mark.parametrize("name", names())
def test_no_page_names_another_person(name, walked):
    answer = walked.client(OFFICER).get(address(name), follow=True)
    assert answer.status_code < 500
    text = answer.content.decode()
    for person in (walked.neighbour, walked.stranger):
        assert person.email not in text
        assert person.printed_name not in text


def test_no_get_signs_out(walked):
    client = walked.client(OFFICER)
    client.get(address("account_logout"))
    assert client.get(address("account_email")).status_code in (200, 302)
    assert "_auth_user_id" in client.session
