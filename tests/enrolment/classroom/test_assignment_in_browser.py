"""Checking one's own work by the rubric, in a browser: by keyboard, on a phone, in Arabic, sent to nobody."""

import pytest
from playwright.sync_api import expect

from courses.lessons.api import Assignment
from courses.lessons.signals import record_course
from tests.factories.courses import make_assignment_page, make_course
from tests.factories.people import officer
from tests.factories.tutoring import make_rubric
from tests.support.browser import PHONE, axe, sign_in

pytestmark = [pytest.mark.e2e]


@pytest.fixture
def address(live, page, client):
    made = make_course("tfa", lessons=1, languages=("en", "ar"))
    for language in ("en", "ar"):
        make_assignment_page(made.modules[language])
    record_course(made.course)
    make_rubric(Assignment.objects.get(), criteria=2)
    sign_in(page, live, client, officer())
    return live + "/{}/courses/tfa/module-1/essay/"


def levels(page, criterion: int):
    return page.locator(f'input[name="rubric-criterion-{criterion}"]')


def test_what_is_chosen_is_added_up_and_stays_here(page, address):
    page.goto(address.format("en"))
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    total = page.locator("[data-total]")
    expect(total).to_be_hidden()
    levels(page, 1).nth(0).focus()
    page.keyboard.press("Space")
    expect(total).to_contain_text("10 of 20 points by your own count · criteria still open: 1")
    levels(page, 2).nth(1).check()
    expect(total.locator("output")).to_have_text("16 of 20 points by your own count")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Start again").click()
    expect(total).to_be_hidden()
    # The browser asks for the icon of the site when it likes.
    assert [url for url in sent if "/static/images/mark" not in url] == []


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("size", [PHONE, None], ids=["phone", "desktop"])
def test_it_fits_and_nobody_is_kept_out(page, address, language, size):
    if size:
        page.set_viewport_size(size)
    page.goto(address.format(language))
    levels(page, 1).nth(0).check()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []


def test_by_keyboard_the_line_of_the_sum_covers_nothing(page, address):
    page.set_viewport_size(PHONE)
    page.emulate_media(reduced_motion="reduce")
    page.goto(address.format("en"))
    levels(page, 1).nth(0).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(levels(page, 2).nth(0)).to_be_focused()
    expect(levels(page, 2).nth(0)).to_be_in_viewport(ratio=1)
    place = levels(page, 2).nth(0).bounding_box()
    line = page.locator("[data-total]").bounding_box()
    assert place["y"] + place["height"] <= line["y"]
