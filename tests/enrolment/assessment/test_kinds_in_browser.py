"""Each kind of question sat by keyboard alone, in English and in Arabic, saved as it is answered."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from courses.quizzes.api import best_answers
from enrolment.assessment.models import Attempt, Response
from tests.factories.questions import KINDS, make_sitting_of
from tests.support.browser import PHONE, axe, offline, sign_in

pytestmark = [pytest.mark.e2e]

PATIENCE = 20_000
TYPED = {
    "numerical": {"en": "73,129.5", "ar": "٧٣١٢٩٫٥"},
    "short": {"en": "zebrafish", "ar": "الافراج"},
    "1": {"en": "Axolotl", "ar": "إمتثال"},
    "2": {"en": "QUOKKA", "ar": "رقابه"},
}


@pytest.fixture
def sitting(live, page, client):
    sitting = make_sitting_of(*KINDS, languages=("en", "ar"), review_policy="explanations")
    sign_in(page, live, client, sitting.learner)
    sitting.url = live + reverse("attempt", args=[sitting.attempt.pk])
    sitting.best = best_answers(sitting.attempt.paper)
    return sitting


def told(page, state):
    expect(page.locator("[data-attempt-state]")).to_have_attribute("data-state", state, timeout=PATIENCE)


def focused(page) -> dict:
    return page.evaluate(
        """() => {
            const here = document.activeElement, question = here.closest("[data-question]");
            return {tag: here.tagName, type: here.type, part: here.dataset.part ?? "", value: here.value,
                    question: question?.dataset.question ?? "", collects: question?.dataset.collects ?? ""};
        }"""
    )


def kind_of(sitting, question):
    return next(item["kind"] for item in sitting.attempt.paper if item["question"] == question)


def answer_here(page, sitting, here, language):
    """What is right for the control that has the focus, with keys."""
    best = sitting.best[here["question"]]
    if here["tag"] == "INPUT":
        kind = kind_of(sitting, here["question"])
        page.keyboard.type(TYPED[here["part"] if kind == "blanks" else kind][language])
        return
    if here["collects"] == "order":
        wanted = str(best.index(here["part"]) + 1)
    else:
        wanted = next(text.split("=")[1] for text in best if text.startswith(here["part"]))
    for _step in range(6):
        if focused(page)["value"] == wanted:
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"{wanted} was not reached with the arrows")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_keyboard_is_enough_for_every_kind(page, sitting, language):
    page.goto(sitting.url.replace("/en/", f"/{language}/"))
    page.locator("fieldset select").first.focus()
    for _step in range(30):
        here = focused(page)
        if not here["question"]:
            break
        answer_here(page, sitting, here, language)
        page.keyboard.press("Tab")
    told(page, "saved")
    expect(page.locator("[data-attempt-count]")).to_contain_text("5")
    page.locator('button[value="hand-in"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/hand-in/")
    page.locator("form[data-is-last] button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/result/")
    answers = {str(item.question_id): item.answer for item in Response.objects.all()}
    assert len(answers) == 5
    assert Attempt.objects.get().percent == 100, answers
    assert axe(page) == []


def test_two_items_never_stay_in_one_place(page, sitting):
    page.goto(sitting.url)
    first, second, _third = page.locator('[data-collects="order"] select').all()
    first.select_option("1")
    second.focus()
    page.keyboard.press("ArrowDown")
    expect(first).to_have_value("1")
    page.locator('[data-collects="parts"] select').first.focus()
    expect(first).to_have_value("")
    expect(second).to_have_value("1")
    told(page, "saved")
    page.reload()
    expect(first).to_have_value("")
    expect(second).to_have_value("1")


def test_enter_in_a_text_keeps_it_and_hands_nothing_in(page, sitting):
    page.goto(sitting.url)
    number = page.get_by_label("Your number")
    number.fill("1,5")
    number.press("Enter")
    told(page, "saved")
    assert page.url == sitting.url
    assert Response.objects.get().answer == ["1,5"]


def test_typed_text_is_saved_without_leaving_the_field(page, sitting):
    page.goto(sitting.url)
    page.get_by_label("Gap 1").press_sequentially("axolotl")
    told(page, "saved")
    expect(page.locator("[data-attempt-count]")).to_have_text("1 of 5 answered")
    assert Response.objects.get().answer == ["1=axolotl"]


def test_every_kind_survives_a_lost_line_and_a_reload(page, sitting):
    page.goto(sitting.url)
    with offline(page):
        page.locator('[data-collects="order"] select').nth(2).select_option("2")
        page.locator('[data-collects="parts"] select').first.select_option(index=1)
        page.get_by_label("Your number").fill("7=7")
        page.get_by_label("Your answer", exact=True).fill("danio")
        page.get_by_label("Gap 2").fill("a=b")
        page.get_by_label("Gap 2").blur()
        told(page, "waiting")
        page.route("**/answers/", lambda route: route.abort())
    page.reload()
    expect(page.locator('[data-collects="order"] select').nth(2)).to_have_value("2")
    expect(page.locator('[data-collects="parts"] select').first).to_have_value(re.compile(".+"))
    expect(page.get_by_label("Your number")).to_have_value("7=7")
    expect(page.get_by_label("Your answer", exact=True)).to_have_value("danio")
    expect(page.get_by_label("Gap 2")).to_have_value("a=b")
    page.unroute("**/answers/")
    page.reload()
    told(page, "saved")
    assert sorted(map(len, Response.objects.values_list("answer", flat=True))) == [1, 1, 1, 1, 3]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_and_nothing_overflows(page, sitting, language):
    page.set_viewport_size(PHONE)
    page.goto(sitting.url.replace("/en/", f"/{language}/"))
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
