"""A test sat in a browser: each answer saved as it is given, over a line that breaks, by keyboard alone."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from enrolment.assessment import api
from enrolment.assessment.models import Attempt, Response
from tests.factories import people
from tests.factories.assessment import make_sitting, right_answers, sit
from tests.support.browser import PHONE, axe, offline, sends_nothing_more, sign_in

pytestmark = [pytest.mark.e2e]

PATIENCE = 20_000


@pytest.fixture
def sitting(live, page, client):
    sitting = make_sitting(attempts_allowed=3)
    sign_in(page, live, client, sitting.learner)
    sitting.url = live + reverse("attempt", args=[sitting.attempt.pk])
    return sitting


def choose(page, *choices):
    for choice in choices:
        page.locator(f'input[value="{choice}"]').check()


def told(page, state):
    expect(page.locator("[data-attempt-state]")).to_have_attribute("data-state", state, timeout=PATIENCE)


def kept_on_device(page) -> int:
    return page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('outbox:')).length")


def saved() -> dict:
    return {str(item.question_id): item.answer for item in Response.objects.all()}


def first(sitting):
    return next(iter(right_answers(sitting.attempt).items()))


def test_each_answer_is_saved_as_it_is_given(page, sitting):
    question, answer = first(sitting)
    page.goto(sitting.url)
    expect(page.locator("[data-attempt-state]")).to_have_text("Nothing answered yet")
    choose(page, *answer)
    told(page, "saved")
    expect(page.locator("[data-attempt-state]")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))
    expect(page.locator("[data-attempt-count]")).to_have_text("1 of 4 answered")
    assert sorted(saved()[question]) == sorted(answer)
    assert kept_on_device(page) == 0
    page.reload()
    expect(page.locator("input:checked")).to_have_count(len(answer))


def test_answers_given_without_a_line_arrive_when_it_is_back(page, sitting):
    page.goto(sitting.url)
    with offline(page):
        for answer in right_answers(sitting.attempt).values():
            choose(page, *answer)
        told(page, "waiting")
        expect(page.locator("[data-attempt-state]")).to_contain_text("kept on this device")
        assert not saved()
        assert kept_on_device(page) == 4
    told(page, "saved")
    assert kept_on_device(page) == 0
    assert api.submit_attempt(attempt_id=sitting.attempt.pk).percent == 100


def test_answers_survive_a_closed_page_and_are_sent_the_next_time(page, sitting):
    question, answer = first(sitting)
    page.goto(sitting.url)
    page.route("**/answers/", lambda route: route.abort())
    choose(page, *answer)
    told(page, "waiting")
    sends_nothing_more(page)
    page.goto("about:blank")
    page.unroute("**/answers/")
    assert not saved()
    page.goto(sitting.url)
    expect(page.locator("input:checked")).to_have_count(len(answer))
    told(page, "saved")
    assert sorted(saved()[question]) == sorted(answer)


def test_a_server_that_stumbles_is_asked_again(page, sitting):
    question, answer = first(sitting)
    stumbles = iter([500, 503])

    def stumble(route):
        status = next(stumbles, None)
        route.fulfill(status=status) if status else route.continue_()

    page.route("**/answers/", stumble)
    page.goto(sitting.url)
    choose(page, *answer)
    told(page, "saved")
    assert sorted(saved()[question]) == sorted(answer)


def test_nothing_is_handed_in_while_something_is_unsent(page, sitting):
    _question, answer = first(sitting)
    page.goto(sitting.url)
    with offline(page):
        choose(page, *answer)
        page.get_by_role("button", name="Review and hand in").click()
        told(page, "not-sent")
        expect(page.locator("[data-attempt-state]")).to_be_focused()
        expect(page.locator("[data-attempt-state]")).to_contain_text("does not have all your answers")
    page.get_by_role("button", name="Review and hand in").click()
    page.wait_for_url("**/hand-in/")
    assert len(saved()) == 1
    assert Attempt.objects.get().is_open


def test_the_last_page_reads_its_list_again_when_kept_answers_have_arrived(page, sitting):
    _question, answer = first(sitting)
    page.goto(sitting.url)
    page.route("**/answers/", lambda route: route.abort())
    choose(page, *answer)
    told(page, "waiting")
    page.goto(f"{sitting.url}hand-in/")
    expect(page.get_by_text("4 questions have no answer yet")).to_be_visible()
    page.unroute("**/answers/")
    expect(page.get_by_text("3 questions have no answer yet")).to_be_visible(timeout=PATIENCE)
    assert len(saved()) == 1


def test_who_uses_the_device_next_sends_nothing_of_the_one_before(page, live, client, sitting):
    _question, answer = first(sitting)
    page.goto(sitting.url)
    page.route("**/answers/", lambda route: route.abort())
    choose(page, *answer)
    told(page, "waiting")
    other = make_sitting(made=sitting.made)
    sign_in(page, live, client, other.learner)
    page.goto(live + reverse("attempt", args=[other.attempt.pk]))
    # Not before: the first page asks again by itself, and would be answered as the one before.
    page.unroute("**/answers/")
    choose(page, right_answers(other.attempt)[other.attempt.paper[0]["question"]][0])
    told(page, "saved")
    assert kept_on_device(page) == 1
    assert list(Response.objects.values_list("attempt", flat=True)) == [other.attempt.pk]


def test_who_is_signed_out_meanwhile_is_told_and_loses_nothing(page, live, client, sitting):
    question, answer = first(sitting)
    page.goto(sitting.url)
    page.context.clear_cookies(name="sessionid")
    choose(page, *answer)
    told(page, "signed-out")
    sign_in(page, live, client, sitting.learner)
    page.goto(sitting.url)
    told(page, "saved")
    assert sorted(saved()[question]) == sorted(answer)


def test_two_tabs_do_not_take_back_each_others_answers(page, sitting):
    (one, answer_one), (two, answer_two), *_rest = right_answers(sitting.attempt).items()
    second = page.context.new_page()
    page.goto(sitting.url)
    second.goto(sitting.url)
    choose(page, *answer_one)
    told(page, "saved")
    choose(second, *answer_two)
    told(second, "saved")
    second.get_by_role("button", name="Save and go on later").click()
    second.wait_for_url("**/final-test/")
    assert {question: sorted(answer) for question, answer in saved().items()} == {
        one: sorted(answer_one),
        two: sorted(answer_two),
    }


def test_the_language_changes_between_two_answers(page, sitting):
    (_one, answer_one), (_two, answer_two), *_rest = right_answers(sitting.attempt).items()
    page.goto(sitting.url)
    choose(page, *answer_one)
    told(page, "saved")
    page.goto(sitting.url.replace("/en/", "/ar/"))
    assert page.evaluate("document.documentElement.dir") == "rtl"
    expect(page.locator("input:checked")).to_have_count(len(answer_one))
    choose(page, *answer_two)
    told(page, "saved")
    assert len(saved()) == 2


def test_the_keyboard_is_enough(page, sitting):
    """Tab, arrows, space and enter from the first question to the result."""
    page.goto(sitting.url)
    page.locator("fieldset input").first.focus()
    for _step in range(40):
        kind = page.evaluate("document.activeElement.type")
        if kind == "submit":
            break
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
    told(page, "saved")
    page.keyboard.press("Enter")
    page.wait_for_url("**/hand-in/")
    page.get_by_role("button", name="Hand in").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/result/")
    assert len(saved()) == 4
    assert not Attempt.objects.get().is_open


def test_it_works_without_scripts(browser, live, client):
    sitting = make_sitting()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live, client, sitting.learner)
    page.goto(live + reverse("attempt", args=[sitting.attempt.pk]))
    for answer in right_answers(sitting.attempt).values():
        choose(page, *answer)
    page.get_by_role("button", name="Review and hand in").click()
    expect(page.get_by_text("Every question has an answer.")).to_be_visible()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", name="Passed")).to_be_visible()
    context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_and_nothing_overflows(page, live, client, sitting, language):
    page.set_viewport_size(PHONE)
    failed = make_sitting(attempts_allowed=1)
    sit(failed.attempt, right=1)
    addresses = [
        f"/en/courses/{sitting.made.course.code}/final-test/",
        reverse("attempt", args=[sitting.attempt.pk]),
        reverse("attempt_hand_in", args=[sitting.attempt.pk]),
    ]
    looked_at = [(sitting.learner, address) for address in addresses]
    looked_at.append((failed.learner, reverse("attempt_result", args=[failed.attempt.pk])))
    for learner, address in looked_at:
        sign_in(page, live, client, learner)
        page.goto(live + address.replace("/en/", f"/{language}/"))
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address
    people.sign_in(client, failed.learner)
    refused = client.post(reverse("attempt_start", args=[failed.quiz.activity_id]))
    page.set_content(refused.content.decode())
    assert axe(page) == []
