"""What everybody may know of programmes and their sessions, without an account."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from defusedxml import ElementTree
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import people
from tests.factories.academies import make_call, make_dated, make_participants, make_programme

pytestmark = pytest.mark.django_db
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def words_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def announced(session, **facts):
    session.announced_at = timezone.now()
    for name, value in facts.items():
        setattr(session, name, value)
    session.save()
    return session


def closed(programme, number: int, *, participants: int = 0):
    session = make_dated(programme, starts_on=date(2016, 7, 4), number=number)
    make_participants(session, participants, administration="KE")
    return announced(session, closed_at=timezone.now())


@pytest.fixture
def academy():
    """A programme with a call that is open, a session under way, one that is over, one nobody knows of."""
    programme = make_programme(
        code="vcoa", title="Orientation Academy", title_fr="Académie", modules=2, summary="For new officers"
    )
    programme.eligibility = [
        {"code": "service_under", "years": 4},
        {"code": "language", "values": ["en"], "is_wish": True},
    ]
    programme.save()
    today = timezone.localdate()
    coming = make_dated(programme, starts_on=today + timedelta(weeks=10), number=7, time_zone="Asia/Tokyo")
    call = make_call(
        coming,
        closes_at=datetime(2099, 1, 31, 23, 59, tzinfo=UTC),
        eligibility=programme.eligibility,
        seats=24,
    )
    call.documents.create(code="cv", title="Curriculum vitae")
    announced(make_dated(programme, starts_on=today - timedelta(weeks=2), number=6))
    announced(make_dated(programme, starts_on=today - timedelta(weeks=20), number=4))
    closed(programme, 5, participants=2)
    make_dated(programme, starts_on=date(2031, 3, 3), number=41)
    return programme


def test_programmes_with_an_open_call_come_first_and_ended_ones_not_at_all(client, academy):
    make_programme(code="aaa", title="Workshops")
    make_programme(code="gone", title="No longer offered", ended_at=timezone.now())
    page = words_of(client.get("/en/programmes/"))
    assert page.index("Orientation Academy") < page.index("Workshops")
    assert "No longer offered" not in page
    assert "Call open" in page
    assert "31 January 2099, 23:59 (UTC) · 1 February 2099, 08:59 (Tokyo time)" in page
    assert client.get("/en/programmes/gone/").status_code == 404
    assert client.get("/en/programmes/unknown/").status_code == 404


def test_a_programme_says_what_it_asks_and_what_became_of_it(client, academy):
    response = client.get("/en/programmes/vcoa/")
    page = words_of(response)
    assert "Module 1" in page
    assert "Weeks 1 to 3" in page
    assert "Less than 4 years in the administration when the session starts" in page
    assert "Works in one of these languages: English (preferred)" in page
    assert "Curriculum vitae" in page
    assert re.search(r"Academy 6 ?Under way.*Academy 4 ?Weeks over, results to come", page)
    assert re.search(r"Participants ?2.*Administrations ?1.*Certificates ?0", page)
    assert "academy 41" not in page.lower().replace("orientation ", "")
    assert "noindex" not in response.content.decode()
    assert 'rel="canonical" href="http://testserver/en/programmes/vcoa/"' in response.content.decode()
    assert "Académie" in words_of(client.get("/fr/programmes/vcoa/"))


def test_a_call_is_open_until_its_second_and_shown_in_the_readers_zone(client, academy):
    reader = people.officer(time_zone="Pacific/Kiritimati")
    people.sign_in(client, reader)
    page = words_of(client.get("/en/programmes/vcoa/"))
    assert "1 February 2099, 13:59 (Kiritimati time)" in page
    call = academy.sessions.get(number=7).call
    call.closes_at = timezone.now()
    call.save()
    assert "Call open" not in words_of(client.get("/en/programmes/vcoa/"))


def test_pages_cost_the_same_for_one_session_and_for_many(client, academy, django_assert_max_num_queries):
    with CaptureQueriesContext(connection) as few_on_list:
        client.get("/en/programmes/")
    with CaptureQueriesContext(connection) as few:
        client.get("/en/programmes/vcoa/")
    for number in range(50, 56):
        closed(academy, number, participants=1)
        make_programme(modules=1)
    announced(make_dated(academy, starts_on=date(2098, 3, 3), number=60))
    with django_assert_max_num_queries(min(len(few_on_list), 12)):
        client.get("/en/programmes/")
    with django_assert_max_num_queries(min(len(few), 16)):
        client.get("/en/programmes/vcoa/")


def test_the_sitemap_names_what_everybody_may_know_in_every_language(client, academy):
    make_programme(code="gone", title="No longer offered", ended_at=timezone.now())
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = {url.find(f"{MAP}loc").text.removeprefix("http://testserver"): url for url in tree}
    languages = ("en", "fr", "es", "ar", "am")
    wanted = {f"/{code}/programmes/{tail}" for code in languages for tail in ("", "vcoa/")}
    assert {place for place in found if "/programmes/" in place} == wanted
    links = found["/ar/programmes/vcoa/"].findall(f"{XHTML}link")
    alternates = {link.get("hreflang"): link.get("href") for link in links}
    assert alternates == {
        code or "x-default": f"http://testserver/{code or 'en'}/programmes/vcoa/" for code in (*languages, "")
    }
    # The page itself says the same.
    head = re.findall(
        r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">',
        client.get("/ar/programmes/vcoa/").content.decode(),
    )
    assert dict(head) == alternates
    assert {client.get(place).status_code for place in wanted} == {200}
