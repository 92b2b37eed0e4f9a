"""The pages of a session that closes, as two managers use them."""

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from clikc.jobs.models import Job
from enrolment.certificates import api as certificates, awarding
from enrolment.certificates.models import Certificate
from enrolment.surveys.models import SurveyAnswer
from tests.factories import people
from tests.factories.academies import make_participants
from tests.factories.closing import decide, make_marked_session, mark_module
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db


def client_of(person) -> Client:
    client = Client()
    sign_in(client, person)
    return client


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def session():
    return make_marked_session([55, 70, 85, 90])


def test_two_managers_close_a_session(session):
    one, other = (client_of(people.manager()) for _each in range(2))
    page, step = (f"/en/secretariat/closing/{session.pk}/{place}" for place in ("", "step/"))

    def done(client, name, **data) -> str:
        return client.post(step, {"step": name} | data, follow=True).content.decode()

    before = one.get(page, {"to_pass": "50", "honours": "86"}).content.decode()
    assert "nothing is saved" in before
    assert "<td><strong>1</strong></td>" in before
    assert "<li><bdi>Module 1</bdi>: 70%; 75% is needed.</li>" in before
    assert ">to pass</text>" in before
    assert ">honours</text>" in before
    assert "The regulation is frozen." in done(one, "freeze")
    assert "wait for another manager" in done(one, "propose")
    assert "another manager confirms them" in done(one, "confirm", digest=digest_in(one, page))
    first = session.participations.order_by("joined_at").first()
    place = f"{page}participants/{first.pk}/"
    assert "needs a reason" in one.post(place, {"award": "pass", "reason": ""}).content.decode()
    one.post(place, {"award": "pass", "reason": "Ill at the oral"})
    assert "Ill at the oral" in other.get(place).content.decode()
    shown = other.get(page).content.decode()
    assert "<summary>By the rule: No certificate</summary>" in shown
    # What was proposed on other marks is not confirmed.
    second = session.participations.order_by("joined_at")[1]
    for percent, is_stale in ((0, True), (70, False)):
        for module in ("m1", "m2"):
            mark_module(second, module, percent)
        assert ("By the rule now: No certificate, 0%" in other.get(page).content.decode()) is is_stale
        answer = done(other, "confirm", digest=digest_in(other, page)) if is_stale else ""
        assert ("Marks have changed since these awards were proposed" in answer) is is_stale
    assert "Somebody has changed" in done(other, "confirm", digest="old")
    confirmed = done(other, "confirm", digest=digest_in(other, page))
    assert "The awards are confirmed" in confirmed
    assert 'value="award"' in confirmed
    done(other, "award")
    for decision in session.participations.values_list("award_decision", flat=True):
        awarding.award_session_certificate(decision_id=decision)
    assert Certificate.objects.filter(award="honours").count() == 2
    Job.objects.update(state="done", result={"certificates": 3, "told": 4})
    assert 'value="award"' not in one.get(page).content.decode()
    assert "The session is closed" in done(one, "close")
    assert one.post(step, {"step": "burn"}).status_code == 404

    certificate = Certificate.objects.filter(award="honours").first()
    checked = Client().get(f"/en/verify/{certificate.code}/").content.decode()
    assert "Passed with honours" in checked
    assert f"Session {session.number} · 6 March 2017 –" in checked
    holder = client_of(certificate.learner)
    assert "Passed with honours" in holder.get("/en/my/certificates/").content.decode()
    pdf = holder.get(f"/en/certificates/{certificate.code}.pdf")
    assert session.name.lower().replace(" ", "-") in pdf["Content-Disposition"]
    assert pdf.content.startswith(b"%PDF")


