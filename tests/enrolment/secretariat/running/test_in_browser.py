"""A programme manager looks after a session in a real browser: in English at a desk, in Arabic on a phone."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

from enrolment.assessment.models import DueExtension
from tests.factories import people
from tests.factories.running import make_running
from tests.support.browser import DESKTOP, PHONE, axe, sign_in

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize(("language", "size"), [("en", DESKTOP), ("ar", PHONE)])
def test_she_sees_who_is_behind_gives_more_time_and_withdraws(live, page, client, settings, language, size):
    settings.SECOND_FACTOR_REQUIRED = False
    made = make_running()
    boss = people.manager(preferred_language=language)
    sign_in(page, live, client, boss)
    page.set_viewport_size(size)
    with override(language):
        board = live + reverse("running_board", args=[made.session.pk])
    page.goto(f"{board}?show=silent")
    expect(page.locator(".running__name")).to_have_count(1)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"{board}?show=behind&tutor=0")
    page.locator(f".running__name[href*='{made.behind.pk}']").click()
    page.locator("input[name=what]").first.check()
    page.locator("input[name=days]").fill("20")
    form = page.locator("form[action$='/time/']")
    form.locator("textarea").fill("In hospital")
    form.get_by_role("button").click()
    expect(page.get_by_text("In hospital")).to_have_count(1)
    assert DueExtension.objects.count() + made.runs[0].quizzes.get().quiz.extensions.count() == 1
    assert axe(page) == []
    page.locator("a[href$='/withdraw/']").click()
    page.locator("main textarea").fill("Left the service")
    page.locator("main .button--danger").click()
    expect(page.locator("a[href$='/return/']")).to_be_visible()
    made.behind.refresh_from_db()
    assert made.behind.state == "withdrawn"
    page.goto(f"{board}?show=left")
    expect(page.locator(".running__name")).to_have_count(1)
