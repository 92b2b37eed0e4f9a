"""An officer applies to a call, follows what becomes of it, and answers an offer."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from enrolment.admissions.api import endorse_nomination, participations_of, take_part
from enrolment.admissions.models import Call, Nomination
from tests.clikc.foundation.documents.files import picture
from tests.factories import people
from tests.factories.academies import make_call, make_dated, make_nomination

pytestmark = pytest.mark.django_db
RULES = [
    {"code": "service_under", "years": 4},
    {"code": "language", "values": ["en"]},
    {"code": "age_under", "years": 40, "is_wish": True},
]
FACTS = {
    "served_since": "2025-01-01",
    "post": "junior",
    "languages": ["en"],
    "motivation": "To learn\r\nmore",
}


def words_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


@pytest.fixture
def call():
    call = make_call(eligibility=RULES)
    call.documents.create(code="cv", title="Curriculum vitae")
    return call


@pytest.fixture
def officer(client):
    person = people.officer(administration="KE", time_zone="Africa/Nairobi")
    people.sign_in(client, person)
    return person


def apply_to(client, call, **facts):
    return client.post(f"/en/my/applications/to/{call.pk}/", FACTS | facts)


def address(nomination, tail: str = "") -> str:
    return f"/en/my/applications/{nomination.pk}/{tail}"


def test_applying_from_the_form_to_the_endorsement(client, call, officer):
    desk = words_of(client.get("/en/my/"))
    assert "Programmes and applications" in desk
    form = words_of(client.get(f"/en/my/applications/to/{call.pk}/"))
    assert "Less than 4 years in the administration" in form
    assert "Date of birth" in form
    response = apply_to(client, call, served_since="2001-01-01")
    mine = Nomination.objects.get(person=officer)
    assert (response.url, mine.state, mine.motivation) == (address(mine), "draft", "To learn\nmore")
    page = words_of(client.get(address(mine)))
    assert "Not eligible" in page
    assert "not known Younger than 40 years" in page
    assert "A required document is missing." in page
    # Once more to the form leads to what there is.
    assert client.get(f"/en/my/applications/to/{call.pk}/").url == address(mine)
    client.post(address(mine, "change/"), FACTS | {"seen": mine.version})
    assert "Eligible" in words_of(client.get(address(mine)))
    client.post(address(mine, "send/"), {"seen": mine.version})
    mine.refresh_from_db()
    assert mine.state == "draft"
    asked = call.documents.get()
    sent = {f"file-{asked.pk}": SimpleUploadedFile("cv.png", picture("PNG"))}
    assert client.post(address(mine, "documents/"), sent).url.endswith("#documents")
    given = mine.documents.get()
    assert client.get(address(mine, f"documents/{given.pk}/"))["Content-Disposition"].startswith("attachment")
    mine.refresh_from_db()
    client.post(address(mine, "send/"), {"seen": mine.version})
    mine.refresh_from_db()
    assert mine.state == "submitted"
    coordinator = people.coordinator(administration="KE")
    endorse_nomination(nomination_id=mine.pk, by=coordinator)
    page = words_of(client.get(address(mine)))
    assert "Endorsed" in page
    assert "your national coordinator" in page
    assert coordinator.get_full_name() not in page
    # What is endorsed is not rewritten.
    assert client.post(address(mine, "change/"), FACTS).url == address(mine)


def test_who_cannot_take_part_is_told_so_before_anything_is_written(client, call, officer):
    call.eligibility = [*RULES, {"code": "not_before"}]
    call.save()
    public = f"/en/programmes/{call.session.programme.code}/"
    pages = ("/en/my/", "/en/my/applications/", public, f"/en/my/applications/to/{call.pk}/")
    assert not any("Not eligible" in words_of(client.get(page)) for page in pages)
    assert "not known Less than 4 years" in words_of(client.get(public))
    earlier = make_dated(call.session.programme)
    take_part(session=earlier, people=[officer], by=None)
    for page in pages:
        html = client.get(page)
        why = f"Has not taken part in an earlier session of this programme: was in {earlier.name}"
        assert why in words_of(html), page
        assert "button" not in link_to(html, call), page
    client.logout()
    assert "was in" not in words_of(client.get(public))


def link_to(response, call) -> str:
    """How a page leads to the form of a call; empty where it does not."""
    found = re.search(rf'<a[^>]*href="/en/my/applications/to/{call.pk}/"[^>]*>', response.content.decode())
    return found[0] if found else ""


def test_what_is_sent_too_late_or_not_wanted_is_refused(client, call, officer):
    apply_to(client, call)
    mine = Nomination.objects.get(person=officer)
    stale = client.post(address(mine, "change/"), FACTS | {"seen": mine.version + 1, "post": "senior"})
    assert stale.status_code == 409
    bad = (
        {"served_since": "2999-01-01"},
        {"motivation": "x" * 2001},
        {"motivation": "a\x00b"},
        {"post": "king"},
    )
    for facts in bad:
        assert client.post(address(mine, "change/"), FACTS | facts).status_code == 422
    Call.objects.filter(pk=call.pk).update(closes_at=timezone.now())
    client.post(address(mine, "send/"), {"seen": mine.version})
    mine.refresh_from_db()
    assert mine.state == "draft"
    assert "It was not sent before the call closed." in words_of(client.get(address(mine)))
    other = make_call(takes_applications=False)
    assert "ask its national coordinator" in words_of(client.get(f"/en/my/applications/to/{other.pk}/"))
    assert apply_to(client, other).status_code == 403
    hidden = make_call(opens_at=timezone.now() + timedelta(days=1))
    assert apply_to(client, hidden).status_code == 404
    assert client.get(f"/en/my/applications/to/{10**20}/").status_code == 404


def test_withdrawing_asks_first_and_leaves_nothing_of_a_draft(client, call, officer):
    apply_to(client, call)
    mine = Nomination.objects.get(person=officer)
    asked = words_of(client.get(address(mine, "withdraw/")))
    assert ("Withdraw your application?" in asked, "you can begin anew" in asked) == (True, True)
    assert client.post(address(mine, "withdraw/")).url == "/en/my/applications/"
    assert not Nomination.objects.exists()
    sent = make_nomination(call, person=officer, state="submitted", origin="applied")
    client.post(address(sent, "withdraw/"), {"reason": "Other plans"})
    sent.refresh_from_db()
    assert sent.state == "withdrawn"
    assert sent.changes.get(after="withdrawn").reason == "Other plans"


def test_a_draft_that_her_administration_was_quicker_than_stays_hers(client, call, officer):
    apply_to(client, call)
    mine = Nomination.objects.get()
    counting = make_nomination(call, person=officer, state="endorsed")
    page = client.get(address(mine)).content.decode()
    assert "that counts instead of this draft" in page
    assert address(counting) in page
    assert (address(mine, "send/") in page, address(mine, "change/") in page) == (False, False)
    assert client.get(f"/en/my/applications/to/{call.pk}/").url == address(counting)
    client.post(address(mine, "send/"), {"seen": mine.version})
    assert "The nomination by your administration stays." in words_of(client.get(address(mine, "withdraw/")))
    client.post(address(mine, "withdraw/"))
    assert Nomination.objects.get() == counting


def test_a_draft_of_the_coordinator_and_another_officers_are_unknown(client, call, officer):
    hidden = make_nomination(call, person=officer, state="draft")
    others = make_nomination(call, state="endorsed")
    for nomination in (hidden, others):
        for tail in ("", "change/", "withdraw/", "accept/", "decline/"):
            assert client.get(address(nomination, tail)).status_code == 404
        for tail in ("send/", "documents/"):
            assert client.post(address(nomination, tail)).status_code == 404


def test_nothing_of_the_selection_is_known_before_it_is_published(client, call, officer):
    offered = make_nomination(call, person=officer, state="accepted", seat=1)
    page = words_of(client.get(address(offered)))
    assert "Endorsed" in page
    assert "A seat is offered" not in page
    assert client.get(address(offered, "accept/")).url == address(offered)
    client.post(address(offered, "accept/"))
    offered.refresh_from_db()
    assert offered.state == "accepted"


@pytest.fixture
def offer(call, officer):
    Call.objects.filter(pk=call.pk).update(published_at=timezone.now(), closes_at=timezone.now())
    until = timezone.now() + timedelta(days=5)
    return make_nomination(
        call, person=officer, state="accepted", seat=1, offered_at=timezone.now(), answer_until=until
    )


def test_an_offer_is_accepted_after_a_page_that_asks(client, call, officer, offer):
    for shown in ("/en/my/", "/en/my/applications/", address(offer), address(offer, "accept/")):
        page = words_of(client.get(shown))
        assert "Answer until" in page
        assert "(Nairobi time)" in page
        assert "(Brussels time)" in page
    accepted = client.post(address(offer, "accept/"))
    participation = participations_of(officer).get()
    assert accepted.url == f"/en/my/sessions/{participation.pk}/"
    assert "To the session" in words_of(client.get(address(offer)))
    # Once more, from a page that was open: she is in.
    assert client.post(address(offer, "accept/")).url == address(offer)
    assert participations_of(officer).count() == 1


def test_an_offer_is_declined_and_somebody_moves_up(client, call, officer, offer):
    next_one = make_nomination(call, state="reserve", reserve_position=1)
    Call.objects.filter(pk=call.pk).update(seats=1)
    assert "Decline the seat?" in words_of(client.get(address(offer, "decline/")))
    client.post(address(offer, "decline/"), {"reason": "On a mission"})
    offer.refresh_from_db()
    next_one.refresh_from_db()
    assert (offer.state, next_one.state) == ("declined", "accepted")


def test_an_offer_that_is_over_is_not_accepted(client, call, officer, offer):
    Nomination.objects.filter(pk=offer.pk).update(answer_until=timezone.now() - timedelta(seconds=1))
    assert "the day to answer has passed" in words_of(client.get(address(offer)))
    assert client.post(address(offer, "accept/")).url == address(offer)
    assert not participations_of(officer).exists()


def test_lists_cost_the_same_for_one_nomination_and_for_many(client, call, officer, offer):
    def cost(where: str) -> int:
        client.get(where)
        with CaptureQueriesContext(connection) as queries:
            client.get(where)
        return len(queries)

    few = cost("/en/my/applications/"), cost("/en/my/")
    for _each in range(5):
        make_nomination(make_call(), person=officer, state="endorsed")
        make_call()
    assert (cost("/en/my/applications/"), cost("/en/my/")) == few
    assert few[0] <= 10
