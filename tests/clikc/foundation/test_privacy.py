"""What somebody signed in sees is kept by no browser and no proxy."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from clikc.foundation.privacy import KeepPrivate
from tests.factories.courses import make_course
from tests.factories.people import make_person, sign_in, sign_in_with_second_factor

pytestmark = pytest.mark.django_db


def is_kept_nowhere(response) -> bool:
    return {"private", "no-store"} <= set(response.get("Cache-Control", "").split(", "))


@pytest.mark.parametrize(
    "name", ["home", "desk", "certificates", "account", "mfa_index", "usersessions_list"]
)
def test_pages_of_somebody_signed_in(client, name):
    sign_in(client, make_person())
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert is_kept_nowhere(response)


def test_a_lesson(client):
    page = make_course().lessons["en"][0]
    sign_in(client, make_person())
    assert is_kept_nowhere(client.get(page.url))


@pytest.mark.parametrize(
    "name", ["mfa_view_recovery_codes", "mfa_download_recovery_codes", "mfa_activate_totp", "mfa_index"]
)
def test_pages_of_the_second_factor(client, name):
    sign_in_with_second_factor(client, make_person())
    assert is_kept_nowhere(client.get(reverse(name)))


@pytest.mark.parametrize(
    "name", ["account_login", "account_signup", "account_reset_password", "mfa_authenticate"]
)
def test_account_pages_of_nobody_too(client, name):
    assert is_kept_nowhere(client.get(reverse(name)))


def test_a_stranger_may_keep_what_is_public():
    # A request that names no person: nobody can be looked up for it.
    answered = KeepPrivate(lambda request: HttpResponse())(RequestFactory().get("/en/courses/"))
    assert "Cache-Control" not in answered


def test_what_a_view_said_itself_stays_and_files_are_left_alone(client):
    sign_in(client, make_person())
    assert "no-store" not in client.get(f"{settings.MEDIA_URL}images/none.png").get("Cache-Control", "")
    assert "no-store" not in client.get(f"{settings.STATIC_URL}css/base.css").get("Cache-Control", "")
    assert client.get(reverse("sitemap")).headers["Cache-Control"] == "public, max-age=3600"
