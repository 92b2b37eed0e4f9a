"""Signing in and out, the second factor, sessions, and what a suspended account loses."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories.people import (
    PASSWORD,
    code_of,
    make_person,
    set_up_second_factor,
    sign_in,
    sign_in_with_second_factor,
    tutor,
)

pytestmark = pytest.mark.django_db

ACCOUNT = "/en/my/account/"


def enter(client, person, password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": person.email, "password": password, **more})


def is_signed_in(client) -> bool:
    return client.get(ACCOUNT).status_code == 200


def test_sign_in_leads_to_the_desk_or_where_one_wanted_to_go(client):
    person = make_person()
    assert enter(client, person, next=ACCOUNT).url == ACCOUNT
    assert is_signed_in(client)
    assert enter(Client(), person).url == reverse("desk")


def test_the_case_of_the_address_does_not_matter(client):
    make_person("amina@customs.example")
    client.post(reverse("account_login"), {"login": " AMINA@Customs.Example", "password": PASSWORD})
    assert is_signed_in(client)


def test_a_shared_computer_forgets_and_an_own_device_remembers(client, settings):
    person = make_person()
    enter(client, person)
    cookie = settings.SESSION_COOKIE_NAME
    assert client.cookies[cookie]["max-age"] == ""
    assert client.session.get_expiry_age() == 12 * 60 * 60
    own = Client()
    enter(own, person, remember="on")
    assert own.cookies[cookie]["max-age"] == 14 * 24 * 60 * 60


def test_signing_out_takes_a_post(client):
    sign_in(client, make_person())
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_signed_in(client)
    assert client.post(reverse("account_logout")).url == "/en/"
    assert not is_signed_in(client)


def test_a_suspended_person_is_a_stranger_on_the_next_request(client):
    person = sign_in(client, make_person())
    assert is_signed_in(client)
    person.is_active = False
    person.save()
    assert not is_signed_in(client)
    assert enter(client, person).url == "/en/accounts/inactive/"
    assert client.get("/en/accounts/inactive/").status_code == 200


def test_guessing_passwords_ends_after_five(client):
    person = make_person()
    for _attempt in range(5):
        assert "do not go together" in enter(client, person, "wrong password").text
    answer = enter(client, person)
    assert "Too many attempts" in answer.text
    assert not is_signed_in(client)


class TestBetweenPasswordAndSecondFactor:
    @pytest.fixture
    def person(self, client):
        person = make_person()
        self.secret = set_up_second_factor(person)
        assert enter(client, person).url == "/en/accounts/2fa/authenticate/"
        return person

    def test_nothing_is_visible(self, client, person):
        assert "_auth_user_id" not in client.session
        for name in ("account", "account_email", "account_change_password", "mfa_index", "usersessions_list"):
            answer = client.get(reverse(name))
            assert answer.status_code == 302, name
            assert answer.url.startswith("/en/accounts/login/"), name
        page = client.get("/en/accounts/2fa/authenticate/").text
        assert person.printed_name not in page
        assert person.email not in page

    def test_the_code_of_the_app_opens_the_account(self, client, person):
        code = code_of(self.secret)
        assert client.post(reverse("mfa_authenticate"), {"code": code}).url == reverse("desk")
        assert is_signed_in(client)

    def test_a_code_works_once(self, client, person):
        code = code_of(self.secret)
        client.post(reverse("mfa_authenticate"), {"code": code})
        other = Client()
        enter(other, person)
        assert "This code is not right" in other.post(reverse("mfa_authenticate"), {"code": code}).text
        assert not is_signed_in(other)

    def test_a_recovery_code_does_too_once(self, client, person):
        codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()
        client.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert is_signed_in(client)
        left = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()
        assert left == codes[1:]

    def test_a_person_suspended_meanwhile_does_not_get_in(self, client, person):
        person.is_active = False
        person.save()
        client.post(reverse("mfa_authenticate"), {"code": code_of(self.secret)})
        assert not is_signed_in(client)

    def test_guessing_codes_ends_after_five(self, client, person):
        wrong = "000000" if code_of(self.secret) != "000000" else "111111"
        for _attempt in range(5):
            client.post(reverse("mfa_authenticate"), {"code": wrong})
        answer = client.post(reverse("mfa_authenticate"), {"code": code_of(self.secret)})
        assert "Too many attempts" in answer.text


def test_setting_up_a_second_factor(client, monkeypatch):
    # A test never commits.
    monkeypatch.setattr("django.db.transaction.on_commit", lambda done, **_options: done())
    person = make_person(preferred_language="fr")
    enter(client, person)
    asked = client.get("/fr/accounts/2fa/totp/activate/")
    assert asked.url.startswith("/fr/accounts/reauthenticate/")
    assert client.post(asked.url, {"password": PASSWORD}).url == "/fr/accounts/2fa/totp/activate/"
    page = client.get("/fr/accounts/2fa/totp/activate/")
    assert 'src="data:image/svg+xml;base64,' in page.text
    assert "style=" not in page.text
    secret = page.context["form"].secret
    answer = client.post(page.request["PATH_INFO"], {"code": code_of(secret)})
    assert answer.url == "/fr/accounts/2fa/recovery-codes/"
    assert client.get(answer.url).text.count("<code>") == 10
    download = client.get(reverse("mfa_download_recovery_codes"))
    assert len(download.text.split()) == 10
    stored = Authenticator.objects.get(user=person, type="totp").data["secret"]
    assert secret not in stored


def test_the_own_second_factor_can_be_switched_off_unless_a_role_needs_it(client):
    officer = make_person()
    for person, stays in ((officer, False), (tutor(), True)):
        sign_in_with_second_factor(client, person)
        off = reverse("mfa_deactivate_totp")
        client.post(f"{reverse('account_reauthenticate')}?next={off}", {"password": PASSWORD})
        page = client.post(off, follow=True).text
        assert Authenticator.objects.filter(user=person).exists() is stays
        assert ("Your role needs a second factor" in page) is stays


def test_sign_out_everywhere_else(client):
    person = make_person()
    enter(client, person)
    other = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"})
    enter(other, person)
    page = client.get(reverse("usersessions_list"))
    assert "Firefox · Windows" in page.text
    client.post(reverse("usersessions_list"))
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert UserSession.objects.filter(user=person).count() == 1


def test_a_new_password_signs_out_everywhere_else(client):
    person = make_person()
    enter(client, person)
    other = Client()
    enter(other, person)
    new = "another quiet harbour"
    refused = client.post(reverse("account_change_password"), {"oldpassword": "wrong", "password1": new})
    assert "not your current password" in refused.text
    done = client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new})
    assert done.url == ACCOUNT
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert "new password" in mail.outbox[-1].subject
    assert enter(Client(), person, new).url == reverse("desk")


def test_a_new_address_counts_after_its_code(client):
    person = make_person("old@customs.example")
    enter(client, person)
    again = client.post(reverse("account_email"), {"email": "New@Customs.Example", "action_add": "1"})
    assert again.url.startswith("/en/accounts/reauthenticate/")
    assert client.post(again.url, {"password": PASSWORD}).url == "/en/accounts/confirm-email/"
    person.refresh_from_db()
    assert person.email == "old@customs.example"
    assert mail.outbox[-1].to == ["new@customs.example"]
    code = mail.outbox[-1].body.split("\n    ")[1].split("\n")[0]
    assert client.post(reverse("account_email_verification_sent"), {"code": code}).url == ACCOUNT
    person.refresh_from_db()
    assert person.email == "new@customs.example"
    assert mail.outbox[-1].to == ["old@customs.example"]
