"""What is typed or chosen reaches the server in time, nothing older takes its place, and the page says so."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from enrolment.assessment.models import Attempt, Response
from tests.factories.assessment import make_sitting, right_answers
from tests.factories.questions import KINDS, make_sitting_of
from tests.support.browser import offline, sign_in

pytestmark = [pytest.mark.e2e]
PATIENCE = 20_000


def opened(page, live, client, sitting):
    sign_in(page, live, client, sitting.learner)
    sitting.url = live + reverse("attempt", args=[sitting.attempt.pk])
    return sitting


@pytest.fixture
def typed(live, page, client):
    return opened(page, live, client, make_sitting_of("essay", "short"))


@pytest.fixture
def timed(live, page, client):
    return opened(page, live, client, make_sitting(time_limit=30, attempts_allowed=2))


def told(page, state):
    expect(page.locator("[data-attempt-state]")).to_have_attribute("data-state", state, timeout=PATIENCE)


def left(**time):
    Attempt.objects.update(deadline_at=timezone.now() + timedelta(**time))


def two_choices(sitting):
    """A question with one right answer, and two of its choices."""
    return next(item["choices"][:2] for item in sitting.attempt.paper if item["kind"] == "single")


def choose(page, choice):
    page.locator(f'input[value="{choice}"]:not([type="hidden"])').check()


# --- two tabs


@pytest.mark.parametrize("leave", ["hand-in", "later"])
def test_the_form_of_an_older_tab_does_not_take_back_the_newer_answer(page, timed, leave):
    older, newer = two_choices(timed)
    second = page.context.new_page()
    page.goto(timed.url)
    second.goto(timed.url)
    choose(page, older)
    told(page, "saved")
    choose(second, newer)
    told(second, "saved")
    page.locator(f'button[value="{leave}"]').click()
    page.wait_for_url(lambda url: url != timed.url)
    assert Response.objects.get().answer == [newer]


def test_what_the_server_tidied_is_not_sent_again_by_the_older_tab(page, typed):
    second = page.context.new_page()
    page.goto(typed.url)
    second.goto(typed.url)
    for tab, text in ((page, "an  older   text"), (second, "a newer text")):
        tab.locator('input[type="text"]').fill(text)
        tab.locator('input[type="text"]').press("Enter")
        told(tab, "saved")
    page.get_by_role("button", name="Save and go on later").click()
    page.wait_for_url("**/final-test/")
    assert Response.objects.get().answer == ["a newer text"]


def test_what_is_unacknowledged_no_form_takes_for_untouched(page, timed):
    """A choice taken back and given again before the server had either is still a change."""
    choice, other = two_choices(timed)
    page.goto(timed.url)
    choose(page, other)
    told(page, "saved")
    page.route("**/answers/", lambda route: route.abort())
    choose(page, choice)
    told(page, "waiting")
    page.unroute("**/answers/")
    page.get_by_role("button", name="Review and hand in").click()
    page.wait_for_url("**/hand-in/")
    assert Response.objects.get().answer == [choice]


# --- typing


def stop_the_clock(page, url):
    now = timezone.now()
    page.clock.install(time=now)
    page.goto(url)
    page.clock.pause_at(now + timedelta(minutes=1))


def test_who_keeps_typing_is_saved_all_the_same(page, typed):
    stop_the_clock(page, typed.url)
    essay = page.locator("textarea")
    for _second in range(5):
        essay.press_sequentially("word ")
        page.clock.run_for(1000)
    told(page, "saved")
    assert Response.objects.get().answer == [("word " * 5).strip()]


def test_what_is_typed_is_on_the_device_at_once(page, typed):
    """The tab that typed never runs again; another one of the same browser has the text."""
    stop_the_clock(page, typed.url)
    page.locator("textarea").press_sequentially("half a sent")
    told(page, "saving")
    assert not Response.objects.exists()
    second = page.context.new_page()
    second.goto(typed.url)
    expect(second.locator("textarea")).to_have_value("half a sent")
    told(second, "saved")
    assert Response.objects.get().answer == ["half a sent"]


def test_what_is_being_typed_is_sent_before_the_time_is_up(page, live, client):
    sitting = opened(page, live, client, make_sitting_of("essay", time_limit=30))
    left(seconds=68)
    stop_the_clock(page, sitting.url)
    left(minutes=5)
    page.locator("textarea").press_sequentially("to the last")
    page.clock.run_for(1100)
    told(page, "saved")
    assert Response.objects.get().answer == ["to the last"]


# --- what the page says


def test_the_time_of_a_save_is_in_the_readers_zone_not_the_devices(page, timed):
    timed.learner.time_zone = "Asia/Kathmandu"
    timed.learner.save()
    page.goto(timed.url)
    choose(page, two_choices(timed)[0])
    told(page, "saved")
    said = page.locator("[data-attempt-state]").text_content()
    page.reload()
    expect(page.locator("[data-attempt-state]")).to_have_text(said)
    here = timezone.localtime(Response.objects.get().saved_at, ZoneInfo("Asia/Kathmandu"))
    assert said == f"Saved {here:%H:%M}"


def test_an_answer_taken_back_leaves_nothing_that_is_called_saved(page, live, client):
    sitting = opened(page, live, client, make_sitting())
    choices = next(item["choices"] for item in sitting.attempt.paper if item["kind"] == "multiple")
    page.goto(sitting.url)
    choose(page, choices[0])
    told(page, "saved")
    page.locator(f'input[type="checkbox"][value="{choices[0]}"]').uncheck()
    told(page, "nothing")
    expect(page.locator("[data-attempt-state]")).to_have_text("Nothing answered yet")
    expect(page.locator("[data-attempt-count]")).to_have_text("0 of 4 answered")
    page.reload()
    expect(page.locator("[data-attempt-state]")).to_have_text("Nothing answered yet")


def test_back_on_the_line_after_zero_the_page_says_what_was_lost(page, timed):
    left(seconds=5)
    page.goto(timed.url)
    closed = page.locator("[data-closed]")
    with offline(page):
        choose(page, next(iter(right_answers(timed.attempt).values()))[0])
        expect(closed).to_contain_text("The server cannot be reached now", timeout=PATIENCE)
    expect(closed).to_contain_text("closed with what the server had: 0 of 4 answered", timeout=PATIENCE)
    expect(closed).to_contain_text("do not count: 1")
    expect(closed).not_to_contain_text("cannot be reached")


def test_back_on_the_line_with_nothing_lost_it_says_that_too(page, timed):
    left(seconds=4)
    page.goto(timed.url)
    closed = page.locator("[data-closed]")
    with offline(page):
        expect(closed).to_contain_text("The server cannot be reached now", timeout=PATIENCE)
    expect(closed).to_contain_text("closed with what the server had: 0 of 4 answered", timeout=PATIENCE)
    expect(page.locator("[data-closed-lost]")).to_be_hidden()


# --- the line that stays on top


HIDDEN = """() => {
    const control = document.activeElement, line = document.querySelector(".attempt-line");
    const seen = (control.closest("label") ?? control).getBoundingClientRect();
    const cover = line.getBoundingClientRect();
    return getComputedStyle(line).position === "sticky" && !line.contains(control)
        && seen.height < innerHeight - cover.height && seen.top < cover.bottom - 1 && seen.bottom > cover.top;
}"""


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_line_on_top_hides_no_control_that_has_the_focus(page, live, client, language):
    made = make_sitting_of(*KINDS, "essay", languages=("en", "fr", "ar"), time_limit=30)
    sitting = opened(page, live, client, made)
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(sitting.url.replace("/en/", f"/{language}/"))
    page.locator('button[value="later"]').focus()
    passed = 0
    while page.evaluate("Boolean(document.activeElement.closest('form[data-attempt]'))"):
        assert not page.evaluate(HIDDEN), page.evaluate("document.activeElement.outerHTML")
        page.keyboard.press("Shift+Tab")
        passed += 1
    assert passed > 10
