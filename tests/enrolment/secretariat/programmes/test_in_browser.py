"""A programme manager makes a session and moves it, in a browser: axe finds nothing, all is on the screen."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

from enrolment.programmes.models import ProgrammeSession
from tests.factories import people
from tests.factories.academies import make_taught_programme
from tests.support.browser import DESKTOP, PHONE, axe, sign_in

pytestmark = pytest.mark.e2e


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def programme(live, page, client):
    sign_in(page, live, client, people.manager(administration="UG"))
    return make_taught_programme()


def is_sound(page) -> None:
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(("language", "size"), [("en", DESKTOP), ("ar", PHONE)], ids=["en wide", "ar phone"])
def test_a_session_is_made_and_moved(page, live, programme, language, size):
    page.set_viewport_size(size)
    with override(language):
        addresses = [reverse("secretariat"), reverse("secretariat_programme", args=[programme.code])]
        parts = ["secretariat_programme_modules", "secretariat_event_new"]
        addresses += [reverse(part, args=[programme.code]) for part in parts]
        new = reverse("secretariat_session_new", args=[programme.code])
    for address in addresses:
        page.goto(live + address)
        is_sound(page)
    page.goto(live + new)
    page.fill("#id_starts_on", "2026-09-07")
    page.fill("#id_closed_days", "2026-09-25; Heritage Day")
    page.locator("button[name=digest]").click()
    expect(page.locator(".secretariat__moves li")).to_have_count(9)
    is_sound(page)
    page.locator("button[name=digest]").last.click()
    expect(page.locator(".messages")).to_be_visible()
    session = ProgrammeSession.objects.get()
    assert session.events.get(code="due-m1").on == date(2026, 9, 28)
    is_sound(page)
    with override(language):
        page.goto(live + reverse("secretariat_session_dates", args=[session.pk]))
    page.fill("#id_starts_on", "2026-09-14")
    page.locator("button[name=digest]").click()
    expect(page.locator("#moves")).to_be_focused()
    is_sound(page)
    page.locator("button[name=digest]").last.click()
    expect(page.locator(".messages")).to_be_visible()
    session.refresh_from_db()
    assert session.starts_on == date(2026, 9, 14)
    assert session.events.get(code="due-m1").on == date(2026, 10, 2)
