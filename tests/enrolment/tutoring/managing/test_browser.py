"""A run's pages for its managers in a browser: on a phone and wide, mirrored; axe finds nothing."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

from enrolment.grading import api as grading
from enrolment.grading.models import Marking
from tests.factories import people
from tests.factories.gradebook import make_gradebook
from tests.factories.tutoring import finish, make_marking, make_tutored_run
from tests.support.browser import DESKTOP, PHONE, axe, sign_in

pytestmark = pytest.mark.e2e
ONCE = {"sample_percent": 0, "border_percent": 0, "pass_percent": 1, "honours_percent": 100}


@pytest.fixture
def boss(live, page, client):
    boss = people.manager(administration="UG")
    sign_in(page, live, client, boss)
    return boss


@pytest.fixture
def made(boss):
    """A work that nobody has, one handed over, and one ready to be released."""
    made = make_tutored_run(participants=3, tutors=2, assignments=2, **ONCE, tutors_release=False)
    nobodys, over, ready = (make_marking(made.work[0], item) for item in made.enrolments)
    Marking.objects.filter(pk=nobodys.pk).update(tutor=None)
    other = next(tutor for tutor in made.tutors if tutor != over.tutor)
    grading.hand_over(marking_id=over.pk, to=other, by=over.tutor, reason="I am away until May")
    finish(ready, "partly")
    made.over = over
    return made


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_has_a_fault(page, live, made, language, size):
    page.set_viewport_size(size)
    with override(language):
        marking = reverse("run_marking", args=[made.run.pk])
        tutors = reverse("run_tutors", args=[made.run.pk])
        over = reverse("tutoring_hand_over", args=[made.over.pk])
    for path in (marking, f"{marking}?state=ready", tutors, over):
        page.goto(live + path)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_what_is_ready_is_ticked_and_released(page, live, made):
    page.goto(f"{live}/en/runs/{made.run.pk}/marking/?state=ready")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Release what is ticked").click()
    page.get_by_role("button", name="Release 1 work").click()
    expect(page.get_by_text("1 work released.")).to_be_visible()
    expect(page.get_by_role("link", name="Released 1")).to_have_attribute("aria-current", "true")


def test_the_name_of_a_module_stays_beside_the_names(page, live, boss):
    made = make_gradebook(participants=2, assignments=12)
    page.set_viewport_size(DESKTOP)
    page.goto(f"{live}/en/runs/{made.run.pk}/gradebook/")
    expect(page.get_by_role("navigation", name="Pages of this course run")).to_be_visible()
    page.locator(".gradebook__scroll").evaluate("place => { place.scrollLeft = 500 }")
    module = page.locator(".gradebook__group").first.bounding_box()
    names = page.locator("tbody th").first.bounding_box()
    assert module["x"] >= names["x"] + names["width"]
    assert module["x"] < names["x"] + names["width"] + 20
