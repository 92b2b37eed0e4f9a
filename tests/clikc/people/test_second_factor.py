"""A session that knows the password alone reads no codes; a secret whose key is gone opens nothing."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.factories.people import (
    PASSWORD,
    code_of,
    make_person,
    set_up_second_factor,
    sign_in_with_second_factor,
)

pytestmark = pytest.mark.django_db

PAGES = [
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_deactivate_totp",
]


def enter(client, person):
    return client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})


def again_by_password(client):
    return client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


@pytest.fixture
def set_up_in(monkeypatch):
    """Goes through the page of the app; answers its secret."""

    def set_up(client) -> str:
        secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
        with monkeypatch.context() as patch:
            # A test never commits.
            patch.setattr("django.db.transaction.on_commit", lambda done, **_options: done())
            client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
        return secret

    return set_up


def unused_codes(person) -> list[str]:
    return Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()


class TestASessionOfThePasswordAlone:
    @pytest.fixture
    def person(self, client):
        person = make_person()
        enter(client, person)
        again_by_password(client)
        self.secret = set_up_second_factor(person)
        return person

    @pytest.mark.parametrize("page", PAGES)
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_is_asked_for_a_code_before_these_pages(self, client, person, page, method):
        answer = getattr(client, method)(reverse(page))
        assert answer.status_code == 302
        assert answer.url.startswith("/en/accounts/2fa/reauthenticate/?next=")
        assert Authenticator.objects.filter(user=person).count() == 2

    def test_cannot_do_it_with_the_password_again(self, client, person):
        assert again_by_password(client).url == "/en/accounts/2fa/reauthenticate/"
        page = client.get(reverse("mfa_reauthenticate"))
        assert reverse("account_reauthenticate") not in page.text
        assert client.get(reverse("mfa_view_recovery_codes")).status_code == 302

    def test_gets_there_with_a_code(self, client, person):
        asked = client.get(reverse("mfa_view_recovery_codes"))
        assert client.post(asked.url, {"code": code_of(self.secret)}).url == reverse(
            "mfa_view_recovery_codes"
        )
        page = client.get(reverse("mfa_view_recovery_codes"))
        assert unused_codes(person)[0] in page.text


def test_what_was_put_aside_before_is_not_done_for_the_password(client):
    """A form sent before the second factor was set up waits for "is it you?"; the password is no answer."""
    person = make_person()
    enter(client, person)
    asked = client.post(reverse("mfa_generate_recovery_codes"))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    set_up_second_factor(person)
    codes = unused_codes(person)
    client.post(asked.url, {"password": PASSWORD})
    assert unused_codes(person) == codes


def test_setting_up_ends_every_other_session_and_leaves_other_people_alone(client, set_up_in):
    person, neighbour = make_person(), make_person()
    other, next_door = Client(), Client()
    enter(other, person)
    again_by_password(other)
    enter(next_door, neighbour)
    enter(client, person)
    again_by_password(client)
    set_up_in(client)
    assert UserSession.objects.filter(user=person).count() == 1
    assert client.get(reverse("account")).status_code == 200
    assert next_door.get(reverse("account")).status_code == 200
    for page in PAGES:
        assert other.get(reverse(page)).url.startswith(reverse("account_login"))


def test_whoever_sets_up_an_app_has_shown_it(client, set_up_in):
    person = make_person()
    enter(client, person)
    again_by_password(client)
    set_up_in(client)
    shown = client.session["account_authentication_methods"]
    assert [record["type"] for record in shown if record["method"] == "mfa"] == ["totp"]
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200


class TestAfterTheSecretChanged:
    BEFORE, NOW = "before" * 10, "now" * 20

    @pytest.fixture
    def person(self, client, settings):
        settings.SECRET_KEY = self.BEFORE
        person = make_person()
        self.secret = set_up_second_factor(person)
        self.codes = unused_codes(person)
        return person

    def test_codes_work_while_the_old_secret_is_kept(self, client, settings, person):
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = self.NOW, [self.BEFORE]
        for code in (code_of(self.secret), self.codes[0]):
            visitor = Client()
            enter(visitor, person)
            assert visitor.post(reverse("mfa_authenticate"), {"code": code}).url == reverse("desk")

    def test_without_it_no_code_is_right_and_the_page_says_why(self, client, settings, person):
        settings.SECRET_KEY = self.NOW
        enter(client, person)
        for code in (code_of(self.secret), self.codes[0], "", "000000"):
            answer = client.post(reverse("mfa_authenticate"), {"code": code})
            assert answer.status_code == 200
            assert "_auth_user_id" not in client.session
            assert ("can no longer be read" in answer.text) is bool(code)

    def test_no_page_fails_and_none_shows_codes_that_do_not_work(self, client, settings, person):
        settings.SECRET_KEY = self.NOW
        sign_in_with_second_factor(client, person)
        again_by_password(client)
        assert client.get(reverse("mfa_index")).status_code == 200
        for page in ("mfa_view_recovery_codes", "mfa_download_recovery_codes"):
            assert client.get(reverse(page)).url == reverse("mfa_generate_recovery_codes")
        assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 200
        client.post(reverse("mfa_generate_recovery_codes"))
        assert unused_codes(person)[0] in client.get(reverse("mfa_view_recovery_codes")).text

    def test_removed_it_can_be_set_up_anew(self, client, settings, person, set_up_in):
        settings.SECRET_KEY = self.NOW
        Authenticator.objects.filter(user=person).delete()
        enter(client, person)
        again_by_password(client)
        secret = set_up_in(client)
        cache.clear()  # the code was just used
        visitor = Client()
        enter(visitor, person)
        assert visitor.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).url == reverse("desk")
