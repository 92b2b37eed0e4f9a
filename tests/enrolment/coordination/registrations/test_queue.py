"""The queue of registrations: oldest first, many at once, and nothing of another administration."""

import pytest
from django.urls import reverse

from clikc.people.models import User
from enrolment.membership.api import ask_back, refuse
from enrolment.membership.joining import answer
from enrolment.membership.models import JoinRequest
from enrolment.programmes.models import Cohort
from tests.factories.coordination import (
    make_officers,
    make_people_cohort,
    make_request,
    make_units,
    make_workspace,
)
from tests.factories.people import (
    administration_of,
    coordinator,
    make_person,
    manager,
    sign_in,
    sign_in_with_second_factor,
)

pytestmark = pytest.mark.django_db
QUEUE = "/en/coordination/KE/registrations/"
SECRETARIAT = "/en/coordination/secretariat/registrations/"


@pytest.fixture
def kenya(client):
    made = make_workspace("KE")
    sign_in_with_second_factor(client, made.coordinator)
    return made


def place_of(request) -> str:
    return f"{QUEUE}{request.pk}/"


def test_the_oldest_stands_first_with_what_she_wrote(client, kenya):
    new = make_request(kenya.administration, days_ago=1, printed_name="Baraka Kamau")
    old = make_request(kenya.administration, days_ago=5, printed_name="Amina Otieno")
    JoinRequest.objects.filter(pk=old.pk).update(note="Border <post> 3")
    foreign = make_request(administration_of("FJ"), printed_name="Seru Tuilagi")
    page = client.get(QUEUE)
    assert [row.pk for row in page.context["rows"]] == [old.pk, new.pk]
    assert page.text.index("Amina Otieno") < page.text.index("Baraka Kamau")
    assert "Border &lt;post&gt; 3" in page.text
    assert "2 registrations wait" in page.text
    assert foreign.person.email not in page.text
    assert "Seru" not in page.text


def test_many_into_a_unit_and_a_cohort(client, kenya):
    [unit] = make_units(kenya.administration, 1)
    cohort = make_people_cohort(kenya.administration)
    requests = [make_request(kenya.administration) for _ in range(3)]
    sent = {"pick": [item.pk for item in requests[:2]], "unit": unit.pk, "cohort": cohort.pk}
    answer_ = client.post(QUEUE, sent, follow=True)
    assert "2 officers are confirmed." in answer_.text
    people = User.objects.filter(unit=unit, administration=kenya.administration)
    assert {person.pk for person in people} == {item.person_id for item in requests[:2]}
    assert cohort.members.current().count() == 2
    assert [row.pk for row in client.get(QUEUE).context["rows"]] == [requests[2].pk]


def test_units_and_cohorts_of_others_are_no_choice(client, kenya):
    fiji = make_workspace("FJ", units=1, cohorts=1)
    request = make_request(kenya.administration)
    for choice in ({"unit": fiji.units[0].pk}, {"cohort": fiji.cohorts[0].pk}):
        assert client.post(QUEUE, {"pick": request.pk, **choice}).status_code == 400
    assert JoinRequest.objects.get().is_open


def test_a_cohort_closed_meanwhile_takes_nobody(client, kenya, monkeypatch):
    cohort = make_people_cohort(kenya.administration)
    request = make_request(kenya.administration)
    from enrolment.admissions import api as admissions

    add = admissions.add_to_cohort

    def too_late(**facts):
        Cohort.objects.update(closed_at="2026-01-01T00:00Z")
        return add(**facts)

    monkeypatch.setattr(admissions, "add_to_cohort", too_late)
    page = client.post(QUEUE, {"pick": request.pk, "cohort": cohort.pk}, follow=True)
    assert "Nobody was confirmed" in page.text
    assert JoinRequest.objects.get().is_open


@pytest.mark.parametrize("pick", ["", "x", "-1", "9" * 40, "٣", "1.5"])
def test_ticks_that_are_none(client, kenya, pick):
    page = client.post(QUEUE, {"pick": pick}, follow=True)
    assert "Tick who is to be confirmed." in page.text


def test_ticks_of_another_administration_are_as_unknown_as_any(client, kenya):
    foreign = make_request(administration_of("FJ"))
    known = client.post(QUEUE, {"pick": foreign.pk}, follow=True).text
    unknown = client.post(QUEUE, {"pick": 999_999}, follow=True).text
    assert [line for line in known.splitlines() if "csrf" not in line] == [
        line for line in unknown.splitlines() if "csrf" not in line
    ]
    assert client.get(place_of(foreign)).status_code == 404
    for step in ("approve", "ask", "refuse", "reopen"):
        assert (
            client.post(place_of(foreign), {"step": step, "reason": "x", "question": "x"}).status_code == 404
        )
    foreign.refresh_from_db()
    assert foreign.is_open


