"""Files of officers as a coordinator has them before her: sent, looked at, confirmed, taken along."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from clikc.jobs.running import run as run_job
from enrolment.intake.models import OfficerImport
from enrolment.membership.models import Invitation
from tests.factories.coordination import make_people_cohort
from tests.factories.intake import csv_of, make_import, officers, planned
from tests.factories.people import coordinator, make_person, sign_in_with_second_factor

State = OfficerImport.State


def address(name: str, **arguments) -> str:
    return reverse(name, kwargs={"code": "KE"} | arguments)


def send(client, content: bytes, *, cohort="", name="people.csv"):
    file = SimpleUploadedFile(name, content, content_type="application/octet-stream")
    return client.post(address("coordination_import_new"), {"file": file, "cohort": cohort})


def page_of(item) -> str:
    return address("coordination_import", pk=item.pk)


def text_of(content: bytes, kind: str) -> str:
    if kind == "csv":
        return content.decode("utf-8-sig")
    return str(list(load_workbook(io.BytesIO(content)).active.values))


def confirm(client, item, digest=None):
    to = address("coordination_import_confirm", pk=item.pk)
    return client.post(to, {"digest": item.plan_digest if digest is None else digest}, follow=True)


def test_a_file_is_sent_looked_at_and_confirmed(mine, made):
    cohort = make_people_cohort(made.administration)
    response = send(
        mine, csv_of([*officers(2), ("broken", "<b>X</b>")]), cohort=cohort.pk, name="<i>\u202efile.csv"
    )
    item = OfficerImport.objects.get()
    assert response.url == page_of(item)
    shown = mine.get(page_of(item)).content.decode()
    assert "This is not an e-mail address." in shown
    assert "&lt;b&gt;X&lt;/b&gt;" in shown
    assert "&lt;i&gt;file.csv" in shown
    assert not Invitation.objects.exists()
    confirm(mine, item)
    item.refresh_from_db()
    assert item.state == State.CONFIRMED
    run_job(item.job_id)
    assert Invitation.objects.count() == cohort.members.count() == 2
    shown = mine.get(page_of(item)).content.decode()
    assert "What became of it" in shown
    assert page_of(item) in mine.get(address("coordination_imports")).content.decode()


def test_confirming_twice_says_the_same(mine, made):
    item = planned(made.administration, officers(1), owner=made.coordinator)
    first, second = confirm(mine, item), confirm(mine, item)
    assert first.redirect_chain == second.redirect_chain
    assert "no longer what you looked at" not in second.content.decode()


@pytest.mark.parametrize("digest", ["", "0" * 64, "x" * 100_000, "\ud800"])
def test_a_plan_nobody_saw_is_not_confirmed(mine, made, digest):
    item = planned(made.administration, officers(1), owner=made.coordinator)
    digest = digest.encode("utf-8", "replace").decode()
    assert "no longer what you looked at" in confirm(mine, item, digest).content.decode()
    item.refresh_from_db()
    assert item.state == State.PLANNED


def test_looking_again_and_putting_aside(mine, made):
    item = planned(made.administration, officers(2), owner=made.coordinator)
    make_person("new0@customs.example")
    mine.post(address("coordination_import_again", pk=item.pk))
    item.refresh_from_db()
    assert item.counts == {"new": 1, "unchanged": 1}
    mine.post(address("coordination_import_cancel", pk=item.pk))
    item.refresh_from_db()
    assert item.state == State.CANCELLED
    assert mine.get(page_of(item)).status_code == 200


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7", "This is a PDF."),
        (b"Salary\n1\n", "No row of headers was found."),
        (b"Name\nA\n", "no column with e-mail addresses"),
        (b"PK\x03\x04", "damaged, or made to do harm"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_on_the_page(mine, made, content, words):
    response = send(mine, content)
    assert response.status_code == 200
    assert not OfficerImport.objects.exclude(state=State.REFUSED).exists()
    assert words in response.content.decode()


def test_a_file_that_is_too_large_is_refused_on_the_page(mine, made, monkeypatch):
    monkeypatch.setattr("enrolment.intake.api.LARGEST", 10)
    assert "The file is too large." in send(mine, csv_of(officers(2))).content.decode()
    assert not OfficerImport.objects.exists()


def test_nothing_but_a_file_and_an_own_cohort_is_taken(mine, made):
    foreign = make_people_cohort(make_person(administration="FJ").administration)
    for cohort in (foreign.pk, "x", "9" * 400, "\x00"):
        assert send(mine, csv_of(officers(1)), cohort=cohort).status_code in (200, 400)
    assert mine.post(address("coordination_import_new"), {"file": "text"}).status_code == 200
    assert not OfficerImport.objects.exists()


def test_a_long_file_is_read_in_the_background(mine, made):
    send(mine, csv_of(officers(501)))
    item = OfficerImport.objects.get()
    assert item.state == State.READING
    shown = mine.get(page_of(item)).content.decode()
    assert "data-job=" in shown
    assert "Confirm" not in shown
    run_job(item.job_id)
    assert "Confirm 501 rows" in mine.get(page_of(item)).content.decode()


def test_rows_are_filtered_and_paged(mine, made):
    item = planned(made.administration, [*officers(60), ("broken", "X")], owner=made.coordinator)
    assert "new59@customs.example" not in mine.get(page_of(item)).content.decode()
    assert "new59@customs.example" in mine.get(page_of(item), {"page": 2}).content.decode()
    broken = mine.get(page_of(item), {"outcome": "broken"}).content.decode()
    assert "new1@customs.example" not in broken
    for rubbish in ("nothing", "\x00", "9" * 1000):
        assert mine.get(page_of(item), {"outcome": rubbish, "page": rubbish}).status_code in (200, 400)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_files_are_taken_along(mine, made, kind):
    item = planned(made.administration, [*officers(1), ("broken", "X")], owner=made.coordinator)
    for route in ("corrected", "report"):
        response = mine.get(address(f"coordination_import_{route}", pk=item.pk, kind=kind))
        content = b"".join(response.streaming_content)
        assert "no-store" in response["Cache-Control"]
        assert response["Content-Disposition"].startswith("attachment")
        assert "This is not an e-mail address." in text_of(content, kind)
    template = mine.get(reverse("coordination_import_template", kwargs={"code": "KE", "kind": kind}))
    assert b"".join(template.streaming_content)


def test_other_kinds_of_files_are_not_there(mine, made):
    item = make_import(made.administration, officers(1), owner=made.coordinator)
    assert mine.get(address("coordination_import_report", pk=item.pk, kind="csv")).status_code == 404
    assert mine.get(address("coordination_import_template", kind="pdf")).status_code == 404
    item = planned(made.administration, officers(1), owner=made.coordinator)
    assert mine.get(address("coordination_import_report", pk=item.pk, kind="pdf")).status_code == 404


def test_a_long_list_is_had_as_csv(mine, made, monkeypatch):
    monkeypatch.setattr("enrolment.intake.api.MOST_IN_WORKBOOK", 1)
    item = planned(made.administration, officers(2), owner=made.coordinator)
    assert mine.get(address("coordination_import_report", pk=item.pk, kind="xlsx")).status_code == 404
    assert mine.get(address("coordination_import_report", pk=item.pk, kind="csv")).status_code == 200
    assert "report.xlsx" not in mine.get(page_of(item)).content.decode()


def test_the_template_is_in_the_language_of_the_page(mine, made):
    response = mine.get(address("coordination_import_template", kind="csv").replace("/en/", "/ar/"))
    assert "البريد الإلكتروني" in b"".join(response.streaming_content).decode()


def test_a_file_is_its_owners_alone(client, made):
    item = planned(made.administration, officers(1), owner=made.coordinator)
    for other in (coordinator(administration="KE"), coordinator(administration="FJ")):
        sign_in_with_second_factor(client, other)
        code = other.administration.code
        for name, extra in (
            ("coordination_import", {}),
            ("coordination_import_report", {"kind": "csv"}),
            ("coordination_import_corrected", {"kind": "csv"}),
        ):
            assert client.get(reverse(name, kwargs={"code": code, "pk": item.pk} | extra)).status_code == 404
        for name in ("confirm", "again", "cancel"):
            to = reverse(f"coordination_import_{name}", kwargs={"code": code, "pk": item.pk})
            assert client.post(to, {"digest": item.plan_digest}).status_code == 404
        assert (
            str(item.pk)
            not in client.get(reverse("coordination_imports", kwargs={"code": code})).content.decode()
        )
    item.refresh_from_db()
    assert item.state == State.PLANNED


def test_a_page_of_many_rows_asks_as_often_as_one_of_few(mine, made):
    few, many = (
        planned(made.administration, officers(number), owner=made.coordinator) for number in (3, 400)
    )

    counts = []
    for item in (few, few, many):
        with CaptureQueriesContext(connection) as seen:
            mine.get(page_of(item))
        counts.append(len(seen))
    assert counts[1] == counts[2] < 25
