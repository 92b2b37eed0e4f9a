"""The back office: administrators read, nobody writes."""

import pytest
from django.urls import reverse

from tests.factories import people
from tests.factories.certificates import make_certificate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


def test_an_administrator_finds_and_reads(client):
    certificate = make_certificate(people.officer(printed_name="Amina Okoye"))
    people.sign_in(client, people.admin())
    listing = client.get(reverse("certificate_record:index"), {"q": "Amina"})
    assert certificate.grouped_code in listing.content.decode()
    page = client.get(reverse("certificate_record:inspect", args=[certificate.pk]))
    assert "Amina Okoye" in page.content.decode()


@pytest.mark.parametrize("name", ["edit", "delete"])
def test_an_administrator_does_not_write(client, name):
    certificate = make_certificate()
    people.sign_in(client, people.admin())
    place = reverse(f"certificate_record:{name}", args=[certificate.pk])
    for response in (client.get(place), client.post(place, {"printed_name": "Mallory"})):
        assert response.status_code == 302
        assert response["Location"] == reverse("wagtailadmin_home")
    assert client.post(reverse("certificate_record:add")).status_code == 302
    certificate.refresh_from_db()
    assert certificate.printed_name != "Mallory"


@pytest.mark.parametrize("who", [people.author, people.translator, people.coordinator])
def test_nobody_else_comes_in(client, who):
    make_certificate(people.officer(printed_name="Amina Okoye"))
    people.sign_in(client, who())
    response = client.get(reverse("certificate_record:index"))
    assert response.status_code in (302, 403)
    assert "Amina" not in response.content.decode()
