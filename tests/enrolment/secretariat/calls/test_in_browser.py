"""A programme manager from the field to the letters, in a browser, in English on a desk and in Arabic on a
phone; and a trainer who scores."""

import pytest

from clikc.people.models import User
from enrolment.admissions.models import Call, Nomination
from tests.factories import people
from tests.factories.selections import make_selection
from tests.support.browser import PHONE, sign_in
from tests.support.walking import Walker

pytestmark = pytest.mark.e2e
DESK = {"width": 1280, "height": 900}


def walk_in(page, live, client, person: User, language: str) -> Walker:
    page.set_viewport_size(PHONE if language == "ar" else DESK)
    sign_in(page, live, client, person)
    return Walker(page, live, language)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_manager_selects_and_tells_the_results(live, page, client, settings, language):
    settings.SECOND_FACTOR_REQUIRED = False
    made = make_selection()
    second = made.nominations[1]
    walker = walk_in(page, live, client, people.manager(preferred_language=language), language)
    walker.go("calls")
    walker.enter("tbody th a")
    walker.go("call", "?eligible=broken", pk=made.call.pk)
    assert "Candidate 6 of FJ" in walker.text
    assert "Candidate 1 of KE" not in walker.text
    walker.go("call_selection", "?show=reserve", pk=made.call.pk)
    row = walker.at("tbody tr").filter(has_text="Candidate 2 of KE")
    row.locator("summary").click()
    row.locator("input[name=reason]").fill("Her work on risk")
    with page.expect_navigation():
        row.locator("button[value=seated]").click()
    walker.look()
    assert "Her work on risk" not in page.url
    walker.go("call_selection", pk=made.call.pk)
    assert "Candidate 2 of KE" in walker.text
    walker.go("call_candidate", pk=made.call.pk, key=second.pk)
    assert "Her work on risk" in walker.text
    walker.go("call_change", pk=made.call.pk)
    walker.go("call_publish", pk=made.call.pk)
    walker.enter("form.card button")
    assert Call.objects.get(pk=made.call.pk).published_at is not None
    assert Nomination.objects.get(pk=second.pk).seat == 1
    assert "Candidate 2 of KE" in walker.text
    assert walker.faults == []


def test_a_trainer_scores_by_keyboard(live, page, client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    made = make_selection()
    waiting = made.nominations[4]
    walker = walk_in(page, live, client, made.trainers[1], "fr")
    walker.go("calls_scoring")
    walker.enter("ul a")
    walker.enter("a.button")
    walker.reach("input[name=points]")
    page.keyboard.type("81.5")
    walker.enter("form.card button")
    assert waiting.scores.get(trainer=made.trainers[1]).points == 81.5
    assert walker.faults == []
