"""A tutor's evening in a real browser: in Spanish, on a line that comes and goes, by keyboard, on a phone."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import expect

from clikc.foundation.middleware import NoteArrival
from enrolment.assessment.models import Resemblance
from enrolment.grading.models import Annotation, CriterionMark, GradeEntry, Marking
from tests.factories import people
from tests.factories.tutoring import finish, make_tutored_run
from tests.factories.workbench import PLAIN, make_essay
from tests.support.browser import DESKTOP, PHONE, axe, offline, sign_in

pytestmark = pytest.mark.e2e
ONCE = {"sample_percent": 0, "border_percent": 0, "pass_percent": 1, "honours_percent": 100}
PATIENCE = 20_000


@pytest.fixture
def evening(live, page, client):
    """A tutor with two works to mark; the older one has a PDF."""
    made = make_tutored_run(participants=2, tutors=2, is_allocated=False, **ONCE)
    tutor = made.tutors[0]
    type(tutor).objects.filter(pk=tutor.pk).update(preferred_language="es")
    for enrolment in made.enrolments:
        made.run.tutorships.create(enrolment=enrolment, tutor=tutor, began_at=timezone.now())
    made.first = make_essay(made, 0, files=("pdf",))
    made.second = make_essay(made, 1)
    sooner = timezone.now() + timedelta(days=1)
    Marking.objects.filter(pk=made.first.pk).update(due_at=sooner)
    sign_in(page, live, client, tutor)
    made.live, made.tutor = live, tutor
    return made


def go(page, made, route: str, *args, language: str = "es", query: str = "") -> None:
    with override(language):
        page.goto(made.live + reverse(route, args=args) + query)


def told(page, state: str) -> None:
    expect(page.locator("[data-state]")).to_have_attribute("data-state", state, timeout=PATIENCE)


def select(page, words: str) -> None:
    """Select words of the text, as with the mouse."""
    page.evaluate(
        """words => {
            for (const piece of document.querySelectorAll("[data-text] [data-at]")) {
                const at = piece.textContent.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(piece.firstChild, at);
                range.setEnd(piece.firstChild, at + words.length);
                const selection = getSelection();
                selection.removeAllRanges();
                selection.addRange(range);
                return;
            }
            throw new Error("not there: " + words);
        }""",
        words,
    )


def test_a_tutors_evening_in_spanish(page, evening):
    go(page, evening, "tutoring_queue")
    page.keyboard.press("n")
    page.wait_for_url(f"**/{evening.first.pk}/")
    expect(page.get_by_role("group", name="Criterio 1")).to_be_visible()

    # Levels, and a comment of the bank in the language of the participant.
    page.locator("[data-criterion]").nth(0).locator("[data-part=level]").nth(0).check()
    second = page.locator("[data-criterion]").nth(1)
    second.locator("[data-part=level]").nth(1).check()
    second.locator("[data-bank] summary").click()
    second.locator("[data-bank-comment]").first.click()
    expect(second.locator("[data-part=comment]")).to_have_value("Dé un ejemplo.")
    expect(page.locator("[data-total]")).to_have_text("16 / 20")
    told(page, "saved")

    # A comment on the text.
    select(page, "indicadores")
    page.locator("[data-select-button]").click()
    page.locator("[data-note-window] textarea").fill("¿Cuáles?")
    page.locator("[data-note-window] button[value=add]").click()
    expect(page.locator("mark", has_text="indicadores")).to_be_visible()
    told(page, "saved")

    # A comment on the second page of the PDF, and the line is lost.
    picture = page.locator("[data-page='2'] [data-picture]")
    picture.scroll_into_view_if_needed()
    expect(picture.locator("img")).to_have_js_property("complete", True)
    with offline(page):
        box = picture.bounding_box()
        picture.click(position={"x": box["width"] / 2, "y": 40})
        page.locator("[data-note-window] textarea").fill("Falta la fuente.")
        page.locator("[data-note-window] button[value=add]").click()
        page.locator("#feedback").fill("Un buen trabajo.")
        told(page, "waiting")
    told(page, "saved")
    pin = Annotation.objects.get(file__isnull=False)
    assert (pin.page, pin.comment) == (2, "Falta la fuente.")
    assert 495 <= pin.x <= 505
    words = Annotation.objects.get(file__isnull=True)
    assert (words.quote, PLAIN[words.start : words.end]) == ("indicadores", "indicadores")

    # It is there after a reload; it is finished and released.
    page.reload()
    expect(page.locator("[data-pin]")).to_have_count(1)
    expect(page.locator(".work__ref")).to_have_count(1)
    page.locator("[data-finish]").click()
    page.wait_for_url(re.compile(rf"/{evening.first.pk}/"))
    page.locator("form[action$='/release/'] button").click()
    expect(page.locator("form[action$='/release/']")).to_have_count(0)
    expect(page.locator("[data-keys-open]")).to_be_visible()
    entry = GradeEntry.objects.get()
    assert (entry.points, entry.marking.feedback) == (16, "Un buen trabajo.")
    page.keyboard.press("n")
    page.wait_for_url(f"**/{evening.second.pk}/")


def test_two_tabs_lose_no_word(page, evening):
    go(page, evening, "tutoring_marking", evening.second.pk)
    other = page.context.new_page()
    other.goto(page.url)
    page.locator("#feedback").fill("Lo primero")
    told(page, "saved")
    other.locator("#feedback").fill("Lo segundo")
    window = other.locator("[data-conflict-window]")
    expect(window).to_be_visible(timeout=PATIENCE)
    expect(window.locator("[data-mine]")).to_have_text("Lo segundo")
    expect(window.locator("[data-theirs]")).to_have_text("Lo primero")
    assert axe(other) == []
    window.locator("button[value=both]").click()
    told(other, "saved")
    expect(other.locator("#feedback")).to_have_value("Lo primero\n\nLo segundo")
    assert Marking.objects.get(pk=evening.second.pk).feedback == "Lo primero\n\nLo segundo"


def test_what_another_page_sent_when_the_line_came_back_is_news_to_this_one(page, evening):
    """Both pages send what either has kept; only what a page shows may be written over from it."""
    go(page, evening, "tutoring_marking", evening.second.pk)
    other = page.context.new_page()
    other.goto(page.url)
    page.context.set_offline(True)
    page.locator("#feedback").fill("Lo primero")
    told(page, "waiting")
    page.context.set_offline(False)
    told(page, "saved")
    other.locator("#feedback").fill("Lo segundo")
    window = other.locator("[data-conflict-window]")
    expect(window).to_be_visible(timeout=PATIENCE)
    expect(window.locator("[data-theirs]")).to_have_text("Lo primero")
    window.locator("button[value=both]").click()
    told(other, "saved")
    assert Marking.objects.get(pk=evening.second.pk).feedback == "Lo primero\n\nLo segundo"


def test_who_signs_in_again_on_another_page_goes_on_writing(page, evening):
    go(page, evening, "tutoring_marking", evening.second.pk)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.locator("#feedback").fill("Lo primero")
    told(page, "signed-out")
    # A new session has a new token.
    page.context.add_cookies(
        [{**item, "value": "n" * 32} if "csrf" in item["name"] else item for item in cookies]
    )
    page.locator("#feedback").fill("Lo primero y lo segundo")
    told(page, "saved")
    assert Marking.objects.get(pk=evening.second.pk).feedback == "Lo primero y lo segundo"


def test_escape_keeps_what_stood_in_the_window(page, evening):
    go(page, evening, "tutoring_marking", evening.second.pk)
    window = page.locator("[data-note-window]")
    field = window.locator("textarea")

    def comment() -> None:
        select(page, "el origen")
        page.keyboard.press("c")
        expect(window).to_be_visible()

    comment()
    field.fill("¿De quién?")
    page.keyboard.press("Escape")
    expect(window).to_be_hidden()
    comment()
    expect(field).to_have_value("¿De quién?")
    window.locator("button[value=cancel]").click()
    expect(window).to_be_hidden()
    comment()
    expect(field).to_have_value("")


def test_a_window_that_was_closed_is_asked_again_on_the_page(page, evening):
    go(page, evening, "tutoring_marking", evening.second.pk)
    other = page.context.new_page()
    other.goto(page.url)
    page.locator("#feedback").fill("Lo primero")
    told(page, "saved")
    other.locator("#feedback").fill("Lo segundo")
    expect(other.locator("[data-conflict-window]")).to_be_visible(timeout=PATIENCE)
    other.keyboard.press("Escape")
    other.reload()
    expect(other.locator("#feedback")).to_have_value("Lo primero")
    expect(other.locator("[data-conflict]")).to_contain_text("Lo segundo")
    other.locator("[data-conflict] button[value^=take]").click()
    expect(other.locator("#feedback")).to_have_value("Lo segundo")
    expect(other.locator("[data-conflict]")).to_have_count(0)


def test_what_was_typed_without_a_line_is_there_when_the_page_is_opened_again(page, evening):
    go(page, evening, "tutoring_marking", evening.second.pk)
    page.route("**/pieces/", lambda route: route.abort())
    page.locator("#feedback").fill("A medias")
    told(page, "waiting")
    page.reload()
    expect(page.locator("#feedback")).to_have_value("A medias")
    page.unroute("**/pieces/")
    told(page, "saved")
    assert Marking.objects.get(pk=evening.second.pk).feedback == "A medias"


def test_a_page_that_was_asked_for_before_the_words_were_saved_is_asked_for_again(page, evening, monkeypatch):
    """On a slow line she reloads, and her words arrive while the page without them is on its way."""
    go(page, evening, "tutoring_marking", evening.second.pk)
    page.locator("#feedback").fill("A medias")
    told(page, "saved")
    early = iter([timedelta(hours=-1)])

    def arrive(self, request):
        request.arrived_at = timezone.now() + next(early, timedelta())
        return self.get_response(request)

    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.is_navigation_request() else None)
    monkeypatch.setattr(NoteArrival, "__call__", arrive)
    page.reload()
    expect(page.locator("[data-state]")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert asked == [page.url] * 2


def test_words_typed_on_while_an_answer_was_lost_are_no_conflict(page, evening):
    """The server had the first words; its answer never came, and more were typed meanwhile."""
    go(page, evening, "tutoring_marking", evening.second.pk)
    lost = []

    def answer_lost(route):
        if not lost:
            lost.append(route.fetch())
            return route.abort()
        return route.continue_()

    page.route("**/pieces/", answer_lost)
    page.locator("#feedback").fill("Uno")
    told(page, "waiting")
    page.locator("#feedback").fill("Uno y dos")
    told(page, "saved")
    expect(page.locator("[data-conflict-window]")).to_be_hidden()
    assert Marking.objects.get(pk=evening.second.pk).feedback == "Uno y dos"


def test_by_keyboard_alone(page, evening):
    go(page, evening, "tutoring_queue", language="en")
    page.keyboard.press("n")
    page.wait_for_url(f"**/{evening.first.pk}/")
    page.keyboard.press("?")
    expect(page.locator("[data-keys]")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("1")
    page.keyboard.press("j")
    page.keyboard.press("2")
    expect(page.locator("[data-total]")).to_have_text("16 / 20")
    page.keyboard.press("f")
    page.keyboard.type("No jump to the next one while I type: n, s, 1")
    expect(page.locator("#feedback")).to_have_value("No jump to the next one while I type: n, s, 1")

    # Without a selection c opens the form: choose a paragraph, write, send.
    page.locator("#rubric").focus()
    page.keyboard.press("c")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Why?")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-notes-list] textarea").first).to_be_focused()
    told(page, "saved")
    assert Annotation.objects.get().quote.startswith("El control")

    # A page of the PDF: number and place.
    pdf = page.locator("[data-file]")
    pdf.locator("[data-note-add] > summary").press("Enter")
    pdf.locator("input[type=number]").fill("2")
    pdf.locator("input[name=spot]:checked").press("ArrowLeft")
    pdf.locator("[data-note-add] textarea").fill("Source?")
    pdf.locator("[data-note-add] form > p .button").press("Enter")
    told(page, "saved")
    assert Annotation.objects.filter(page=2, x=167, y=500).exists()

    # s saves; finishing is a button like any other.
    page.locator("[data-finish]").press("Enter")
    expect(page.locator("form[action$='/release/']")).to_be_visible()


def test_single_keys_can_be_switched_off(page, evening):
    go(page, evening, "tutoring_marking", evening.first.pk, language="en")
    page.keyboard.press("?")
    page.locator("[data-keys-off]").check()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.press("f")
    expect(page.locator("#feedback")).not_to_be_focused()
    assert evening.first.pk.hex in page.url.replace("-", "")


def test_a_comment_is_removed_and_comes_back(page, evening):
    go(page, evening, "tutoring_marking", evening.second.pk)
    select(page, "el origen")
    page.keyboard.press("c")
    page.locator("[data-note-window] textarea").fill("¿De quién?")
    page.locator("[data-note-window] button[value=add]").click()
    told(page, "saved")
    box = page.locator("[data-notes-list] [data-remove]")
    box.check()
    expect(page.locator("mark")).to_have_count(0)
    told(page, "saved")
    box.uncheck()
    expect(page.locator("mark")).to_have_count(1)
    page.locator("[data-notes-list] textarea").fill("¿De quién, y desde cuándo?")
    told(page, "saved")
    note = Annotation.objects.get()
    assert (note.removed_at, note.comment) == (None, "¿De quién, y desde cuándo?")


def test_what_is_missing_is_in_sight_and_focused(page, evening):
    go(page, evening, "tutoring_marking", evening.second.pk)
    page.locator("[data-finish]").click()
    first = page.locator("[data-criterion]").first.locator("[data-part=level]").first
    expect(first).to_be_focused()
    expect(first).to_be_in_viewport()
    assert axe(page) == []


def test_a_tutor_unassigned_a_second_ago_is_told_on_the_page(page, evening):
    go(page, evening, "tutoring_marking", evening.second.pk)
    Marking.objects.filter(pk=evening.second.pk).update(tutor=evening.tutors[1])
    page.locator("[data-part=level]").first.check()
    told(page, "refused")
    words = page.locator("[data-words]").get_attribute("data-unknown")
    expect(page.locator("[data-state]")).to_have_text(words)
    assert not CriterionMark.objects.exists()


def test_it_works_without_a_script(live, browser, client, evening, page):
    still = browser.new_context(java_script_enabled=False)
    still.add_cookies(page.context.cookies())
    tab = still.new_page()
    go(tab, evening, "tutoring_marking", evening.first.pk)
    tab.locator("[data-criterion]").nth(0).locator("[data-part=level]").nth(0).check()
    tab.locator("[data-criterion]").nth(1).locator("[data-part=level]").nth(1).check()
    tab.locator("#feedback").fill("Sin script")
    tab.locator("button[value=save]").click()
    marking = Marking.objects.get(pk=evening.first.pk)
    assert marking.feedback == "Sin script"
    tab.locator("[data-note-add] summary").first.click()
    tab.locator("[data-note-paragraph]").select_option("3")
    tab.locator("[data-note-add] textarea").first.fill("¿Y el valor?")
    tab.locator("[data-note-add] form").first.locator("p .button").last.click()
    assert Annotation.objects.get().comment == "¿Y el valor?"
    tab.locator("button[value=finish]").click()
    marking.refresh_from_db()
    assert (marking.is_finished, marking.points) == (True, 16)
    still.close()


# --- every page, both directions, both sizes


@pytest.fixture
def full(evening):
    """Everything that can stand on these pages: many of one, comments, what resembles it, another sheet."""
    made, now = evening, timezone.now()
    made.run.scheme.is_blind = False
    made.run.scheme.sample_percent = 100
    made.run.scheme.save()
    learner = made.enrolments[0].learner
    type(learner).objects.filter(pk=learner.pk).update(
        printed_name="Maria de los Ángeles Fernández-Montesinos y Gutiérrez de la Concepción"
    )
    said = {"marking": made.first, "comment": "¿Por qué? " * 20, "made_at": now}
    for place in (0, 30):
        Annotation.objects.create(start=place, end=place + 40, quote=PLAIN[place : place + 40], **said)
    Annotation.objects.create(file=made.first.hand_in.files.get(), page=1, x=400, y=200, **said)
    one, other = made.first.hand_in, made.second.hand_in
    Resemblance.objects.create(one=one, other=other, share="40.5", passages=[[20, 90, 20, 90]] * 2, at=now)
    finish(made.second, "partly")
    made.again = Marking.objects.get(role="second")
    return made


def faults(page, made, paths: list[str]) -> list[str]:
    found, heard = [], []
    page.on("console", lambda message: heard.append(message.text) if message.type != "info" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    for path in paths:
        assert page.goto(made.live + path).status == 200, path
        found += [f"{path}: {line}" for line in axe(page)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{path}: runs out of the screen")
    return found + heard


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_has_a_fault(page, full, language, size):
    page.set_viewport_size(size)
    with override(language):
        paths = [
            reverse("tutoring_queue"),
            reverse("tutoring_queue") + "?state=finished",
            reverse("tutoring_load"),
            reverse("tutoring_marking", args=[full.first.pk]),
            reverse("tutoring_marking", args=[full.second.pk]),
            reverse("tutoring_hand_over", args=[full.first.pk]),
            reverse("tutoring_resemblance", args=[full.first.pk, full.second.hand_in_id]),
        ]
    assert faults(page, full, paths) == []


def test_the_page_is_mirrored_in_arabic_and_its_work_is_not(page, full):
    go(page, full, "tutoring_marking", full.first.pk, language="ar")
    work, rubric = (page.locator(name).bounding_box() for name in ("#work", "#rubric"))
    assert work["x"] > rubric["x"]
    expect(page.locator("[data-place=text] [data-text]")).to_have_attribute("dir", "ltr")
    pin, picture = (page.locator(name).first.bounding_box() for name in (".pin circle", "[data-picture]"))
    middle = (pin["x"] + pin["width"] / 2 - picture["x"]) / picture["width"]
    assert 0.38 < middle < 0.42


def test_a_moderator_compares_the_sheets(page, full, live, client):
    finish(full.again, "full")
    manager = people.manager(administration="UG")
    sign_in(page, live, client, manager)
    moderation = Marking.objects.get(role="moderation")
    page.set_viewport_size(PHONE)
    with override("en"):
        paths = [reverse("tutoring_sheets", args=[moderation.pk]), reverse("tutoring_queue")]
    assert faults(page, full, paths) == []
    page.goto(live + paths[0])
    expect(page.get_by_text("The first two differ by 8 points")).to_be_visible()


def test_the_first_visit_is_light(page, evening):
    """Without pictures of the work: they are fetched when they come into sight."""
    sizes = []
    page.on("response", lambda answer: sizes.append(answer))
    go(page, evening, "tutoring_marking", evening.second.pk)
    page.wait_for_load_state("networkidle")
    weight = sum(answer.request.sizes()["responseBodySize"] for answer in sizes)
    assert weight < 130_000
    assert len(sizes) <= 20
