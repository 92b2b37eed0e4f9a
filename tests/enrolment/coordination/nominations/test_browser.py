"""Pages of nominations in a browser: no fault for axe, nothing out of the screen, ranked by keyboard."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

from enrolment.admissions import api
from enrolment.admissions.models import CallDocument, Nomination
from tests.factories import coordination
from tests.factories.academies import make_call
from tests.support.browser import DESKTOP, PHONE, axe, sign_in

pytestmark = pytest.mark.e2e

NAMES = ["Maria de los Ángeles Fernández-Montesinos y Gutiérrez de la Concepción", "أمينة يوسف", "ፀሐይ ኃይሌ"]
RULES = [{"code": "service_under", "years": 4}, {"code": "language", "values": ["en"]}]


def here(route: str, **names) -> str:
    return reverse(f"coordination_{route}", kwargs={"code": "KE"} | names)


@pytest.fixture
def full(live, page, client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    made = coordination.make_workspace("KE", officers=6)
    made.call = make_call(eligibility=RULES, most_nominations=5, words="For newly recruited officers.")
    CallDocument.objects.create(call=made.call, code="cv", title="Curriculum vitae")
    for person, name in zip(made.officers, NAMES, strict=False):
        person.printed_name = name
        person.save()
        known = {"administration": made.administration, "person": person, "by": made.coordinator}
        api.nominate(call=made.call, facts={"languages": ["ar"], "motivation": "To learn"}, **known)
    sent = api.apply_to_call(call=made.call, person=made.officers[4], facts={})
    made.sent = api.submit_application(nomination_id=sent.pk, by=made.officers[4])
    sign_in(page, live, client, made.coordinator)
    made.live = live
    return made


@pytest.mark.parametrize(("language", "size"), [("en", DESKTOP), ("ar", PHONE)], ids=["desktop", "phone"])
def test_no_page_has_a_fault(page, full, language, size):
    page.set_viewport_size(size)
    call, first = {"call_id": full.call.pk}, {"pk": Nomination.objects.get(rank=1).pk}
    with override(language):
        paths = [
            here("nominations"),
            here("call", **call),
            here("nominate", **call),
            here("nominate", **call) + f"?person={full.officers[3].pk}",
            here("endorse_drafts", **call),
            here("nominations_file", **call),
            here("nomination", **first),
            here("nomination_change", **first),
            here("nomination_endorse", **first),
            here("nomination_withdraw", **first),
            here("nomination_return", pk=full.sent.pk),
        ]
    found = []
    for path in paths:
        assert page.goto(full.live + path).status == 200, path
        found += [f"{path}: {line}" for line in axe(page)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{path}: runs out of the screen")
    assert found == []


def test_ranked_by_keyboard_and_a_file_confirmed(page, full):
    page.goto(full.live + here("call", call_id=full.call.pk))
    for _place in range(2):
        with page.expect_navigation(url="**#ranked"):
            page.get_by_role("button", name="Move ፀሐይ ኃይሌ up").press("Enter")
    expect(page.locator("tbody th").first).to_have_text("ፀሐይ ኃይሌ")
    page.get_by_role("link", name="Send a file").click()
    content = f"e-mail,post\n{full.officers[3].email},officer".encode()
    sent = {"name": "l.csv", "mimeType": "text/csv", "buffer": content}
    page.locator("input[type=file]").set_input_files(sent)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Confirm 1 row").click()
    page.get_by_role("link", name="To your nominations").click()
    page.get_by_role("link", name="Endorse 4 drafts").click()
    expect(page.locator("input[type=checkbox]:checked")).to_have_count(1)
