"""The own list, the PDF, and the public page: what each shows, and to whom."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from enrolment.certificates import api, misses
from tests.factories import people
from tests.factories.certificates import make_certificate, make_titled_course

pytestmark = pytest.mark.django_db


def address(name: str, *args, language: str = "en") -> str:
    with override(language):
        return reverse(name, args=args)


def words_of(response) -> str:
    """What a reader sees of a page: no tags, no spaces in excess."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def main_of(response) -> str:
    return re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)[0]


# --- The own list -------------------------------------------------------------------------------


def test_the_list_asks_to_sign_in(client):
    response = client.get(address("certificates"))
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


def test_the_list_shows_the_own_certificates_only(client):
    learner = people.sign_in(client, people.officer(printed_name="Amina Okoye"))
    mine = make_certificate(learner)
    theirs = make_certificate(people.officer(printed_name="Other Person"), make_titled_course("other"))
    page = words_of(client.get(address("certificates")))
    assert mine.grouped_code in page
    assert "Risk Management in Customs" in page
    assert theirs.grouped_code not in page
    assert "Other Person" not in page


def test_a_coordinator_s_own_list_has_nobody_else(client):
    theirs = make_certificate(people.officer(administration="KE"))
    people.sign_in(client, people.coordinator(administration="KE"))
    assert theirs.grouped_code not in words_of(client.get(address("certificates")))


def test_an_empty_list_says_what_to_do(client):
    people.sign_in(client, people.officer())
    assert "no certificate yet" in words_of(client.get(address("certificates")))


def test_the_list_offers_each_language_that_has_words(client, translated):
    certificate = make_certificate(people.sign_in(client, people.officer()))
    page = client.get(address("certificates", language="ar"), HTTP_ACCEPT_LANGUAGE="ar").content.decode()
    for language in ("en", "fr", "es", "ar", "am"):
        assert f"/{language}/certificates/{certificate.code}.pdf" in page


def test_a_withdrawn_certificate_offers_no_document(client):
    certificate = make_certificate(people.sign_in(client, people.officer()))
    api.revoke_certificate(certificate=certificate, reason="Why", by=people.manager())
    page = client.get(address("certificates")).content.decode()
    assert ".pdf" not in page
    assert "withdrawn" in page
    assert "Why" not in page
    assert client.get(address("certificate_pdf", certificate.code)).status_code == 403


def test_the_list_costs_the_same_for_one_and_for_many(client, django_assert_max_num_queries):
    learner = people.sign_in(client, people.officer())
    make_certificate(learner)
    with django_assert_max_num_queries(20) as one:
        client.get(address("certificates"))
    for number in range(12):
        make_certificate(learner, make_titled_course(f"more-{number}"))
    with django_assert_max_num_queries(len(one)) as many:
        client.get(address("certificates"))
    assert len(many) <= 8


# --- The document -------------------------------------------------------------------------------


def test_the_document_asks_to_sign_in(client):
    response = client.get(address("certificate_pdf", make_certificate().code))
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


def test_the_owner_gets_the_document(client, django_assert_max_num_queries):
    certificate = make_certificate(people.sign_in(client, people.officer()))
    with django_assert_max_num_queries(6):
        response = client.get(address("certificate_pdf", certificate.code, language="fr"))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="certificate-risk-fr.pdf"'
    assert "no-store" in response["Cache-Control"]
    assert response.content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (people.officer, 404),
        (people.tutor, 404),
        (people.author, 404),
        (people.coordinator, 200),
        (people.admin, 200),
    ],
)
def test_who_else_may_see_the_document(client, who, status):
    certificate = make_certificate(people.officer(administration="KE"))
    people.sign_in_with_second_factor(client, who(administration="KE"))
    assert client.get(address("certificate_pdf", certificate.code)).status_code == status


@pytest.mark.parametrize("who", [people.coordinator, people.admin])
def test_somebody_elses_is_behind_the_second_factor_and_ones_own_is_not(client, who):
    person = people.sign_in(client, who(administration="KE"))
    theirs = make_certificate(people.officer(administration="KE"))
    assert client.get(address("certificate_pdf", theirs.code)).url == reverse("mfa_activate_totp")
    own = make_certificate(person, make_titled_course("own"))
    assert client.get(address("certificate_pdf", own.code)).status_code == 200


def test_a_coordinator_elsewhere_learns_nothing(client):
    certificate = make_certificate(people.officer(administration="KE"))
    people.sign_in(client, people.coordinator(administration="FR"))
    hidden = client.get(address("certificate_pdf", certificate.code))
    unknown = client.get(address("certificate_pdf", "0" * 20))
    assert hidden.status_code == unknown.status_code == 404
    assert words_of(hidden).replace(certificate.code, "") == words_of(unknown).replace("0" * 20, "")


@pytest.mark.parametrize("code", ["x", "0" * 500, "%F0%9F%98%80", "..%2f..%2fetc", "'--", "%E2%80%AE"])
def test_strange_codes_of_documents_are_unknown(client, code):
    people.sign_in(client, people.officer())
    assert client.get(f"/en/certificates/{code}.pdf").status_code == 404


# --- The public page ----------------------------------------------------------------------------


