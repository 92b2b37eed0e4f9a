"""Questions from and into files in the back office."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from clikc.people.roles import Role
from courses.quizzes.exchange import formats, spreadsheet
from courses.quizzes.exchange.spreadsheet.examples import EXAMPLES
from courses.quizzes.models import Question, QuestionStatus, QuestionUpload
from tests.factories import people
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def bank():
    return make_course(questions=2, languages=("en", "fr")).questions[0].bank


@pytest.fixture
def author(client):
    return people.sign_in(client, people.make_person(role=Role.AUTHOR))


def workbook() -> bytes:
    return spreadsheet.write(EXAMPLES, language="en").content


def send(client, bank, content, name="questions.xlsx", **data):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("questions_import"), {"file": file, "bank": bank.pk} | data)


def confirm(client, address, **changes):
    digest = client.get(address).context["form"].initial["digest"]
    return client.post(address, {"digest": digest} | changes)


def test_a_file_is_looked_at_and_then_imported(client, author, bank):
    answer = send(client, bank, workbook())
    page = client.get(answer["Location"])
    said = page.content.decode()
    assert page.status_code == 200
    assert "example-matching" in said
    assert not Question.objects.filter(code="example-single").exists()
    answer = confirm(client, answer["Location"])
    assert answer["Location"].startswith(reverse("question:index"))
    assert Question.objects.get(code="example-single").status == QuestionStatus.DRAFT
    assert not QuestionUpload.objects.exists()
    assert "9 questions are new." in client.get(answer["Location"]).content.decode()


def test_they_come_in_as_reviewed_where_that_is_ticked(client, author, bank):
    answer = send(client, bank, workbook())
    confirm(client, answer["Location"], is_reviewed="on")
    assert Question.objects.get(code="example-single").status == QuestionStatus.REVIEWED


def test_the_word_is_for_the_report_that_was_shown(client, author, bank):
    address = send(client, bank, workbook())["Location"]
    digest = client.get(address).context["form"].initial["digest"]
    Question.objects.filter(bank=bank, code="question-1").update(difficulty=3)
    answer = client.post(address, {"digest": digest}, follow=True)
    assert "has changed in the meantime" in answer.content.decode()
    assert not Question.objects.filter(code="example-single").exists()
    confirm(client, address)
    assert Question.objects.filter(code="example-single").exists()


@pytest.mark.parametrize("digest", ["", "x" * 64, "x" * 10_000, "\x00"])
def test_no_word_that_was_not_asked_for(client, author, bank, digest):
    address = send(client, bank, workbook())["Location"]
    answer = client.post(address, {"digest": digest})
    assert answer.status_code in (200, 302)
    assert not Question.objects.filter(code="example-single").exists()


def test_the_report_names_what_is_lost_and_refused(client, author, bank):
    table = (
        "code,kind,text,right,wrong,notes\n"
        "a,single,Which?,,No,\n"
        "<b>,single,\u202eWhat?,Yes,No,hush\n"
        "c,riddle,What?,Yes,No,\n"
    )
    said = client.get(send(client, bank, table.encode(), "t.csv")["Location"]).content.decode()
    for part in (
        "There are too few choices."
        if "There are too few choices." in said
        else "Give at least two choices.",
        "There is no such column; it was not read.",
        "There is no such kind of question here.",
        "Characters that no text can hold were left out.",
        "riddle",
    ):
        assert part in said
    assert "<b>" not in said.split("<tbody>")[1].split("</tbody>")[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"code,kind\n", "No row names the columns"),
        (b"PK\x03\x04", "archive"),
        (b"\xd0\xcf\x11\xe0", "Save it as XLSX"),
        (b"<!DOCTYPE quiz [<!ENTITY a 'b'>]><quiz>&a;</quiz>", "document type"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_file(client, author, bank, content, said):
    named = {"format": "xlsx"} if content.startswith(b"code") else {}
    answer = send(client, bank, content, **named)
    assert answer.status_code == 200
    assert said in answer.context["form"].errors["file"][0]
    assert not QuestionUpload.objects.exists()


def test_a_large_file_is_refused(client, author, bank):
    answer = send(client, bank, b"a" * (10 * 1024 * 1024 + 1))
    assert "larger than 10 MB" in answer.context["form"].errors["file"][0]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 250 + ".xlsx", "x.exe", "ن.xlsx"])
def test_a_file_is_judged_by_what_is_in_it(client, author, bank, name):
    assert send(client, bank, workbook(), name).status_code == 302
    assert QuestionUpload.objects.get().format == "xlsx"


def test_an_upload_is_forgotten(client, author, bank):
    first = send(client, bank, workbook())["Location"]
    QuestionUpload.objects.update(uploaded_at=timezone.now() - timedelta(days=2))
    second = send(client, bank, workbook())["Location"]
    assert client.get(first).status_code == 404
    pk = QuestionUpload.objects.get().pk
    assert client.get(reverse("questions_import_discard", args=[pk])).status_code == 405
    client.post(reverse("questions_import_discard", args=[pk]))
    assert client.get(second).status_code == 404


def test_an_upload_is_its_owners_alone(client, author, bank):
    address = send(client, bank, workbook())["Location"]
    people.sign_in(client, people.make_person(role=Role.AUTHOR))
    pk = QuestionUpload.objects.get().pk
    assert client.get(address).status_code == 404
    assert client.post(address, {"digest": "x"}).status_code == 404
    assert client.post(reverse("questions_import_discard", args=[pk])).status_code == 404


@pytest.mark.parametrize("name", ["questions_import", "questions_template", "questions_export"])
@pytest.mark.parametrize(
    ("role", "status"), [(Role.AUTHOR, 200), (Role.ADMIN, 200), (Role.TRANSLATOR, 302), (Role.TUTOR, 403)]
)
def test_who_may(client, bank, name, role, status):
    people.sign_in(client, people.make_person(role=role, locale_code="fr"))
    answer = client.get(reverse(name))
    assert answer.status_code == status
    if status == 302:  # Wagtail's way to say so to who may work there: back to its first page
        assert answer["Location"] == "/admin/"


@pytest.mark.parametrize("format", formats.NAMES)
def test_the_list_as_it_is_narrowed_goes_out(client, author, bank, format):
    address = f"{reverse('questions_export')}?bank={bank.pk}&q=question-1"
    assert "1 question, with what is right." in client.get(address).content.decode()
    data = {"format": format, "language": "en", "version": "2.1"}
    answer = client.post(address, data | {"download": "1"})
    assert answer["Content-Disposition"].startswith('attachment; filename="questions.')
    read = formats.read(answer.content, format=format, language="en")
    assert [item.code for item in read.questions] == ["question-1"]
    assert "What the format cannot say" in client.post(address, data).content.decode()


def test_those_that_are_ticked_go_out(client, author, bank):
    question = bank.questions.get(code="question-2")
    bulk = reverse("wagtail_bulk_action", args=["quizzes", "question", "export"])
    answer = client.get(f"{bulk}?id={question.pk}&next=/admin/")
    data = {"format": "gift", "language": "en", "download": "1"}
    content = client.post(answer["Location"], data).content.decode()
    assert "question-2" in content
    assert "question-1" not in content


@pytest.mark.parametrize("query", ["id=x", "id=" + "9" * 400, "bank=1e30", "q=%F0%9F", "format=x"])
def test_an_export_of_rubbish_is_empty_or_a_page(client, author, bank, query):
    address = f"{reverse('questions_export')}?{query}"
    assert client.get(address).status_code == 200
    data = {"format": "nothing", "language": "xx", "version": "9"}
    assert client.post(address, data).context["form"].errors.keys() == {"format", "language", "version"}


def test_the_template_is_a_workbook(client, author, bank):
    answer = client.get(reverse("questions_template"))
    sheets = load_workbook(io.BytesIO(answer.content)).sheetnames
    assert sheets == ["Questions", "What the columns mean"]


def test_the_list_leads_there(client, author, bank):
    said = client.get(reverse("question:index"), {"bank": bank.pk}).content.decode()
    assert reverse("questions_import") in said
    assert f"{reverse('questions_export')}?bank={bank.pk}" in said
