"""Whether an account exists: nobody learns it from sign-up, reset or sign-in."""

import re

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from clikc.people.models import User
from tests.factories.people import PASSWORD, make_person

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN, SUSPENDED = "known@customs.example", "unknwn@customs.example", "spnded@customs.example"


@pytest.fixture(autouse=True)
def people():
    make_person(KNOWN, printed_name="Known")
    make_person(SUSPENDED, is_active=False)


def seen_by(address: str, name: str, data: dict) -> tuple:
    """Everything a stranger sees of a form sent and the page it leads to, the address taken out."""
    cache.clear()
    mail.outbox.clear()
    client = Client()
    first = client.post(reverse(name), data)
    pages = [first.status_code, first.get("Location"), sorted(first.headers)]
    if first.status_code == 302:
        second = client.get(first.url)
        pages += [second.status_code, sorted(second.headers)]
        first = second
    text = first.text.replace(address, "ADDRESS")
    text = re.sub(r'(csrfmiddlewaretoken" value|csrf-token" content|nonce)="[^"]*"', r'\1=""', text)
    return (*pages, sorted(client.cookies), len(mail.outbox), text)


def sign_up(address: str) -> tuple:
    form = {"printed_name": "Amina", "administration": "KE", "email": address, "password1": PASSWORD}
    return seen_by(address, "account_signup", form)


def reset(address: str) -> tuple:
    return seen_by(address, "account_reset_password", {"email": address})


def sign_in(address: str) -> tuple:
    return seen_by(address, "account_login", {"login": address, "password": "not the password"})


@pytest.mark.parametrize("ask", [sign_up, reset, sign_in], ids=lambda ask: ask.__name__)
def test_known_unknown_and_suspended_look_the_same(ask):
    known = ask(KNOWN)
    assert ask(UNKNOWN) == known
    assert ask(SUSPENDED) == known


@pytest.mark.parametrize("ask", [sign_up, sign_in], ids=lambda ask: ask.__name__)
def test_known_and_unknown_cost_the_same_hashes(ask, monkeypatch):
    counted = []
    hasher = hashers.get_hasher()
    encode = type(hasher).encode
    monkeypatch.setattr(
        type(hasher), "encode", lambda *args, **named: counted.append(1) or encode(*args, **named)
    )
    ask(KNOWN)
    known, counted[:] = len(counted), []
    ask(UNKNOWN)
    assert known == len(counted) == 1


def test_signing_up_again_changes_nothing_and_tells_the_owner():
    before = User.objects.get(email=KNOWN)
    sign_up(KNOWN)
    after = User.objects.get(email=KNOWN)
    assert (after.printed_name, after.password) == (before.printed_name, before.password)
    assert "already" in mail.outbox[0].subject
    assert not re.search(r"\d{4}-\d{4}", mail.outbox[0].body)


@pytest.mark.parametrize("address", [UNKNOWN, SUSPENDED])
def test_a_reset_without_an_account_in_use_brings_no_code(address):
    reset(address)
    assert mail.outbox[0].to == [address]
    assert not re.search(r"\d{4}-\d{4}", mail.outbox[0].body)


def test_a_reset_with_the_code_sets_the_password(client):
    client.post(reverse("account_reset_password"), {"email": KNOWN})
    code = re.search(r"\d{4}-\d{4}", mail.outbox[0].body).group()
    new = "another quiet harbour"
    early = client.get(reverse("account_complete_password_reset"))
    assert early.url == reverse("account_confirm_password_reset_code")
    answer = client.post(reverse("account_confirm_password_reset_code"), {"code": code.replace("-", " ")})
    assert answer.url == reverse("account_complete_password_reset")
    done = client.post(answer.url, {"password1": new}, follow=True)
    assert "Your new password is set" in done.text
    assert "_auth_user_id" not in client.session
    assert User.objects.get(email=KNOWN).check_password(new)
    assert mail.outbox[-1].to == [KNOWN]


def test_asking_for_resets_is_limited(client):
    answers = [client.post(reverse("account_reset_password"), {"email": KNOWN}) for _ask in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "<html" in answers[-1].text


def test_mail_about_an_account_has_no_name_that_strangers_chose():
    form = {"printed_name": "Visit evil.example", "administration": "KE", "email": UNKNOWN}
    seen_by(UNKNOWN, "account_signup", {**form, "password1": PASSWORD})
    assert "evil" not in mail.outbox[0].body + mail.outbox[0].subject