@pytest.fixture
def amina():
    return people.make_person(
        "secret.address@customs.example", administration="KE", printed_name="أمينة الحربي"
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_public_page_shows_status_name_course_and_date_only(client, amina, language):
    certificate = make_certificate(amina)
    page = client.get(address("verify", certificate.code, language=language))
    main = main_of(page)
    assert page.status_code == 200
    assert "<bdi>أمينة الحربي</bdi>" in main
    assert "Risk Management in Customs" in main
    assert "2026" in main
    everything = page.content.decode().lower()
    for hidden in (
        "secret.address",
        "@",
        "kenya",
        ">ke<",
        "6 hours",
        "100",
        "enrolment",
        str(amina.pk) + "<",
    ):
        assert hidden not in everything.replace("@import", ""), hidden


def test_the_public_page_says_valid_or_withdrawn(client, amina):
    certificate = make_certificate(amina)
    place = address("verify", certificate.code)
    assert "This certificate is valid" in words_of(client.get(place))
    api.revoke_certificate(certificate=certificate, reason="A private reason", by=people.manager())
    withdrawn = words_of(client.get(place))
    assert "This certificate was withdrawn" in withdrawn
    assert "is valid" not in withdrawn
    assert "A private reason" not in withdrawn


def test_the_public_page_is_discreet(client, amina):
    response = client.get(address("verify", make_certificate(amina).code))
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert 'name="robots" content="noindex' in response.content.decode()
    assert "أمينة" not in re.search(r"<head>.*</head>", response.content.decode(), re.DOTALL)[0]


def test_the_address_on_paper_answers_in_the_reader_s_language(client, amina):
    place = reverse("verify_short", args=[make_certificate(amina).code])
    assert place.startswith("/verify/")
    for language, direction in (("en", "ltr"), ("ar", "rtl")):
        page = client.get(place, HTTP_ACCEPT_LANGUAGE=language).content.decode()
        assert f'<html lang="{language}" dir="{direction}">' in page


def test_one_query_for_a_visitor(client, amina, django_assert_num_queries):
    place = address("verify", make_certificate(amina).code)
    client.get(place)
    with django_assert_num_queries(1):
        client.get(place)


def test_a_code_is_found_as_people_write_it(client, amina):
    certificate = make_certificate(amina)
    typed = certificate.grouped_code.lower().replace("0", "o").replace("1", "l")
    assert client.get(address("verify", typed)).status_code == 200


@pytest.mark.parametrize("code", ["0" * 20, "abc", "0" * 500, "<script>", "%F0%9F%98%80", "' OR 1=1", "1e30"])
def test_an_unknown_code_gets_a_kind_404_and_the_form(client, code):
    response = client.get(address("verify_form") + code.replace("%", "%25") + "/")
    assert response.status_code == 404
    page = response.content.decode()
    assert "No certificate has this code" in page
    assert 'name="code"' in page
    assert "<script>" not in main_of(response)
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_characters_nobody_can_read_are_refused(client):
    assert client.get("/en/verify/%00/").status_code == 400
    assert client.get("/en/verify/?code=%ED%A0%80").status_code == 400


def test_the_form_leads_to_the_page(client, amina):
    certificate = make_certificate(amina)
    assert client.get(address("verify_form")).status_code == 200
    response = client.get(address("verify_form"), {"code": f" {certificate.grouped_code.lower()} "})
    assert response.status_code == 302
    assert response["Location"] == address("verify", certificate.code)
    assert client.get(address("verify_form"), {"code": "../../x"}).status_code == 404
    assert client.get(reverse("verify_start"), HTTP_ACCEPT_LANGUAGE="fr")["Location"] == "/fr/verify/"


def test_nothing_answers_to_post(client):
    for place in (address("verify_form"), address("verify", "0" * 20), address("certificates")):
        assert client.post(place).status_code in (302, 405)


def test_guessing_is_refused_after_thirty_misses(client, amina):
    known = address("verify", make_certificate(amina).code)
    for number in range(misses.ALLOWED):
        assert client.get(address("verify", f"{number:020d}")).status_code == 404
    refused = client.get(address("verify", "9" * 20))
    assert refused.status_code == 429
    assert "ten minutes" in words_of(refused)
    assert client.get(known).status_code == 200
    assert client.get(address("verify_form"), {"code": "x"}).status_code == 429
    assert client.get(address("verify", "9" * 20), REMOTE_ADDR="192.0.2.7").status_code == 404


@pytest.mark.parametrize(
    ("guesser", "is_the_same"),
    [("2001:db8:1:2::9", True), ("2001:db8:1:2:ffff::", True), ("2001:db8:1:3::1", False)],
)
def test_an_ipv6_network_is_one_guesser(client, guesser, is_the_same):
    unknown = address("verify", "9" * 20)
    for _ in range(misses.ALLOWED):
        client.get(unknown, REMOTE_ADDR="2001:db8:1:2::1")
    assert client.get(unknown, REMOTE_ADDR=guesser).status_code == (429 if is_the_same else 404)


def test_a_mapped_address_is_the_address_itself(client):
    unknown = address("verify", "9" * 20)
    for _ in range(misses.ALLOWED):
        client.get(unknown, REMOTE_ADDR="::ffff:192.0.2.7")
    assert client.get(unknown, REMOTE_ADDR="192.0.2.7").status_code == 429
    assert client.get(unknown, REMOTE_ADDR="::ffff:192.0.2.8").status_code == 404


def test_misses_are_forgotten_ten_minutes_after_the_first(client, monkeypatch):
    unknown = address("verify", "9" * 20)
    clock = [1_000_000.0]
    monkeypatch.setattr("time.time", lambda: clock[0])
    for _ in range(misses.ALLOWED):
        client.get(unknown)
        clock[0] += 1
    assert client.get(unknown).status_code == 429
    clock[0] = 1_000_000.0 + misses.WINDOW + 1
    assert client.get(unknown).status_code == 404


def test_asking_for_what_exists_is_never_refused(client, amina):
    known = address("verify", make_certificate(amina).code)
    assert {client.get(known).status_code for _ in range(misses.ALLOWED + 5)} == {200}
