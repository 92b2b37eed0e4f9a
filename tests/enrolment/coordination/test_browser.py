"""Pages of people in a browser: nothing for axe to find, nothing out of the screen, empty and full."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import expect

from clikc.people.api import add_unit, correct_member, put_into_unit
from clikc.people.models import Administration, User
from enrolment.membership.models import Invitation, Transfer
from tests.factories import coordination
from tests.factories.certificates import make_certificate
from tests.support.browser import DESKTOP, PHONE, axe, sign_in

pytestmark = pytest.mark.e2e

LONG = "Maria de los Ángeles Fernández-Montesinos y Gutiérrez de la Concepción"
NAMES = [LONG, "أمينة يوسف", "ፀሐይ ኃይሌ", "Aïssatou N’Diaye"]


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def full(live, page, client):
    """Officers with long names and other scripts, and something of everything that can wait."""
    made = coordination.make_workspace("KE", officers=60, units=3, printed_name="Rosa Coordinator")
    place, boss = made.administration, made.coordinator
    unit = add_unit(administration=place, name="One-stop border post of Malaba, northern corridor", by=boss)
    for person, name in zip(made.officers, NAMES, strict=False):
        correct_member(person=person, by=boss, printed_name=name, preferred_language="ar")
    put_into_unit(people=made.officers[:4], unit=unit, by=boss)
    soon = datetime.now(UTC).date() + timedelta(days=5)
    coordination.make_people_cohort(place, made.officers[:9], name=LONG, due_on=soon, by=boss)
    make_certificate(learner=made.officers[0])
    invited = coordination.make_invited(place, days_ago=20, printed_name="Invited Officer")
    Invitation.objects.filter(pk=invited.pk).update(last_letter_at=timezone.now() - timedelta(days=15))
    User.objects.filter(pk=made.officers[5].pk).update(is_active=False)
    coordination.make_request(place, days_ago=3)
    fiji = Administration.objects.get(code="FJ")
    [coming] = coordination.make_officers(fiji, 1)
    coordination.make_transfer(made.officers[1], fiji)
    coordination.make_transfer(coming, place, state=Transfer.State.RELEASED)
    sign_in(page, live, client, boss)
    made.live, made.invited, made.unit = live, invited.person, unit
    return made


def here(route: str, **names) -> str:
    return reverse(route, kwargs={"code": "KE"} | names)


def faults(page, live: str, paths: list[str]) -> list[str]:
    found, heard = [], []
    page.on("console", lambda message: heard.append(message.text) if message.type != "info" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    for path in paths:
        assert page.goto(live + path).status == 200, path
        found += [f"{path}: {line}" for line in axe(page)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{path}: runs out of the screen")
    return found + heard


def selected(page, full, action: str) -> str:
    """The page that a pick of three people leads to."""
    page.goto(full.live + here("coordination_people"))
    for box in page.locator("input[name=person]").all()[:3]:
        box.check()
    page.locator(f"button[value={action}]").click()
    return page.url.removeprefix(full.live)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_has_a_fault(page, full, language, size):
    page.set_viewport_size(size)
    with override(language):
        paths = [
            here("coordination_home"),
            here("coordination_people"),
            here("coordination_people") + "?q=nobody",
            here("coordination_person", pk=full.officers[0].pk),
            here("coordination_person", pk=full.officers[5].pk),
            here("coordination_person", pk=full.invited.pk),
            here("coordination_person_change", pk=full.officers[0].pk),
            here("coordination_withdraw", pk=full.invited.pk),
            here("coordination_invite"),
            here("coordination_units"),
            here("coordination_unit", pk=full.unit.pk),
            here("coordination_record"),
            *(selected(page, full, action) for action in ("unit", "cohort", "close")),
            reverse("my_record"),
        ]
    assert faults(page, full.live, paths) == []


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_empty_pages_have_none_either(page, live, client, size):
    page.set_viewport_size(size)
    made = coordination.make_workspace("KE")
    sign_in(page, live, client, made.coordinator)
    with override("fr"):
        routes = ("home", "people", "units", "record", "invite")
        paths = [here(f"coordination_{name}") for name in routes]
    assert faults(page, live, [*paths, reverse("my_record")]) == []


def test_an_officer_is_invited_and_found_again(page, full):
    with override("en"):
        page.goto(full.live + here("coordination_invite"))
    page.get_by_label("Name as printed").fill("Tsehay Haile")
    page.get_by_label("E-mail address").fill("tsehay@customs.example")
    page.get_by_role("button", name="Invite", exact=True).click()
    expect(page.get_by_text("Invited. A letter is on its way.")).to_be_visible()
    page.get_by_role("navigation", name="Coordination").get_by_role("link", name="People").click()
    page.get_by_label("Name or e-mail address").fill("HAILE tsehay")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Tsehay Haile").click()
    expect(page.get_by_role("heading", name="Tsehay Haile")).to_be_visible()
    expect(page.get_by_text("Invited, not come yet")).to_be_visible()


def test_somebody_is_deactivated_and_back_again(page, full):
    person = full.officers[3]
    with override("en"):
        page.goto(full.live + here("coordination_person", pk=person.pk))
    page.get_by_role("button", name="Deactivate").click()
    page.get_by_label("Reason").fill("Moved to another ministry")
    page.get_by_role("button", name="Deactivate 1 account").click()
    expect(page.get_by_text("1 account was closed.")).to_be_visible()
    page.goto(full.live + here("coordination_person", pk=person.pk))
    expect(page.get_by_text("Moved to another ministry")).to_be_visible()
    page.get_by_role("button", name="Open the account again").click()
    expect(page.get_by_text("The account is open again.")).to_be_visible()
