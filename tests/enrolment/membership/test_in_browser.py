"""The pages of membership on a phone, in English and in Arabic: nothing for axe to find, nothing that runs
out of the screen; and an invitation accepted by keyboard alone."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from clikc.people.models import User
from enrolment.membership.api import Newcomer, ask_back, invite_many, refuse
from enrolment.membership.models import JoinRequest
from enrolment.membership.tokens import token_of
from tests.factories.coordination import make_officers, make_request, make_transfer, make_workspace
from tests.factories.people import PASSWORD, admin, administration_of, make_person, sign_in_with_second_factor
from tests.support.browser import PHONE, axe

pytestmark = pytest.mark.e2e
LONG = "Wilhelmina-Abdelrahmanovna Nyirabarusimbanamahoro-Otieno"


def become(page, live, client, person) -> None:
    client.logout()
    sign_in_with_second_factor(client, person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live}])


def look(page, address) -> list[str]:
    """What is wrong with a page as it stands."""
    page.goto(address)
    found = [f"{address}: {line}" for line in axe(page)]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{address}: runs out of the screen")
    return found


@pytest.fixture
def kenya(live):
    made = make_workspace("KE", units=2, cohorts=1)
    [member] = make_officers(made.administration, 1, printed_name="أمل حداد")
    first = make_request(made.administration, days_ago=9, printed_name="أَمَل حدّاد")
    JoinRequest.objects.filter(pk=first.pk).update(note="أعمل في ميناء مومباسا منذ سنتين، قسم التخليص.")
    asked = make_request(made.administration, days_ago=4, printed_name=LONG)
    User.objects.filter(pk=asked.person_id).update(
        email=f"{'long.' * 9}address@customs-administration.example"
    )
    ask_back(request=asked, by=made.coordinator, question="Which unit do you work in, and since when?")
    refused = make_request(made.administration, days_ago=5, printed_name="Baraka Kamau")
    refuse(request=refused, by=made.coordinator, reason="We do not find you among our officers.")
    made.requests = [first, asked, refused]
    made.transfers = [
        make_transfer(member, administration_of("FJ")),
        make_transfer(
            make_person(administration="FJ", printed_name=LONG), made.administration, state="released"
        ),
    ]
    return made


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_of_those_who_decide(page, live, client, kenya, language):
    page.set_viewport_size(PHONE)
    here = f"{live}/{language}/coordination"
    become(page, live, client, kenya.coordinator)
    queue, moves = f"{here}/KE/registrations/", f"{here}/KE/transfers/"
    addresses = [queue, *(f"{queue}{item.pk}/" for item in kenya.requests)]
    addresses += [moves, *(f"{moves}{item.pk}/" for item in kenya.transfers)]
    found = [fault for address in addresses for fault in look(page, address)]
    become(page, live, client, admin(administration=None))
    for address in (f"{here}/secretariat/registrations/", f"{here}/secretariat/transfers/"):
        found += look(page, address)
    assert found == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_of_the_officer(page, live, client, kenya, language):
    page.set_viewport_size(PHONE)
    first, asked, refused = kenya.requests
    found = []
    for person in (first.person, asked.person, refused.person, *(item.person for item in kenya.transfers)):
        become(page, live, client, person)
        for path in ("my/", "my/account/", "my/administration/"):
            found += look(page, f"{live}/{language}/{path}")
    assert found == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_door_of_the_invited(page, live, client, kenya, language):
    page.set_viewport_size(PHONE)
    known = make_person("known@customs.example", administration="FJ")
    people = [
        Newcomer("new@customs.example", "Amal Haddad", language),
        Newcomer(known.email, "Known", language),
    ]
    invited = invite_many(administration=kenya.administration, newcomers=people, by=kenya.coordinator)
    with translation.override(language):
        new, own = (live + reverse("invitation", args=[token_of(item)]) for item in invited.values())
    found = [*look(page, new), *look(page, own)]
    become(page, live, client, known)
    found += [*look(page, new), *look(page, own)]
    assert found == []


def test_an_invitation_is_accepted_by_keyboard(page, live, kenya):
    people = [Newcomer("new@customs.example", "Amal Haddad", "ar")]
    [invited] = invite_many(administration=kenya.administration, newcomers=people, by=None).values()
    with translation.override("ar"):
        page.goto(live + reverse("invitation", args=[token_of(invited)]))
    page.locator("#id_printed_name").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live}/ar/my/")
    assert User.objects.get(email="new@customs.example").check_password(PASSWORD)
