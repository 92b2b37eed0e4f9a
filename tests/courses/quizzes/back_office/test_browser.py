"""Questions and quizzes in a real browser, in English and in Arabic: the drawing board by keyboard, many
questions at once, a place that chooses its question."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from clikc.people.roles import Role
from courses.quizzes.models import Question
from tests.factories import people
from tests.factories.courses import make_course
from tests.factories.questions import DEFINITIONS, make_question_of
from tests.support.browser import sign_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=["en", "ar"])
def language(request):
    return request.param


@pytest.fixture
def made(page, live, client, settings, language, tmp_path):
    settings.SECOND_FACTOR_REQUIRED = False
    settings.MEDIA_ROOT = tmp_path
    author = people.make_person(role=Role.AUTHOR)
    profile = UserProfile.get_for_user(author)
    profile.preferred_language = language
    profile.save()
    made = make_course(questions=4, languages=("en", "fr"))
    sign_in(page, live, client, author)
    return made


def test_areas_are_drawn_by_keyboard(page, live, made):
    question = make_question_of("hotspot", made.bank, 9)
    question.definition = {**question.definition, "areas": {}}
    question.save()
    page.goto(live + reverse("question:edit", args=[question.pk]))
    page.locator("a[role=tab]").nth(2).click()
    areas = page.locator("#id_areas")
    board = page.locator(".area-board")
    board.locator("svg image").wait_for()
    assert areas.input_value() == ""
    assert page.locator("#id_value").is_hidden()

    board.locator("select").select_option("door")
    board.locator("button").nth(0).press("Enter")
    assert areas.input_value() == "door = rect 224 168 192 144"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    assert areas.input_value() == "door = rect 226 188 192 144"
    board.locator("[role=button]").nth(2).focus()
    page.keyboard.press("ArrowLeft")
    assert areas.input_value() == "door = rect 226 188 190 144"

    board.locator("button").nth(1).press("Enter")
    assert "plate = circle 320 240 80" in areas.input_value()
    board.locator("button").nth(2).press("Enter")
    assert "tank = poly 224 168 416 168 416 312 224 312" in areas.input_value()
    board.locator("button").nth(3).press("Enter")
    assert "224 312 224 240" in areas.input_value()
    assert board.locator("select").is_visible()
    assert board.locator("button").nth(0).is_disabled()

    page.locator("#w-editor-form footer [type=submit]").first.click()
    page.wait_for_url("**/question/")
    saved = Question.objects.get(pk=question.pk).definition["areas"]
    assert saved["door"] == {"shape": "rect", "coords": [226, 188, 190, 144]}
    assert set(saved) == {"door", "plate", "tank"}


def test_areas_are_moved_with_a_pointer_and_follow_the_field(page, live, made):
    question = make_question_of("hotspot", made.bank, 9)
    page.goto(live + reverse("question:edit", args=[question.pk]))
    page.locator("a[role=tab]").nth(2).click()
    outline = page.locator(".area-board [data-code=tank] > circle").first
    page.set_viewport_size({"width": 1280, "height": 1600})
    outline.wait_for()
    box = outline.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 40, y - 40, steps=4)
    page.mouse.up()
    line = next(
        item for item in page.locator("#id_areas").input_value().split("\n") if item.startswith("tank")
    )
    across, down, radius = map(int, line.split()[3:])
    assert across < 520
    assert down < 400
    assert radius == DEFINITIONS["hotspot"]["areas"]["tank"]["coords"][2]
    page.locator("#id_areas").fill("tank = circle 100 100 50")
    assert page.locator(".area-board [data-code]").count() == 1


def test_only_what_the_kind_asks_for_is_shown(page, live, made):
    page.goto(live + reverse("question:add"))
    page.locator("#id_kind").select_option("essay")
    assert page.locator("#id_choices-ADD").is_hidden()
    page.locator("a[role=tab]").nth(2).click()
    assert page.locator("#id_least").is_visible()
    assert page.locator("#id_pairs").is_hidden()
    page.locator("a[role=tab]").nth(0).click()
    page.locator("#id_kind").select_option("matching")
    page.locator("#id_choices-ADD").click()
    assert page.locator("#id_choices-0-code").is_visible()
    assert page.locator("#id_choices-0-is_right").is_hidden()
    page.locator("#id_kind").select_option("essay")
    assert page.locator("#id_choices-0-code").is_visible()


def test_many_are_changed_at_once(page, live, made):
    page.goto(live + reverse("question:index"))
    page.locator("[data-bulk-action-select-all-checkbox]").first.check()
    page.locator("[data-bulk-action-button][href*=set_status]").first.click()
    page.locator("#id_status").select_option("retired")
    page.locator("form button[type=submit].button").last.click()
    page.wait_for_url("**/question/")
    assert set(Question.objects.values_list("status", flat=True)) == {"retired"}


def test_a_place_chooses_its_question_by_searching(page, live, made):
    page.goto(live + reverse("quiz:edit", args=[made.quiz.pk]))
    page.locator("#id_slots-ADD").click()
    page.locator("#id_slots-1-question-chooser [data-chooser-action-choose]").last.click()
    page.locator(".modal-body [name=q]").fill("question 3")
    row = page.locator(".modal-body a[data-chooser-modal-choice]")
    expect(row).to_have_count(1)
    row.click()
    page.locator(".modal").wait_for(state="detached")
    assert "question-3" in page.locator("#id_slots-1-question-title").inner_text()
    page.locator("#w-editor-form footer [type=submit]").first.click()
    page.wait_for_url("**/quiz/")
    assert made.quiz.slots.get(question__isnull=False).question == made.questions[2]