def test_a_session_without_honours_says_nothing_of_them_and_says_who_attended(session):
    type(session).objects.filter(pk=session.pk).update(has_honours=False, pass_attendance=80)
    session.refresh_from_db()
    one = people.manager()
    certificates.freeze_regulation(session_id=session.pk, by=one, reason="Now")
    certificates.propose_decisions(session_id=session.pk, by=one)
    page = f"/en/secretariat/closing/{session.pk}/"
    first = session.participations.order_by("joined_at").first()
    client = client_of(one)
    for place in (f"{page}?to_pass=10", f"{page}participants/{first.pk}/"):
        assert "onours" not in client.get(place).content.decode()
    assert '<th scope="col">Live sessions</th>' in client.get(page).content.decode()
    given = {"decision_id": first.award_decision.pk, "award": "honours", "reason": "Best", "by": one}
    with pytest.raises(certificates.ClosingRefused, match="no_honours"):
        certificates.overrule_decision(**given)


def digest_in(client, page) -> str:
    return client.get(page).context["digest"]


def test_the_report_is_one_on_the_page_and_in_files(session):
    decide(session, is_issued=True)
    content = {"tutors": 4, "content": 5, "organisation": 5, "workload": 2, "useful": 4}
    client = client_of(people.manager())
    empty = client.get(f"/en/secretariat/closing/{session.pk}/satisfaction/").content.decode()
    assert "Nothing is shown before" in empty
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(session=session, words="More time", **content) for _each in range(5)
    )
    said = client.get(f"/en/secretariat/closing/{session.pk}/satisfaction/").content.decode()
    assert said.count("More time") == 5
    page = f"/en/secretariat/closing/reports/{session.programme.code}/"
    answer = client.get(page, {"session": session.number})
    assert "4 participants from 3 administrations; 3 certified, of them 2 with honours." in (
        answer.content.decode()
    )
    book = load_workbook(io.BytesIO(client.get(f"{page}report.xlsx").content))
    tables = answer.context["tables"]
    assert [sheet.title for sheet in book] == [table.title for table in tables]
    for sheet, table in zip(book, tables, strict=True):
        rows = [[str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        told = [[str(value) for value in row] for row in (table.headers, *table.rows)]
        assert [
            [value.rstrip("0").rstrip(".") if "." in value else value for value in row] for row in rows
        ] == [[value.rstrip("0").rstrip(".") if "." in value else value for value in row] for row in told]
    assert client.get(f"/ar/secretariat/closing/reports/{session.programme.code}/report.pdf").content[:4] == (
        b"%PDF"
    )
    for unknown in ("?session=99", "?session=1e30"):
        assert client.get(page + unknown).status_code == 404
    assert client.get(f"{page}report.exe").status_code == 404


def test_a_certificate_is_withdrawn_for_a_reason_also_when_the_session_is_closed(session):
    decide(session, is_issued=True)
    session.closed_at = session.made_at
    session.save()
    client = client_of(people.manager())
    none, best, *_rest = session.participations.order_by("joined_at")
    places = [f"/en/secretariat/closing/{session.pk}/participants/{item.pk}/" for item in (none, best)]
    assert "There is no certificate" in client.get(f"{places[0]}revoke/", follow=True).content.decode()
    assert "revoke/" in client.get(places[1]).content.decode()
    assert "This is for good" in client.get(f"{places[1]}revoke/").content.decode()
    assert client.post(f"{places[1]}revoke/", {"reason": "\u202e"}).status_code == 422
    for _two_tabs in range(2):
        shown = client.post(f"{places[1]}revoke/", {"reason": "Another's work"}, follow=True)
    assert "revoke/" not in shown.content.decode()
    certificate = Certificate.objects.get(learner=best.learner)
    assert (certificate.is_valid, certificate.changes.filter(kind="revoked").count()) == (False, 1)


def test_nobody_else_finds_it_and_it_costs_the_same_for_many(session):
    page = f"/en/secretariat/closing/{session.pk}/"
    for person in (people.officer(), people.coordinator(), people.tutor(), people.author()):
        assert client_of(person).get(page).status_code == 404
    client = client_of(people.manager())
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    for item in make_participants(session, 26):
        mark_module(item, "m1", 77)
    with CaptureQueriesContext(connection) as many:
        assert client.get(page).content.count(b"<details") >= 30
    assert len(many) <= len(few)
