"""The report in a real browser: one page of A4 on paper, whatever the names; no fault that axe knows."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from clikc.people.models import User
from tests.factories import coordination
from tests.factories.following import make_plain_course
from tests.support.browser import DESKTOP, PHONE, axe, sign_in

from .conftest import complete_many

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
LONG = "Coopération douanière renforcée et facilitation des échanges aux postes frontière juxtaposés "


@pytest.fixture
def long_names(live, settings):
    """Forty officers, 25 courses, and names as long as names can be."""
    settings.SECOND_FACTOR_REQUIRED = False
    made = coordination.make_workspace("KE", officers=40, units=1, printed_name=(LONG * 2)[:120])
    User.objects.filter(pk__in=[person.pk for person in made.officers[:20]]).update(gender="woman")
    type(made.administration).objects.filter(pk=made.administration.pk).update(name=(LONG * 2)[:120])
    made.units[0].name = (LONG * 2)[:120]
    made.units[0].save()
    made.courses = [
        make_plain_course(f"course-{number}", activities=0, titles={"en": f"{number} {LONG * 3}"[:250]})
        for number in range(25)
    ]
    for place, course in enumerate(made.courses):
        complete_many(made.officers[: 40 - place], [course], now=timezone.now())
    return made


@pytest.mark.parametrize("language", ["en", "ar"])
def test_one_page_whatever_the_names(page, live, client, long_names, language):
    sign_in(page, live, client, long_names.coordinator)
    page.goto(f"{live}/{language}/coordination/KE/report/?unit={long_names.units[0].pk}")
    assert len(page.locator(".report__bars tbody").first.locator("tr").all()) == 8
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.emulate_media(media="print")
    # What is in the sheet ends before the sheet does: nothing is cut off.
    sheet, plots = (page.locator(name).bounding_box() for name in (".report", ".report__plots"))
    assert plots["y"] + plots["height"] <= sheet["y"] + sheet["height"]
    assert not page.locator(".report__numbers").first.is_visible()
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert len(pages) == 1


def test_time_runs_as_one_reads(page, live, client, long_names):
    """In Arabic the first month stands on the right, and the scale beside it."""
    sign_in(page, live, client, long_names.coordinator)
    for language in ("en", "ar"):
        page.goto(f"{live}/{language}/coordination/KE/report/")
        bars = page.locator(".columns").first.locator("rect").all()
        first, last = (bars[place].bounding_box()["x"] for place in (0, -1))
        floor = page.locator(".columns__floor").first.bounding_box()
        scale = page.locator(".columns__text").first.bounding_box()
        assert (first < last) == (language == "en")
        assert (scale["x"] < floor["x"]) == (language == "en")


def test_the_button_prints(page, live, client, long_names):
    sign_in(page, live, client, long_names.coordinator)
    page.add_init_script("window.print = () => { document.title = 'printed' }")
    page.goto(f"{live}/en/coordination/KE/report/")
    page.get_by_role("button", name="Print").click()
    assert page.title() == "printed"
