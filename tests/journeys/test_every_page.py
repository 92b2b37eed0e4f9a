"""Every page template in a browser, on a phone, in English and in Arabic: nothing for axe to find,
nothing that runs out of the screen, and a first lesson that travels light."""

import gzip
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from courses.catalogue.models import Activity
from courses.lessons.api import load_course
from courses.quizzes.models import Quiz
from enrolment.admissions.api import join_course
from enrolment.assessment import api as assessment
from enrolment.demo.exams import pass_test
from enrolment.progress.api import record_progress
from tests.factories.courses import make_course
from tests.factories.people import officer
from tests.support.browser import PHONE, axe, sign_in

pytestmark = pytest.mark.e2e

COURSE = "risk-management"
LESSON = f"courses/{COURSE}/risk-management-process/analyse-evaluate/"
KILOBYTE = 1000


@pytest.fixture
def world(live, client, page):
    """The real course, one officer in the middle of it and through with another."""
    load_course(settings.COURSE_CONTENT_DIR / COURSE)
    she = officer(printed_name="Amina Yusuf")
    enrolment = join_course(learner=she, course=Activity.objects.filter(kind="lesson")[0].course)
    lesson = Activity.objects.get(code=LESSON.removeprefix(f"courses/{COURSE}/").strip("/"))
    record_progress(enrolment_id=enrolment.pk, activity=lesson, blocks=lesson.blocks[:4])
    attempt = assessment.start_attempt(
        enrolment_id=enrolment.pk,
        quiz=Quiz.objects.get(activity__course__code=COURSE, activity__code="final-test"),
    )
    done = make_course("finished", lessons=1)
    finished = join_course(learner=she, course=done.course)
    record_progress(enrolment_id=finished.pk, activity=done.activities[0], is_all=True)
    pass_test(enrolment=finished, activity=done.activities[-1])
    certificate = finished.completion.certificate
    sat = finished.attempts.get()
    sign_in(page, live, client, she)
    return SimpleNamespace(attempt=attempt, sat=sat, certificate=certificate, lesson=lesson)


def open_pages(world) -> list[str]:
    """Pages anybody may open."""
    code = world.certificate.code
    return [
        "",
        "about/",
        "help/",
        "courses/",
        "courses/?q=nothing-of-the-kind",
        "courses/?level=foundation&q=risk",
        f"courses/{COURSE}/",
        "courses/finished/",
        f"courses/{COURSE}/risk-management-process/",
        "verify/",
        f"verify/{code}/",
        "verify/AAAAA-AAAAA-AAAAA-AAAAA/",
        "no-such-page/",
    ]


def own_pages(world) -> list[str]:
    """Pages of somebody signed in."""
    return [
        "my/",
        "my/account/",
        "my/certificates/",
        f"my/courses/{COURSE}/join/",
        f"my/courses/{COURSE}/leave/",
        LESSON,
        "courses/finished/module-1/lesson-1/",
        f"courses/{COURSE}/before-you-start/",
        f"courses/{COURSE}/practice/",
        f"courses/{COURSE}/final-test/",
        f"attempts/{world.attempt.pk}/",
        f"attempts/{world.attempt.pk}/hand-in/",
        f"attempts/{world.sat.pk}/result/",
        "accounts/password/change/",
        "accounts/email/",
        "accounts/2fa/",
        "accounts/sessions/",
    ]


ENTRANCES = ["accounts/login/", "accounts/signup/", "accounts/password/reset/"]


def faults(page, address) -> list[str]:
    reply = page.goto(address)
    expected = 404 if "no-such-page" in address or "AAAAA" in address else 200
    assert reply.status == expected, address
    for fold in page.locator("details").all():
        fold.evaluate("element => { if (!element.classList.contains('menu')) element.open = true }")
    found = [f"{address}: {line}" for line in axe(page)]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{address}: runs out of the screen")
    return found


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_has_a_fault(page, live, world, language):
    page.set_viewport_size(PHONE)
    addresses = open_pages(world) + own_pages(world)
    found = [fault for path in addresses for fault in faults(page, f"{live}/{language}/{path}")]
    page.context.clear_cookies()
    found += [fault for path in ENTRANCES for fault in faults(page, f"{live}/{language}/{path}")]
    assert found == []


@pytest.mark.parametrize("path", ["courses/", LESSON])
def test_dark_and_wide_pages_have_no_fault(page, live, world, path):
    page.emulate_media(color_scheme="dark")
    assert faults(page, f"{live}/en/{path}") == []


def test_at_four_hundred_per_cent_nothing_runs_out_of_the_screen(page, live, world):
    # 1280 pixels at 400 % are 320.
    page.set_viewport_size({"width": 320, "height": 640})
    for path in ["", "courses/", f"courses/{COURSE}/", LESSON, "my/", f"attempts/{world.attempt.pk}/"]:
        page.goto(f"{live}/en/{path}")
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), path


def test_a_first_lesson_travels_light(page, live, world):
    weights = {}

    def weigh(response):
        is_picture = "/media/" in response.url
        weights[response.url] = 0 if is_picture else len(gzip.compress(response.body()))

    page.on("response", weigh)
    page.goto(f"{live}/ar/{LESSON}", wait_until="networkidle")
    assert len(weights) <= 12, list(weights)
    assert sum(weights.values()) <= 100 * KILOBYTE, weights
    # Styles and scripts are hashed and kept for good: a second visit brings the page alone.
    assert weights[f"{live}/ar/{LESSON}"] <= 20 * KILOBYTE


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("path", ["courses/", "my/"])
def test_the_language_menu_is_whole_on_a_phone(page, live, world, language, path):
    page.set_viewport_size(PHONE)
    page.goto(f"{live}/{language}/{path}")
    page.locator("details.menu summary").first.click()
    for link in page.locator("a[data-language-link]").all():
        box = link.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]


def test_what_could_not_be_sent_goes_from_the_next_page_whatever_it_is(page, live, world):
    saving = f"{live}{reverse('progress_save')}"
    page.goto(f"{live}/en/{LESSON}")
    # Pages come through, what is sent does not: the reader goes to her desk before anything was.
    page.route(saving, lambda route: route.abort())
    page.locator("[data-read-all] button").click()
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "waiting")
    page.goto(f"{live}/en/my/")
    expect(page.locator("[data-unsent]")).to_be_visible()
    page.unroute(saving)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-unsent]")).to_be_hidden(timeout=15_000)
    assert world.lesson.progress.get().completed_at is not None


def test_no_page_writes_to_the_console(page, live, world):
    heard = []
    page.on("console", lambda message: heard.append(message.text) if message.type != "info" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    for path in ["", "courses/", f"courses/{COURSE}/", LESSON, "my/", f"attempts/{world.attempt.pk}/"]:
        page.goto(f"{live}/en/{path}")
    assert heard == []
