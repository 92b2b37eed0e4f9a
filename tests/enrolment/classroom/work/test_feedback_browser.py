"""What came back, in a real browser: pictures of pages above or beside their notes, there and back by key."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from enrolment.assessment import api
from enrolment.grading import api as grading
from enrolment.grading.models import Annotation, Marking
from tests.clikc.foundation.documents.files import docx, paragraph, pdf_of
from tests.factories.people import manager
from tests.factories.tutoring import finish, make_tutored_run
from tests.support.browser import DESKTOP, PHONE, axe, sign_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
ONCE = {"sample_percent": 0, "border_percent": 0, "pass_percent": 50, "honours_percent": 100}
TEXT = "<p>تدعم الرقابة والتيسير بعضهما بعضا. تذهب الموارد إلى مواضع الخطر.</p><p>ثم نقيس ما تغير.</p>"
DOCUMENT = ("مقدمة", "للخطة ثلاث خطوات، ولكل خطوة من يسأل عنها.", "The end is in English.")


def passage(plain: str, words: str) -> dict:
    start = plain.index(words)
    return {"start": start, "end": start + len(words), "quote": words}


@pytest.fixture
def back(page, live, client):
    """Opens what came back of a work with a text, a PDF and a document, two comments on each."""
    made = make_tutored_run(participants=1, **ONCE)
    assignment, person = made.work[0].assignment, made.enrolments[0].learner
    type(assignment).objects.filter(pk=assignment.pk).update(most_files=5)
    facts = {"run_assignment_id": made.work[0].pk, "person": person}
    api.save_draft(html=TEXT, sequence=1, **facts)
    pdf = api.add_file(data=pdf_of("= Annex\n#lorem(300)\n#pagebreak()\n= Second"), name="Annex.pdf", **facts)
    plan = api.add_file(data=docx("".join(map(paragraph, DOCUMENT))), name="Plan.docx", **facts)
    api.hand_in(language="ar", **facts)
    marking = Marking.objects.get()
    for place in (
        passage(marking.hand_in.plain, "تدعم الرقابة والتيسير"),
        passage(marking.hand_in.plain, "تذهب الموارد"),
        {"file": pdf, "page": 1, "x": 250, "y": 100},
        {"file": pdf, "page": 1, "x": 900, "y": 500},
        {"file": plan, **passage(plan.plain, "ثلاث خطوات")},
        {"file": plan, **passage(plan.plain, "خطوات، ولكل خطوة")},
    ):
        Annotation.objects.create(
            marking=marking, comment="لماذا؟ Give one figure.", made_at=timezone.now(), **place
        )
    finish(marking, "partly")
    grading.release_grades(submission_ids=[marking.submission_id], by=manager(administration="UG"))
    sign_in(page, live, client, person)

    def opened(language: str, size: dict) -> None:
        person.preferred_language = language
        person.save()
        page.set_viewport_size(size)
        page.goto(f"{live}/{language}/work/{made.work[0].pk}/feedback/")
        page.locator(".page-picture").scroll_into_view_if_needed()
        expect(page.locator(".page-picture img")).to_have_js_property("complete", True)

    return opened


def middle(page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "laptop"])
def test_pins_stand_where_the_tutor_pointed_and_notes_above_or_beside(page, back, language, size):
    back(language, size)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture = page.locator(".page-picture__sheet").bounding_box()
    assert page.locator(".page-picture img").evaluate("image => image.naturalWidth") > 0
    x, y = middle(page, "#place-3 circle")
    assert x == pytest.approx(picture["x"] + picture["width"] * 0.25, abs=2)
    assert y == pytest.approx(picture["y"] + picture["height"] * 0.10, abs=2)
    note = page.locator("#note-3").bounding_box()
    if size == PHONE:
        assert note["y"] >= picture["y"] + picture["height"]
    else:
        is_after = note["x"] >= picture["x"] + picture["width"]
        is_before = note["x"] + note["width"] <= picture["x"]
        assert is_before if language == "ar" else is_after


def test_from_a_pin_to_its_note_and_back_by_keys(page, back):
    page.emulate_media(reduced_motion="reduce")
    back("en", PHONE)
    for number in (1, 4, 5):
        page.locator(f"#place-{number}").focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"#note-{number}")).to_be_in_viewport()
        page.keyboard.press("Tab")
        expect(page.locator(f"#note-{number} .note__number")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(f"#place-{number}")).to_be_in_viewport()
