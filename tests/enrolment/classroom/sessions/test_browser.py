"""A session and an application in a real browser: in two languages, on a phone, by keyboard alone."""

from datetime import time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from enrolment.admissions.models import Nomination, Participation
from enrolment.programmes.models import SessionEvent
from tests.factories import people
from tests.factories.academies import (
    make_call,
    make_dated,
    make_nomination,
    make_participants,
    make_programme,
    make_taught_programme,
)
from tests.support.browser import DESKTOP, PHONE, axe, sign_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
TITLES = {"title": "Orientation Academy", "title_ar": "أكاديمية التوجيه الجمركي", "code": "vcoa"}
RULES = [{"code": "service_under", "years": 4}, {"code": "language", "values": ["en", "ar"]}]


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def press(page, element) -> None:
    """Go there by keyboard and press Enter."""
    element.focus()
    page.keyboard.press("Enter")


@pytest.fixture
def hers():
    """A participant in the second week of a session of two modules, with a meeting tomorrow."""
    today = timezone.localdate()
    start = today - timedelta(days=today.weekday() + 7)
    session = make_dated(make_taught_programme(modules=2, **TITLES), starts_on=start, number=7)
    SessionEvent.objects.create(
        session=session, code="meeting", kind="live", title="Meeting", title_ar="لقاء", week=2, weekday=1,
        on=today + timedelta(days=1), wanted_on=today, at=time(9), minutes=60, link="https://meet.example/room",
    )  # fmt: skip
    return make_participants(session, 1, time_zone="Africa/Nairobi")[0]


@pytest.mark.parametrize(("language", "size"), [("en", DESKTOP), ("ar", PHONE)])
def test_a_participant_finds_what_is_next_and_the_weeks(page, live, client, hers, language, size):
    page.set_viewport_size(size)
    sign_in(page, live, client, hers.learner)
    page.goto(f"{live}/{language}/my/")
    press(page, page.locator(f'a[href="/{language}/my/sessions/{hers.pk}/"]'))
    page.wait_for_url(f"**/my/sessions/{hers.pk}/")
    assert axe(page) == []
    assert fits(page)
    expect(page.locator(".session__next > li").first).to_be_visible()
    expect(page.locator('a[href="https://meet.example/room"]').first).to_be_visible()
    # The bar of the first module stands at the beginning of the line, wherever lines begin.
    bar, line = (page.locator(where).first.bounding_box() for where in (".timeline__bar", ".timeline__line"))
    start = line["x"] if language == "en" else line["x"] + line["width"] - bar["width"]
    assert abs(bar["x"] - start) < 2
    expect(page.locator(".timeline__week--now")).to_have_count(1)
    with page.expect_download() as download:
        press(page, page.locator('a[href$="calendar.ics"]'))
    assert download.value.suggested_filename == "vcoa-7.ics"
    page.goto(f"{live}/{language}/programmes/")
    assert axe(page) == []
    assert fits(page)


@pytest.mark.parametrize(("language", "size"), [("en", DESKTOP), ("ar", PHONE)])
def test_an_officer_applies_and_takes_the_seat_by_keyboard(page, live, client, language, size):
    page.set_viewport_size(size)
    start = timezone.localdate() + timedelta(weeks=10)
    session = make_dated(make_programme(modules=2, **TITLES), starts_on=start, number=8)
    call = make_call(session, eligibility=RULES)
    officer = people.officer(administration="JO", time_zone="Asia/Amman")
    sign_in(page, live, client, officer)
    page.goto(f"{live}/{language}/programmes/vcoa/")
    assert axe(page) == []
    assert fits(page)
    press(page, page.locator(f'a[href="/{language}/my/applications/to/{call.pk}/"]'))
    page.wait_for_url("**/to/*/")
    assert axe(page) == []
    assert fits(page)
    page.locator("#id_served_since").fill((start - timedelta(days=800)).isoformat())
    page.locator("input[name=languages][value=ar]").focus()
    page.keyboard.press("Space")
    page.locator("#id_motivation").focus()
    page.keyboard.type("أريد أن أتعلم" if language == "ar" else "To learn")
    press(page, page.locator("main form button.button"))
    mine = page.wait_for_url("**/my/applications/*-*/") or Nomination.objects.get()
    assert axe(page) == []
    assert fits(page)
    press(page, page.locator('form[action$="/send/"] button'))
    expect(page.locator('form[action$="/send/"]')).to_have_count(0)
    Nomination.objects.filter(pk=mine.pk).delete()
    offered = make_nomination(
        call, person=officer, state="accepted", seat=1, answer_until=timezone.now() + timedelta(days=3)
    )
    type(call).objects.filter(pk=call.pk).update(published_at=timezone.now(), closes_at=timezone.now())
    page.goto(f"{live}/{language}/my/")
    assert axe(page) == []
    assert fits(page)
    press(page, page.locator(f'a[href="/{language}/my/applications/{offered.pk}/accept/"]'))
    page.wait_for_url("**/accept/")
    assert axe(page) == []
    press(page, page.locator("main form button.button"))
    page.wait_for_url("**/my/sessions/*/")
    assert Participation.objects.get().learner == officer
    assert axe(page) == []
    assert fits(page)