def test_who_may_be_a_member_already(client, kenya):
    [member] = make_officers(kenya.administration, 1, printed_name="José Ñuñez")
    make_officers(administration_of("FJ"), 1, printed_name="José Ñuñez", email="far@customs.example")
    request = make_request(kenya.administration, printed_name="JOSE NUNEZ")
    for page in (client.get(QUEUE), client.get(place_of(request))):
        assert "Perhaps a member already" in page.text
        assert reverse("coordination_person", kwargs={"code": "KE", "pk": member.pk}) in page.text
        assert page.text.count("José Ñuñez") == 1


def test_asking_refusing_and_taking_it_back(client, kenya):
    request = make_request(kenya.administration, preferred_language="fr")
    page = client.post(place_of(request), {"step": "ask", "question": ""})
    assert (page.status_code, "required" in page.text) == (400, True)
    client.post(place_of(request), {"step": "ask", "question": "Which unit?"})
    assert "You asked, no answer yet" in client.get(QUEUE).text
    answer(request=request, text="Border post 3")
    assert "Border post 3" in client.get(QUEUE).text
    assert client.post(place_of(request), {"step": "refuse", "ready": "", "reason": ""}).status_code == 400
    client.post(place_of(request), {"step": "refuse", "ready": "unknown", "reason": "Call us."})
    request.refresh_from_db()
    assert request.reason.endswith(" Call us.")
    page = client.get(QUEUE)
    assert (len(page.context["rows"]), len(page.context["refused"])) == (0, 1)
    client.post(place_of(request), {"step": "reopen"})
    request.refresh_from_db()
    assert (request.state, request.reason) == ("waiting", "")
    client.post(place_of(request), {"step": "approve"})
    assert User.objects.get(pk=request.person_id).administration == kenya.administration


@pytest.mark.parametrize("text", ["a\x00b", "a\u202eb", "x" * 10_000])
def test_words_that_are_refused(client, kenya, text):
    request = make_request(kenya.administration)
    assert client.post(place_of(request), {"step": "ask", "question": text}).status_code == 400
    assert client.post(place_of(request), {"step": "refuse", "reason": text}).status_code == 400


def test_the_second_deputy_is_told_what_was_decided(client, kenya):
    deputy = coordinator(administration="KE", printed_name="Njeri Mwangi")
    request = make_request(kenya.administration, printed_name="Amina Otieno")
    refuse(request=request, by=deputy, reason="No")
    for sent in ({"step": "approve"}, {"step": "ask", "question": "Who?"}, {"step": "refuse", "reason": "x"}):
        page = client.post(place_of(request), sent, follow=True)
        assert "Amina Otieno: Njeri Mwangi has decided meanwhile – Refused." in page.text
    page = client.post(QUEUE, {"pick": request.pk}, follow=True)
    assert "Njeri Mwangi has decided meanwhile" in page.text


def test_a_page_of_two_costs_as_much_as_one_of_fifty(client, kenya, django_assert_num_queries):
    def cost() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as seen:
            assert client.get(QUEUE).status_code == 200
        return len(seen)

    for _ in range(2):
        make_request(kenya.administration)
    few = cost()
    for _ in range(48):
        make_request(kenya.administration)
    assert cost() == few


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_is_there_in_other_languages(client, kenya, language):
    request = make_request(kenya.administration)
    for page in (
        f"/{language}/coordination/KE/registrations/",
        f"/{language}/coordination/KE/registrations/{request.pk}/",
    ):
        assert client.get(page).status_code == 200


class TestSecretariat:
    @pytest.fixture
    def secretary(self, client):
        return sign_in_with_second_factor(client, manager(administration=None))

    def test_decides_where_nobody_coordinates_and_only_there(self, client, secretary):
        boss = coordinator(administration="FJ")
        orphan, looked_after = make_request(administration_of("JO")), make_request(boss.administration)
        page = client.get(SECRETARIAT)
        assert [row.pk for row in page.context["rows"]] == [orphan.pk]
        assert client.get(f"{SECRETARIAT}{looked_after.pk}/").status_code == 404
        assert (
            client.post(SECRETARIAT, {"pick": [orphan.pk, looked_after.pk]}, follow=True).status_code == 200
        )
        assert User.objects.get(pk=orphan.person_id).administration.code == "JO"
        assert User.objects.get(pk=looked_after.person_id).administration is None

    def test_asks_and_refuses_too(self, client, secretary):
        request = make_request(administration_of("JO"))
        client.post(f"{SECRETARIAT}{request.pk}/", {"step": "ask", "question": "Who?"})
        request.refresh_from_db()
        assert request.state == "asked"
        client.post(f"{SECRETARIAT}{request.pk}/", {"step": "refuse", "ready": "outside"})
        request.refresh_from_db()
        assert request.state == "refused"

    def test_is_nobody_elses(self, client):
        for person in (make_person(), coordinator(administration="FJ")):
            sign_in(client, person)
            assert client.get(SECRETARIAT).status_code == 404


def test_what_was_asked_back_is_no_question_of_the_secretariat(client, kenya):
    request = make_request(kenya.administration)
    ask_back(request=request, by=kenya.coordinator, question="Who?")
    assert client.get(SECRETARIAT).status_code == 404
