"""The desk in a browser: nothing for axe to find, nothing out of the screen, marking by keyboard alone."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import expect

from enrolment.assessment import api
from enrolment.assessment.markers import name_marker
from enrolment.assessment.models import Response
from tests.factories import people
from tests.factories.assessment import make_sitting, sit
from tests.factories.desk import make_essay_course, make_waiting, make_wrong_key
from tests.support.browser import DESKTOP, PHONE, axe, sign_in

pytestmark = pytest.mark.e2e

LONG = "Maria de los Ángeles Fernández-Montesinos y Gutiérrez de la Concepción"


@pytest.fixture
def desk(live, page, client):
    """Something of everything, with long names and another script."""
    boss = people.manager(printed_name="Rosa Manager")
    made = make_essay_course(essays=2)
    for name in (LONG, "أمينة يوسف"):
        waiting = make_waiting(made=made, learner=people.officer(printed_name=name, administration="FJ"))
    name_marker(course=made.course, tutor=people.tutor(printed_name="Tomas Tutor"), by=boss)
    closes = timezone.now() + timedelta(days=2)
    exam = make_sitting(
        mode="exam",
        time_limit=45,
        attempts_allowed=2,
        closes_at=closes,
        time_zone="Asia/Tokyo",
        learner=people.officer(printed_name=LONG),
    )
    sit(exam.attempt)
    make_sitting(made=exam.made, learner=people.officer(printed_name="أمينة يوسف"))
    api.grant_extension(
        enrolment_id=exam.enrolment.pk,
        quiz=exam.quiz,
        by=boss,
        reason="The line at the border post was down all morning",
        minutes=15,
        closes_at=closes + timedelta(days=1),
    )
    done, world = make_wrong_key(right=1, wrong=2), make_wrong_key(right=1, wrong=2)
    for wrong in (done, world):
        wrong.correct()
    preview = api.preview_regrade(question_id=done.question.pk)
    made_again = api.regrade(
        question_id=done.question.pk, digest=preview.digest, reason="The key was wrong", by=boss
    )
    sign_in(page, live, client, boss)
    return SimpleNamespace(
        live=live, waiting=waiting.waiting, exam=exam, world=world, regrade=made_again, made=made
    )


def addresses(desk) -> list[str]:
    exam, learner = desk.exam.quiz.pk, desk.exam.enrolment.pk
    return [
        reverse("assessment_home"),
        reverse("assessment_queue"),
        reverse("assessment_mark", args=[desk.waiting[0].pk]),
        reverse("assessment_markers"),
        reverse("assessment_quizzes"),
        reverse("assessment_quiz", args=[exam]),
        reverse("assessment_quiz", args=[desk.made.quiz.pk]) + "?q=nobody",
        reverse("assessment_extensions", args=[exam]) + "?q=person",
        reverse("assessment_extend", args=[exam, learner]),
        reverse("assessment_release", args=[exam]),
        reverse("assessment_regradings"),
        reverse("assessment_regrade", args=[desk.world.question.pk]),
        reverse("assessment_regrading", args=[desk.regrade.pk]),
    ]


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_has_a_fault(page, desk, language, size):
    page.set_viewport_size(size)
    heard, found = [], []
    page.on("console", lambda message: heard.append(message.text) if message.type != "info" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    with override(language):
        paths = addresses(desk)
    for path in paths:
        assert page.goto(desk.live + path).status == 200, path
        found += [f"{path}: {line}" for line in axe(page)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{path}: runs out of the screen")
    assert found == []
    assert heard == []


def test_answers_are_marked_by_keyboard_alone(page, desk):
    first, second = Response.objects.waiting().order_by("attempt__submitted_at", "pk")[:2]
    with override("en"):
        page.goto(desk.live + reverse("assessment_mark", args=[first.pk]))
    expect(page.locator("[data-shortcut]")).to_be_visible()
    page.locator("[name=share]").first.focus()
    page.keyboard.press("Space")
    for _step in range(3):
        page.keyboard.press("ArrowRight")
    page.locator("[name=comment]").focus()
    page.keyboard.type("Well argued.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/marking/{second.pk}/")
    kept = Response.objects.get(pk=first.pk)
    assert (str(kept.fraction), kept.comment) == ("0.7500", "Well argued.")


def test_an_extension_is_looked_at_and_granted(page, desk):
    with override("en"):
        page.goto(desk.live + reverse("assessment_extend", args=[desk.exam.quiz.pk, desk.exam.enrolment.pk]))
    page.get_by_label("Minutes more for each attempt").fill("5")
    page.get_by_label("Reason").fill("The line was down again")
    page.get_by_role("button", name="See what it gives").click()
    expect(page.get_by_text("So it would be")).to_be_visible()
    page.get_by_role("button", name="Grant").click()
    expect(page.get_by_text("The extension is granted")).to_be_visible()
    expect(page.get_by_text("5 minutes more", exact=True)).to_be_visible()
