"""An officer's own pages: what is so, what she can do about it, and nothing of others."""

import pytest
from django.urls import reverse

from enrolment.membership.api import ask_back, ask_to_join, refuse, release
from enrolment.membership.models import JoinRequest, Transfer
from tests.factories.coordination import make_transfer
from tests.factories.people import make_person, sign_in

pytestmark = pytest.mark.django_db
DESK, ACCOUNT, PAGE = "/en/my/", "/en/my/account/", "/en/my/administration/"


@pytest.fixture
def newcomer(client, kenya):
    person = sign_in(client, make_person(administration=None))
    person.request = ask_to_join(person=person, administration=kenya.administration)
    return person


def says(client, words: str) -> list[bool]:
    return [words in client.get(page).text for page in (DESK, ACCOUNT, PAGE)]


def test_until_it_answers_open_courses_are_hers(client, newcomer):
    assert (
        says(client, "has been asked whether you work there. Until it answers, open courses are yours.")
        == [True] * 3
    )


def test_she_answers_a_question(client, newcomer, kenya):
    ask_back(request=newcomer.request, by=kenya.coordinator, question="Which <b>unit</b>?")
    assert says(client, "Which &lt;b&gt;unit&lt;/b&gt;?") == [True] * 3
    assert client.post(reverse("membership_answer"), {"answer": ""}).status_code == 400
    assert client.post(reverse("membership_answer"), {"answer": "a\u202eb"}).status_code == 400
    assert client.post(reverse("membership_answer"), {"answer": "x" * 10_000}).status_code == 400
    assert client.post(reverse("membership_answer"), {"answer": "Border post 3"}).url == PAGE
    newcomer.request.refresh_from_db()
    assert (newcomer.request.answer, newcomer.request.state) == ("Border post 3", "waiting")
    assert "Border post 3" in client.get(PAGE).text


def test_she_withdraws_and_asks_another(client, newcomer, fiji):
    client.post(reverse("membership_withdraw"))
    client.post(reverse("membership_withdraw"))
    assert not JoinRequest.objects.open().exists()
    assert says(client, "has been asked") == [False] * 3
    assert client.post(reverse("membership_ask"), {"administration": "FJ", "note": "Nadi"}).url == PAGE
    assert JoinRequest.objects.open().get().administration == fiji.administration


def test_refused_she_reads_why_and_may_ask_again(client, newcomer, kenya):
    refuse(request=newcomer.request, by=kenya.coordinator, reason="We do not know you.")
    assert says(client, "We do not know you.") == [True] * 3
    client.post(reverse("membership_ask"), {"administration": "KE"})
    assert says(client, "We do not know you.") == [False] * 3


def test_a_member_asks_to_move(client, kenya, fiji):
    officer = sign_in(client, make_person(administration="KE"))
    page = client.get(PAGE)
    assert 'value="FJ"' in page.text
    assert 'value="KE"' not in page.text
    assert client.post(reverse("membership_ask"), {"administration": "KE"}).status_code == 400
    client.post(reverse("membership_ask"), {"administration": "FJ", "note": "Family"})
    transfer = Transfer.objects.get()
    assert (transfer.person, transfer.note) == (officer, "Family")
    assert says(client, "has to release you first") == [True] * 3
    release(transfer=transfer, by=kenya.coordinator)
    assert says(client, "decides whether to accept you") == [True] * 3
    client.post(reverse("membership_withdraw"))
    assert Transfer.objects.get().state == Transfer.State.WITHDRAWN


@pytest.mark.parametrize("code", ["ZZ", "9" * 400, "\x00", ""])
def test_an_administration_that_is_none(client, newcomer, code):
    client.post(reverse("membership_withdraw"))
    assert client.post(reverse("membership_ask"), {"administration": code}).status_code == 400


def test_what_somebody_else_asked_is_not_hers_to_withdraw(client, newcomer, kenya, fiji):
    sign_in(client, make_person(administration="KE"))
    other = make_transfer(make_person(administration="KE"), fiji.administration)
    client.post(reverse("membership_withdraw"))
    newcomer.request.refresh_from_db()
    other.refresh_from_db()
    assert newcomer.request.is_open
    assert other.is_open


def test_only_posts_change_anything(client, newcomer):
    for name in ("membership_ask", "membership_answer", "membership_withdraw"):
        assert client.get(reverse(name)).status_code == 405
