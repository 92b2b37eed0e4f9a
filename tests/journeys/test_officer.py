"""An officer's whole way, half in English and half in Arabic, over a line that breaks.

She finds Risk Management in Customs, joins, studies, changes the language in the middle of a lesson,
passes the final test and holds a certificate that anybody can verify.
"""

import io
import re

import pytest
from django.conf import settings
from django.core import mail
from playwright.sync_api import expect
from pypdf import PdfReader

from courses.catalogue.models import Activity
from courses.lessons.api import load_course
from courses.quizzes.api import best_answers
from enrolment.admissions.models import Enrolment
from enrolment.assessment.models import Attempt
from enrolment.certificates.models import Certificate
from enrolment.progress.models import ActivityProgress
from tests.factories.people import PASSWORD, officer
from tests.support.browser import fill_in, offline

pytestmark = [pytest.mark.e2e]

COURSE = "risk-management"
NAME = "Amina Yusuf"


@pytest.fixture
def she(live):
    load_course(settings.COURSE_CONTENT_DIR / COURSE)
    return officer(email="amina@customs.example", printed_name=NAME, administration="KE")


def state(page):
    return page.locator("[data-save-state], [data-attempt-state]")


def wait_for_state(page, name):
    expect(state(page)).to_have_attribute("data-state", name, timeout=20_000)


def read_on(page, blocks):
    """Bring blocks into view one by one, each long enough to be read."""
    for block in blocks:
        block.scroll_into_view_if_needed()
        block.evaluate("element => element.scrollIntoView({block: 'end', behavior: 'instant'})")
        page.wait_for_timeout(1000)


def switch_to(page, language):
    page.locator("details.menu summary").first.click()
    page.locator(f"a[data-language-link][hreflang={language}]").click()
    page.wait_for_url(f"**/{language}/**")


def answer(page, fieldset):
    question = fieldset.get_attribute("data-question")
    fill_in(fieldset, best_answers(Attempt.objects.get().paper)[question])


def test_an_officer_learns_in_two_languages_over_a_line_that_breaks(page, live, she):
    # She finds the course without an account, and is asked to sign in when she joins.
    page.goto(f"{live}/en/")
    page.fill("#home-search", "risk managment"[:4])
    page.press("#home-search", "Enter")
    page.get_by_role("link", name="Risk Management in Customs").first.click()
    page.get_by_role("link", name="Join this course").click()
    page.fill("input[name=login]", she.email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("button", name="Join this course").click()

    # She is offered questions that do not count, and passes them by.
    page.wait_for_url("**/before-you-start/")
    page.locator("a[rel=next]").click()
    page.wait_for_url("**/what-risk-means/")

    # First lesson, in English; the line drops in the middle of it, and nothing is lost.
    blocks = page.locator("[data-block]").all()
    half = len(blocks) // 2
    read_on(page, blocks[:half])
    wait_for_state(page, "saved")
    with offline(page):
        read_on(page, blocks[half:-2])
        wait_for_state(page, "waiting")
        assert "kept on this device" in state(page).inner_text()
    wait_for_state(page, "saved")
    lesson = Activity.objects.filter(course__code=COURSE, kind="lesson").earliest("position")
    record = ActivityProgress.objects.get(activity=lesson)
    assert len(record.blocks_read) >= len(blocks) - 3
    read_on(page, blocks[-2:])
    expect(page.locator("[data-percent]")).to_have_attribute("value", "100", timeout=10_000)
    assert ActivityProgress.objects.get(activity=lesson).completed_at

    # Second lesson: half in English, then in Arabic, at the same block.
    page.locator("a[rel=next]").click()
    page.wait_for_url("**/checking-what-matters/")
    blocks = page.locator("[data-block]").all()
    here = blocks[len(blocks) // 2]
    read_on(page, blocks[: len(blocks) // 2])
    here.evaluate("element => element.scrollIntoView({block: 'start', behavior: 'instant'})")
    arabic = page.locator("a[data-language-link][hreflang=ar]")
    expect(arabic).to_have_attribute("href", re.compile("#b-"), timeout=10_000)
    page.wait_for_timeout(1_500)
    place = arabic.get_attribute("href").partition("#")[2]
    wait_for_state(page, "saved")
    # Up to the menu as a hand does it: past every block in between.
    while page.evaluate("document.querySelector('.site-head').getBoundingClientRect().bottom <= 0"):
        page.mouse.wheel(0, -400)
        page.wait_for_timeout(120)
    assert arabic.get_attribute("href").endswith(place)
    switch_to(page, "ar")
    assert page.url.endswith(f"/ar/courses/{COURSE}/why-customs-manages-risk/checking-what-matters/#{place}")
    assert page.locator("html").get_attribute("dir") == "rtl"
    expect(page.locator(f"#{place}")).to_be_in_viewport()
    assert int(page.locator("[data-percent]").get_attribute("value")) > 0

    # The other lessons, in Arabic, one after the other; nobody marks the assignments between them here, so
    # she passes them by.
    kinds = Activity.objects.filter(course__code=COURSE, kind__in=["lesson", "assignment"])
    for kind in kinds.order_by("position").values_list("kind", flat=True)[1:]:
        here = page.url
        page.locator("form[data-read-all] button" if kind == "lesson" else "a[rel=next]").click()
        page.wait_for_url(lambda url, here=here: url != here)
    assert page.url.endswith("/practice/")
    page.locator("a[rel=next]").click()
    page.wait_for_url("**/final-test/")

    # The final test: begun in Arabic, cut off in the middle, finished in English. Starting it uses one of
    # three attempts, so she is asked first.
    page.locator("main a[href*='/attempts/start/']").click()
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile(r"/attempts/[0-9a-f-]{36}/"))
    questions = page.locator("fieldset[data-question]").all()
    assert len(questions) == 10
    for question in questions[:3]:
        answer(page, question)
    wait_for_state(page, "saved")
    with offline(page):
        for question in questions[3:6]:
            answer(page, question)
        wait_for_state(page, "waiting")
    wait_for_state(page, "saved")
    attempt = Attempt.objects.get()
    assert attempt.responses.count() == 6
    switch_to(page, "en")
    expect(page.locator("[data-attempt-count]")).to_have_text("6 of 10 answered")
    for question in page.locator("fieldset[data-question]").all()[6:]:
        answer(page, question)
    wait_for_state(page, "saved")
    page.get_by_role("button", name="Review and hand in").click()
    page.wait_for_url("**/hand-in/")
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/result/")
    assert re.search(r"100\s?%", page.locator("main").inner_text())

    # One enrolment, everything done, one certificate, one mail.
    enrolment = Enrolment.objects.get()
    assert enrolment.progress.filter(completed_at__isnull=False).count() == 15
    certificate = Certificate.objects.get()
    assert len(mail.outbox) == 1
    page.goto(f"{live}/en/my/")
    assert page.locator("text=Finished").is_visible()

    # The certificate can be read back, in both languages, and checked by anybody.
    for language in ("en", "ar"):
        reply = page.request.get(f"{live}/{language}/certificates/{certificate.code}.pdf")
        assert reply.headers["content-type"] == "application/pdf"
        text = "".join(part.extract_text() for part in PdfReader(io.BytesIO(reply.body())).pages)
        assert NAME in text
        assert certificate.code[:5] in text
        if language == "en":
            assert "Risk Management in Customs" in text
    stranger = page.context.browser.new_page()
    stranger.goto(f"{live}/verify/{certificate.code}")
    shown = stranger.locator("main").inner_text()
    stranger.close()
    assert NAME in shown
    assert "Risk Management in Customs" in shown
    assert she.email not in shown
