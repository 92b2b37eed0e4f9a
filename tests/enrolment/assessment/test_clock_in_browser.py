"""The clock, practice and one question at a time in a browser: honest at zero, and by keyboard alone."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from enrolment.assessment import api
from enrolment.assessment.models import Attempt, Response
from tests.factories import people
from tests.factories.assessment import make_sitting, right_answers
from tests.factories.courses import make_course
from tests.support.browser import PHONE, axe, offline, sign_in

pytestmark = [pytest.mark.e2e]

PATIENCE = 20_000


def opened(page, live, client, sitting):
    sign_in(page, live, client, sitting.learner)
    sitting.url = live + reverse("attempt", args=[sitting.attempt.pk])
    return sitting


@pytest.fixture
def timed(live, page, client):
    return opened(page, live, client, make_sitting(time_limit=30, attempts_allowed=2))


def left(**time):
    Attempt.objects.update(deadline_at=timezone.now() + timedelta(**time))


def told(page, state):
    expect(page.locator("[data-attempt-state]")).to_have_attribute("data-state", state, timeout=PATIENCE)


def choose(page, answer):
    for choice in answer:
        page.locator(f'input[value="{choice}"]').check()


def test_at_zero_the_page_says_with_what_it_closed_and_leads_to_the_result(page, timed):
    answer = next(iter(right_answers(timed.attempt).values()))
    left(minutes=1)
    page.goto(timed.url)
    expect(page.locator("[data-countdown-left]")).to_have_text(re.compile(r"^\d\d seconds left$"))
    choose(page, answer)
    told(page, "saved")
    left(seconds=3)
    page.reload()
    closed = page.locator("[data-closed]")
    expect(closed).to_be_visible(timeout=PATIENCE)
    expect(closed).to_be_focused()
    expect(closed).to_contain_text(
        "Time is up. This attempt closed with what the server had: 1 of 4 answered."
    )
    expect(page.locator("fieldset input").first).to_be_disabled()
    expect(page.get_by_role("button", name="Review and hand in")).to_be_disabled()
    assert axe(page) == []
    page.get_by_role("link", name="See the result").click()
    expect(page.get_by_text("closed by itself, with the 1 answer of 4")).to_be_visible()
    assert Attempt.objects.get().is_timed_out


def test_what_the_server_never_had_is_said_not_to_count(page, timed):
    page.goto(timed.url)
    page.route("**/answers/", lambda route: route.abort())
    for answer in list(right_answers(timed.attempt).values())[:2]:
        choose(page, answer)
    told(page, "waiting")
    left(seconds=-1)
    page.unroute("**/answers/")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    closed = page.locator("[data-closed]")
    expect(closed).to_be_visible(timeout=PATIENCE)
    expect(closed).to_contain_text("0 of 4 answered")
    expect(closed).to_contain_text("do not count: 2")
    assert not Response.objects.exists()


def test_without_a_line_at_zero_the_page_promises_nothing(page, timed):
    left(seconds=4)
    page.goto(timed.url)
    with offline(page):
        expect(page.locator("[data-closed]")).to_be_visible(timeout=PATIENCE)
        expect(page.locator("[data-closed]")).to_contain_text("The server cannot be reached now")


def test_handed_in_from_another_page_it_stops_at_once(page, timed):
    page.goto(timed.url)
    api.submit_attempt(attempt_id=timed.attempt.pk)
    # One choice only: the page learns from it that it is closed, and takes no second.
    choose(page, next(iter(right_answers(timed.attempt).values()))[:1])
    expect(page.locator("[data-closed]")).to_contain_text("handed in from another page", timeout=PATIENCE)


def test_a_device_whose_clock_is_wrong_counts_as_well(page, timed):
    page.clock.install(time=timezone.now() + timedelta(hours=5))
    page.goto(timed.url)
    expect(page.locator("[data-countdown-left]")).to_have_text("30 minutes left")


def test_more_time_arrives_with_the_next_answer(page, timed):
    left(minutes=3)
    page.goto(timed.url)
    expect(page.locator("[data-countdown-left]")).to_have_text("3 minutes left")
    grant = {"minutes": 15, "reason": "a power cut", "by": people.manager()}
    api.grant_extension(enrolment_id=timed.enrolment.pk, quiz=timed.quiz, **grant)
    choose(page, next(iter(right_answers(timed.attempt).values())))
    expect(page.locator("[data-countdown-left]")).to_have_text("45 minutes left", timeout=PATIENCE)


def test_more_time_that_came_unheard_is_found_at_zero(page, timed):
    left(seconds=4)
    page.goto(timed.url)
    left(minutes=10)
    expect(page.locator("[data-countdown-left]")).to_have_text("10 minutes left", timeout=PATIENCE)
    expect(page.locator("[data-closed]")).to_be_hidden()
    assert Attempt.objects.get().is_open


def test_screen_readers_hear_it_at_a_few_moments_only(page, timed):
    page.clock.install()
    page.goto(timed.url)
    news = page.locator("[data-countdown-news]")
    page.clock.run_for("19:50")
    expect(news).to_have_text("")
    page.clock.run_for("00:15")
    expect(news).to_have_text("10 minutes left")
    page.clock.run_for("04:00")
    expect(news).to_have_text("10 minutes left")
    page.clock.run_for("01:00")
    expect(news).to_have_text("5 minutes left")
    page.clock.run_for("04:00")
    expect(news).to_have_text("1 minute left")


def test_the_time_can_be_hidden_and_stays_hidden(page, timed):
    page.goto(timed.url)
    page.get_by_role("button", name="Hide the time left").press("Enter")
    expect(page.locator("[data-countdown-left]")).to_be_hidden()
    page.reload()
    expect(page.locator("[data-countdown-left]")).to_be_hidden()
    page.get_by_role("button", name="Show the time left").press("Enter")
    expect(page.locator("[data-countdown-left]")).to_be_visible()


# --- practice, one question at a time, in Arabic, by keyboard


def press_through(page, name_and_value):
    """Tab until the button is reached, then press it. A page with a fragment drops an earlier focus."""
    page.wait_for_load_state()
    for _step in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("[document.activeElement.name, document.activeElement.value]") == list(
            name_and_value
        ):
            return page.keyboard.press("Enter")
    pytest.fail(f"{name_and_value} was not reached by tabbing")


def test_practice_one_question_at_a_time_by_keyboard_in_arabic(page, live, client):
    sitting = make_sitting(
        made=make_course(languages=("en", "ar"), questions=2), mode="practice", is_sequential=True
    )
    opened(page, live, client, sitting)
    page.set_viewport_size(PHONE)
    page.goto(sitting.url.replace("/en/", "/ar/"))
    assert page.evaluate("document.documentElement.dir") == "rtl"
    for item in sitting.attempt.paper:
        question = page.locator(f'[data-question="{item["question"]}"]')
        expect(question).to_be_visible()
        page.wait_for_load_state()
        question.locator("input:not([type=hidden])").first.focus()
        page.keyboard.press("Space")
        told(page, "saved")
        press_through(page, ("check", item["question"]))
        checked = page.locator(".question--reviewed")
        expect(checked).to_be_focused()
        expect(checked.locator(".question__why")).to_have_text("Because it is so.")
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        press_through(page, ("next", "on"))
    page.wait_for_url("**/hand-in/")
    page.locator("form[data-is-last] button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/result/")
    assert Response.objects.filter(checked_at__isnull=False).count() == 2
    assert not Attempt.objects.get().is_open


def test_practice_one_question_at_a_time_without_scripts(browser, live, client):
    sitting = make_sitting(made=make_course(questions=2), mode="practice", is_sequential=True)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    opened(page, live, client, sitting)
    page.goto(sitting.url)
    for item in sitting.attempt.paper:
        choose(page, right_answers(sitting.attempt)[item["question"]])
        page.get_by_role("button", name="Check my answer").click()
        expect(page.locator(".question--reviewed .badge").first).to_have_text("Right")
        page.locator('button[value="on"]').click()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", name="Passed")).to_be_visible()
    context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_and_nothing_overflows(page, live, client, timed, language):
    page.set_viewport_size(PHONE)
    other = make_sitting(made=timed.made, is_started=False)
    for learner, address in (
        (timed.learner, reverse("attempt", args=[timed.attempt.pk])),
        (timed.learner, reverse("attempt_hand_in", args=[timed.attempt.pk])),
        (timed.learner, f"/en/courses/{timed.made.course.code}/final-test/"),
        (other.learner, reverse("attempt_start", args=[timed.quiz.activity_id])),
    ):
        sign_in(page, live, client, learner)
        page.goto(live + address.replace("/en/", f"/{language}/"))
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address
