"""From the sign-up form to the desk: one account, one code, signed in."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError
from django.urls import reverse
from django.utils import translation

from clikc.people.adapter import AccountAdapter
from clikc.people.forms import SignupForm
from clikc.people.models import User
from enrolment.membership.models import JoinRequest
from tests.factories.people import PASSWORD, make_person

pytestmark = pytest.mark.django_db

FORM = {
    "printed_name": "  Amina   Wanjiku Otieno ",
    "administration": "KE",
    "email": "Amina@Customs.Example",
    "password1": PASSWORD,
}


def sign_up(client, language="en", **changes):
    with translation.override(language):
        address = reverse("account_signup")
    return client.post(address, {**FORM, **changes})


def code_in_mail() -> str:
    return re.search(r"\b\d{4}-\d{4}\b", mail.outbox[-1].body).group()


def confirm(client, code: str, language="en"):
    with translation.override(language):
        return client.post(reverse("account_email_verification_sent"), {"code": code})


def test_sign_up_ends_at_the_desk(client):
    answer = sign_up(client)
    assert answer.url == "/en/accounts/confirm-email/"
    assert not client.get("/en/my/account/").context
    page = client.get(answer.url)
    assert "amina@customs.example" in page.text
    assert confirm(client, code_in_mail()).url == reverse("desk")
    person = User.objects.get(email="amina@customs.example")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert (person.printed_name, person.administration) == ("Amina Wanjiku Otieno", None)
    assert (person.preferred_language, person.time_zone) == ("en", "Africa/Nairobi")


def test_the_administration_that_was_chosen_is_asked(client):
    sign_up(client)
    [request] = JoinRequest.objects.all()
    assert (request.person.email, request.administration.code) == ("amina@customs.example", "KE")
    assert request.state == JoinRequest.State.WAITING


def test_the_browser_may_know_the_time_zone_better(client):
    sign_up(client, administration="US", time_zone="America/Chicago")
    assert User.objects.get(email="amina@customs.example").time_zone == "America/Chicago"


def test_digits_of_other_scripts_are_digits(client):
    sign_up(client, language="ar")
    eastern = code_in_mail().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert confirm(client, eastern, "ar").url == "/ar/my/"


def test_a_wrong_code_may_be_corrected_and_a_new_one_asked_for(client):
    sign_up(client)
    first = code_in_mail()
    answer = confirm(client, "0000-0000" if first != "0000-0000" else "1111-1111")
    assert answer.status_code == 200
    assert "This code is not right" in answer.text
    limited = client.post(reverse("account_email_verification_sent"), {"action": "resend"})
    assert limited.status_code == 429
    assert "Too many attempts" in limited.text


def test_guessing_codes_ends_after_three(client):
    sign_up(client)
    right = code_in_mail()
    wrong = "9999-9999" if right != "9999-9999" else "8888-8888"
    answers = [confirm(client, wrong) for _attempt in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 302]
    assert confirm(client, right).url == "/en/accounts/login/"
    assert "_auth_user_id" not in client.session


def test_an_unverified_account_gets_its_code_when_it_signs_in(client):
    sign_up(client)
    client.post(reverse("account_logout"))
    cache.clear()  # ten seconds must lie between two mails
    answer = client.post(reverse("account_login"), {"login": FORM["email"], "password": PASSWORD})
    assert answer.url == "/en/accounts/confirm-email/"
    assert confirm(client, code_in_mail()).url == reverse("desk")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("printed_name", "Amina\u202egnp.exe", "invisible character (U+202E)"),
        ("printed_name", "Ami\x00na", "Null characters"),
        ("printed_name", "Ami\x07na", "invisible character (U+0007)"),
        ("printed_name", "1234", "at least one letter"),
        ("printed_name", "A" * 10_000, "at most 120"),
        ("printed_name", " \t\u00a0 ", "required"),
        ("printed_name", "A" + "\u0301" * 40, "more marks"),
        ("administration", "ZZ", "not one of the available choices"),
        ("administration", "9" * 20, "not one of the available choices"),
        ("administration", "\x00", "Null characters"),
        ("email", "nobody", "valid email"),
        ("email", "a@b.example\x00", "Null characters"),
        ("email", "a" * 400 + "@b.example", "valid email"),
        ("password1", "short", "at least 10 characters"),
        ("password1", "password1234", "too common"),
        ("password1", "Amina Wanjiku Otieno", "too similar"),
    ],
)
def test_what_sign_up_refuses(client, field, value, words):
    answer = sign_up(client, **{field: value})
    assert answer.status_code == 200
    assert words in answer.text
    assert 'id="form-errors"' in answer.text
    assert f'id="id_{field}_error"' in answer.text
    assert not User.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize(
    "name", ["José Ñuñez d'Ávila", "محمد بن عليّ", "ወይዘሮ አልማዝ", "می‌رضا", "Nguyễn Thị Ánh"]
)
def test_names_of_the_world_are_welcome(client, name):
    sign_up(client, printed_name=name)
    assert User.objects.get().printed_name == name


def test_a_lone_surrogate_is_no_server_error(client):
    body = b"printed_name=%ED%A0%80x&administration=KE&email=a%40b.example&password1=" + PASSWORD.encode()
    answer = client.post(reverse("account_signup"), body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in {200, 302, 400}


def test_a_page_full_of_nonsense_after_next_stays_here(client):
    for target in ("https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"):
        answer = client.post(reverse("account_signup"), {**FORM, "next": target})
        assert "evil" not in answer.get("Location", "")
        client.post(reverse("account_logout"))
        client.cookies.clear()


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [("en", "Afghanistan", "Zimbabwe"), ("fr", "Afghanistan", "Zimbabwe"), ("ar", "إثيوبيا", "اليونان")],
)
def test_administrations_stand_in_the_order_of_the_language(client, language, first, last):
    page = client.get(f"/{language}/accounts/signup/")
    options = [name for code, name in page.context["form"].fields["administration"].choices if code]
    assert len(options) == 187
    assert options[0] == first
    assert options[-1] == last


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("ar", "rtl")])
def test_pages_and_mail_are_in_the_language(client, language, direction):
    page = client.get(f"/{language}/accounts/signup/")
    assert f'<html lang="{language}" dir="{direction}">' in page.text
    sign_up(client, language)
    person = User.objects.get()
    assert person.preferred_language == language
    assert f"/{language}/" in mail.outbox[0].body


def test_mail_follows_the_person_and_not_the_page(client):
    make_person("amal@customs.example", preferred_language="ar")
    client.post("/en/accounts/signup/", {**FORM, "email": "amal@customs.example"})
    assert "/ar/accounts/password/reset/" in mail.outbox[0].body


def test_two_sign_ups_at_once_make_one_account_and_look_the_same(client, monkeypatch):
    clean = SignupForm.clean

    def overtaken(self):
        """The other account is made after this one's address was looked up, before it is saved."""
        cleaned = clean(self)
        make_person("amina@customs.example")
        return cleaned

    monkeypatch.setattr(SignupForm, "clean", overtaken)
    answer = sign_up(client)
    assert (answer.status_code, answer.url) == (302, "/en/accounts/confirm-email/")
    assert User.objects.get(email="amina@customs.example").printed_name != "Amina Wanjiku Otieno"
    assert [mail_.to for mail_ in mail.outbox] == [["amina@customs.example"]]
    assert "/en/accounts/password/reset/" in mail.outbox[0].body
    assert "_auth_user_id" not in client.session


def test_another_conflict_than_the_address_is_not_hidden(client, monkeypatch):
    def fails(self, *args, **kwargs):
        raise IntegrityError("another constraint")

    monkeypatch.setattr(AccountAdapter, "save_user", fails)
    with pytest.raises(IntegrityError):
        sign_up(client)
