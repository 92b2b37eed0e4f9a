"""A work is written and handed in, in a real browser: on a phone in Arabic, on a line that comes and goes."""

import re

import pytest
from playwright.sync_api import expect

from enrolment.assessment.models import HandIn, Submission, SubmittedFile
from tests.clikc.foundation.documents.files import pdf_of
from tests.factories.tutoring import make_tutored_run
from tests.support.browser import PHONE, axe, offline, sign_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
ARABIC = "تدعم الرقابة والتيسير بعضهما بعضا حيث تذهب الموارد إلى مواضع الخطر"


@pytest.fixture
def her(page, live, client):
    """A participant of a run, signed in; ``open(language)`` goes to her work."""
    made = make_tutored_run(participants=1)
    person = made.enrolments[0].learner
    sign_in(page, live, client, person)

    class Her:
        work, run, user = made.work[0], made, person

        def open(self, language="en"):
            self.user.preferred_language = language
            self.user.save()
            page.goto(f"{live}/{language}/work/{self.work.pk}/")
            expect(page.get_by_role("textbox").first).to_be_visible()

    return Her()


def field(page):
    return page.locator("[contenteditable=true]")


def state(page):
    return page.locator("[data-work-state]")


def send(page, name):
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "", "buffer": pdf_of("= Annex")})


def is_saved(page):
    expect(state(page)).to_have_attribute("data-state", "saved", timeout=20_000)


def test_on_a_phone_in_arabic_from_the_first_word_to_the_receipt(page, her, live):
    page.set_viewport_size(PHONE)
    her.open("ar")
    assert axe(page) == []
    field(page).click()
    page.keyboard.type(ARABIC)
    page.locator("[data-tool=heading]").click()
    is_saved(page)
    assert Submission.objects.get().draft == f"<h3>{ARABIC}</h3>"
    assert field(page).evaluate("e => getComputedStyle(e.querySelector('h3')).textAlign") == "start"
    page.set_input_files(
        "input[type=file]", {"name": "ملحق.pdf", "mimeType": "", "buffer": pdf_of("= Annex")}
    )
    expect(page.locator("[data-files-list]")).to_contain_text("ملحق.pdf", timeout=30_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert axe(page) == []

    page.locator("button[value=hand-in]").click()
    page.wait_for_url("**/hand-in/")
    expect(page.locator(".written")).to_contain_text(ARABIC)
    assert axe(page) == []
    page.locator("#agreed").check()
    page.locator("main form button.button").click()
    page.wait_for_url("**/receipt/")
    made = HandIn.objects.get()
    expect(page.locator(".receipt")).to_contain_text(made.submission.code)
    assert (made.language, made.plain, made.files.count()) == ("ar", ARABIC, 1)
    assert axe(page) == []


def test_what_is_typed_without_a_line_is_kept_and_sent_later(page, her):
    her.open()
    field(page).click()
    with offline(page):
        page.keyboard.type("Typed in a valley")
        expect(state(page)).to_have_attribute("data-state", "waiting", timeout=20_000)
    is_saved(page)
    assert Submission.objects.get().draft == "<p>Typed in a valley</p>"


def test_it_outlives_a_reload_before_it_could_be_sent(page, her):
    her.open()
    page.route("**/draft/", lambda route: route.abort())
    field(page).click()
    page.keyboard.type("Not lost")
    expect(state(page)).to_have_attribute("data-state", "waiting", timeout=20_000)
    page.unroute("**/draft/")
    page.reload()
    expect(field(page)).to_contain_text("Not lost")
    is_saved(page)
    assert Submission.objects.get().draft == "<p>Not lost</p>"


def test_a_file_goes_on_when_the_line_is_back(page, her):
    her.open()
    page.route("**/files/", lambda route: route.abort())
    send(page, "a.pdf")
    expect(page.locator("[data-sending-words]")).to_contain_text("The line broke", timeout=20_000)
    assert not SubmittedFile.objects.exists()
    page.unroute("**/files/")
    page.get_by_role("button", name="Send it again now").click()
    expect(page.locator("[data-files-list]")).to_contain_text("a.pdf", timeout=30_000)
    page.get_by_role("button", name=re.compile("Take out")).click()
    expect(page.locator("[data-files-list]")).to_contain_text("No file yet", timeout=20_000)


def test_a_second_window_is_told_and_both_texts_stay(page, her, context):
    her.open()
    other = context.new_page()
    other.goto(page.url)
    field(page).click()
    page.keyboard.type("From the first")
    is_saved(page)
    field(other).click()
    other.keyboard.type("From the second")
    expect(state(other)).to_have_attribute("data-state", "changed", timeout=20_000)
    expect(other.locator("[data-theirs]")).to_contain_text("From the first")
    expect(field(other)).to_contain_text("From the second")
    assert axe(other) == []
    other.get_by_role("button", name="Put the other one below mine").click()
    is_saved(other)
    assert Submission.objects.get().draft == "<p>From the second</p><p>From the first</p>"


def test_by_keyboard_alone_and_nothing_is_styled_inline(page, her):
    troubles = []
    page.on("console", lambda said: troubles.append(said.text) if said.type in {"error", "warning"} else None)
    her.open()
    field(page).focus()
    page.keyboard.type("Strong")
    page.keyboard.press("Control+A")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("[data-tool=bold]")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-tool=italic]")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    is_saved(page)
    assert Submission.objects.get().draft == "<p><strong>Strong</strong></p>"
    expect(page.locator("[data-tool=bold]")).to_have_attribute("aria-pressed", "true")
    # What is pasted comes without looks, scripts and pictures.
    field(page).evaluate(
        """element => {
          const data = new DataTransfer();
          const html = "<p style='color:red' onclick='x()'>Pasted<img src=x><script>y()</script></p>";
          data.setData("text/html", html);
          element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }"""
    )
    expect(field(page)).to_contain_text("Pasted")
    assert field(page).locator("[style], img, script").count() == 0
    assert [said for said in troubles if "Content Security Policy" in said] == []
