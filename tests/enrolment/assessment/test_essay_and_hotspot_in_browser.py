"""Essays written and areas pointed at in a browser: by pointer, by keyboard, in English and in Arabic."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from courses.quizzes.models import Choice
from enrolment.assessment.models import Response
from tests.factories.questions import make_sitting_of
from tests.support.browser import PHONE, axe, offline, sign_in

pytestmark = [pytest.mark.e2e]
PATIENCE = 20_000


@pytest.fixture
def sitting(live, page, client):
    sitting = make_sitting_of("essay", "hotspot", languages=("en", "ar"), review_policy="explanations")
    sign_in(page, live, client, sitting.learner)
    sitting.url = live + reverse("attempt", args=[sitting.attempt.pk])
    return sitting


def told(page, state):
    expect(page.locator("[data-attempt-state]")).to_have_attribute("data-state", state, timeout=PATIENCE)


def area(code: str) -> str:
    return str(Choice.objects.get(code=code).pk)


def test_a_click_on_an_area_chooses_it_also_where_it_lies_in_another(page, sitting):
    page.goto(sitting.url)
    picture = page.locator("[data-hotspot] img")
    expect(page.locator("[data-hotspot-hint]")).to_contain_text("Choose on the picture")
    picture.evaluate("picture => picture.scrollIntoView({block: 'center', behavior: 'instant'})")
    box = picture.bounding_box()
    scale = box["width"] / 640
    for x, y, code in ((110, 100, "plate"), (300, 250, "door"), (520, 400, "tank")):
        page.mouse.click(box["x"] + x * scale, box["y"] + y * scale)
        expect(page.locator(f'input[value="{area(code)}"]')).to_be_checked()
        expect(page.locator(".hotspot__area.is-chosen")).to_have_attribute("data-area", area(code))
    told(page, "saved")
    assert Response.objects.get().answer == [area("tank")]


def test_the_keyboard_chooses_and_the_picture_shows_it(page, sitting):
    page.goto(sitting.url)
    page.locator("label.choice input").first.focus()
    expect(page.locator(".hotspot__area.is-pointed-at")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    told(page, "saved")
    chosen = page.locator("label.choice input").nth(1).get_attribute("value")
    expect(page.locator(".hotspot__area.is-chosen")).to_have_attribute("data-area", chosen)


def test_enter_begins_a_new_line_and_typing_is_saved_with_it(page, sitting):
    page.goto(sitting.url)
    essay = page.get_by_role("textbox", name="Your answer")
    essay.press_sequentially("One two")
    essay.press("Enter")
    essay.press_sequentially("three")
    expect(page.locator("[data-words]")).to_have_text("Words: 3")
    expect(page.locator("[data-news]")).to_have_text("Long enough")
    told(page, "saved")
    assert Response.objects.get().answer == ["One two\nthree"]
    essay.fill("word " * 11)
    expect(page.locator("[data-news]")).to_have_text("Longer than asked for")


def test_both_survive_a_lost_line_and_a_reload(page, sitting):
    page.goto(sitting.url)
    with offline(page):
        page.get_by_role("textbox", name="Your answer").fill("One\n\ntwo")
        page.locator("label.choice").first.click()
        told(page, "waiting")
        page.route("**/answers/", lambda route: route.abort())
    page.reload()
    expect(page.get_by_role("textbox", name="Your answer")).to_have_value("One\n\ntwo")
    expect(page.locator("[data-words]")).to_have_text("Words: 2")
    expect(page.locator(".hotspot__area.is-chosen")).to_have_count(1)
    page.unroute("**/answers/")
    page.reload()
    told(page, "saved")
    assert Response.objects.count() == 2


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_and_nothing_overflows(page, sitting, language):
    page.set_viewport_size(PHONE)
    page.goto(sitting.url.replace("/en/", f"/{language}/"))
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator("label.choice").first.click()
    told(page, "saved")
    page.locator('button[value="hand-in"]').click()
    page.locator("form[data-is-last] button").click()
    page.wait_for_url("**/result/")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
