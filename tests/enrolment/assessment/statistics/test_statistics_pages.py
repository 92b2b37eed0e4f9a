"""Statistics of questions in the back office: what is shown, to whom, and as a file."""

import csv
import io
import re

import openpyxl
import pytest
from django.urls import reverse

from courses.quizzes.models import Question
from tests.factories.courses import make_course, make_question
from tests.factories.people import admin, author, make_person, sign_in_with_second_factor, translator
from tests.factories.questions import make_question_of
from tests.factories.sittings import make_sittings

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def made():
    return make_course()


@pytest.fixture
def writer(client):
    sign_in_with_second_factor(client, author())
    return client


def answers(made, *codes):
    pairs = zip(made.questions, codes, strict=False)
    return {question: [str(question.choices.get(code=code).pk)] for question, code in pairs}


def sit(made, people=5):
    able, not_able = answers(made, "one", "one", "true", "one"), answers(made, "two", "two", "false", "two")
    make_sittings(made.quiz, [able] * (people - 2) + [not_able] * 2)


def panel(client, question):
    page = client.get(reverse("question:edit", args=[question.pk]))
    assert page.status_code == 200
    found = re.search(r'<div class="item-statistics">.*?\n</div>', page.content.decode(), re.DOTALL)
    return found[0] if found else ""


def addresses(made):
    bank, quiz = [made.bank.pk], [made.quiz.pk]
    return [
        reverse("item_statistics"),
        reverse("bank_statistics", args=bank),
        reverse("quiz_statistics", args=quiz),
        *(reverse("bank_statistics_file", args=[*bank, form]) for form in ("csv", "xlsx")),
        *(reverse("quiz_statistics_file", args=[*quiz, form]) for form in ("csv", "xlsx")),
    ]


def test_the_panel_has_a_bar_and_a_number_for_every_choice(writer, made):
    sit(made)
    found = panel(writer, made.questions[0])
    assert "5 people" in found
    assert "60%" in found
    assert "Choice one" in found
    assert found.count("item-plot__bar") == 3
    assert 'width="60" height="10"' in found
    assert "✓ right" in found
    assert "style=" not in found


def test_four_people_are_not_shown(writer, made):
    sit(made, people=4)
    found = panel(writer, made.questions[0])
    assert "5 people have answered" in found
    assert "<svg" not in found
    assert "<table" not in found
    for address in addresses(made)[1:3]:
        page = writer.get(address).content.decode()
        assert "fewer than 5 people" in page
        assert "%</td>" not in page
    file = writer.get(addresses(made)[3]).content.decode("utf-8-sig")
    assert {tuple(row[3:]) for row in list(csv.reader(io.StringIO(file)))[1:]} == {("",) * 9}


@pytest.mark.parametrize(
    "kind", ["short", "blanks", "numerical", "ordering", "matching", "essay", "truefalse"]
)
def test_every_kind_has_a_panel(writer, made, kind):
    if kind == "truefalse":
        question = make_question(made.bank, kind=kind, position=9)
        answer = [str(question.choices.get(code="false").pk)]
    elif kind == "essay":
        question = make_question_of("short", made.bank, 9)
        Question.objects.filter(pk=question.pk).update(kind="essay", definition={})
        question.refresh_from_db()
        answer = ["some words " * 20]
    else:
        question = make_question_of(kind, made.bank, 9)
        ids = [str(pk) for pk in question.choices.values_list("pk", flat=True)]
        given = {
            "short": ["Zebrafish"],
            "blanks": ["1=axolotl", "2=wrong"],
            "numerical": ["73129.5"],
            "ordering": ids[::-1],
            "matching": [f"{ids[0]}={ids[-1]}" if ids else ""],
        }
        answer = given[kind]
    attempts = make_sittings(made.quiz, [{question: answer}] * 5)
    for attempt in attempts:
        attempt.responses.filter(fraction=None).update(fraction="0.5")
    found = panel(writer, question)
    assert "5 people" in found
    assert "item-plot" in found


def test_a_typed_text_is_shown_escaped_and_only_where_three_typed_it(writer, made):
    question = make_question_of("short", made.bank, 9)
    Question.objects.filter(pk=question.pk).update(definition={"accepted": {"en": [HOSTILE]}})
    question.refresh_from_db()
    typed = [HOSTILE] * 3 + ["Anna Smith"] * 2 + ["lower <b>bold</b>"] * 3
    make_sittings(made.quiz, [{question: [text]} for text in typed])
    found = panel(writer, question)
    assert "&lt;script&gt;" in found
    assert "lower b bold b" in found
    assert not [bad for bad in ("<script", "<b>", "anna", "Anna") if bad in found]


def test_the_suspicious_question_comes_first(writer, made):
    able = answers(made, "one", "one", "true", "two")
    not_able = answers(made, "two", "two", "false", "one")
    make_sittings(made.quiz, [able] * 20 + [not_able] * 20)
    page = writer.get(reverse("bank_statistics", args=[made.bank.pk])).content.decode()
    found = re.findall(r"<bdi>(question-\d)</bdi>", page)
    assert found[0] == "question-4"
    assert page.count("Check the key") == 1


def test_a_quiz_says_how_far_its_results_can_be_relied_on(writer, made):
    sit(made, people=4)
    address = reverse("quiz_statistics", args=[made.quiz.pk])
    assert "Nothing can be said yet" in writer.get(address).content.decode()
    sit(made, people=6)
    page = writer.get(address).content.decode()
    assert "Cronbach" in page
    assert "10 people with 4 questions" in page


def test_a_quiz_that_nobody_sat(writer, made):
    page = writer.get(reverse("quiz_statistics", args=[made.quiz.pk])).content.decode()
    assert "No question was asked here yet." in page


def test_a_file_holds_no_formula(writer, made):
    Question.objects.filter(pk=made.questions[0].pk).update(text_en="=HYPERLINK(1)", text="=HYPERLINK(1)")
    sit(made)
    bank = made.bank.pk
    answer = writer.get(reverse("bank_statistics_file", args=[bank, "csv"]))
    assert answer["Content-Disposition"].endswith('.csv"')
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 5
    texts = {row[1] for row in rows[1:]}
    assert "'=HYPERLINK(1)" in texts
    assert {row[3] for row in rows[1:]} == {"5"}
    book = openpyxl.load_workbook(
        io.BytesIO(writer.get(reverse("bank_statistics_file", args=[bank, "xlsx"])).content)
    )
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    # The second question asks for two choices; one of them earns nothing.
    assert sorted(row[4].value for row in book.active.iter_rows(min_row=2)) == [0, 0.6, 0.6, 0.6]


def test_no_name_and_no_id_of_a_person_is_on_any_page(writer, made):
    sit(made)
    attempts = made.quiz.attempts.select_related("enrolment__learner")
    secrets = {str(item.pk) for item in attempts} | {item.enrolment.learner.email for item in attempts}
    secrets |= {item.enrolment.learner.printed_name for item in attempts}
    pages = [writer.get(address) for address in addresses(made)[:4]]
    said = "".join(page.content.decode() for page in pages) + panel(writer, made.questions[0])
    assert [secret for secret in secrets if secret in said] == []


@pytest.mark.parametrize("person", [author, admin])
def test_authors_and_administrators_see_all_of_it(client, made, person):
    sit(made)
    sign_in_with_second_factor(client, person())
    assert [client.get(address).status_code for address in addresses(made)] == [200] * 7
    assert "item-plot" in panel(client, made.questions[0])
    assert reverse("item_statistics") in client.get("/admin/").content.decode()


def test_a_translator_sees_none_of_it(client, made):
    sit(made)
    sign_in_with_second_factor(client, translator())
    assert [client.get(address).status_code for address in addresses(made)] == [403] * 7
    assert reverse("item_statistics") not in client.get("/admin/").content.decode()
    page = client.get(reverse("question:inspect", args=[made.questions[0].pk]))
    assert "item-statistics" not in page.content.decode()


@pytest.mark.parametrize("role", ["tutor", "national_coordinator", "programme_manager", None])
def test_nobody_else_does(client, made, role):
    sign_in_with_second_factor(client, make_person(role=role))
    statuses = {client.get(address).status_code for address in addresses(made)}
    assert statuses == {403}


@pytest.mark.parametrize(
    "address",
    [
        "bank/0/",
        "bank/99999999999999999999/",
        "quiz/99999999999999999999/",
        "quiz/0/csv/",
        "bank/-1/",
        "bank/1e30/",
    ],
)
def test_what_is_not_there_is_not_found(writer, made, address):
    assert writer.get(f"/admin/item-statistics/{address}").status_code == 404


def test_an_unknown_form_is_not_found_and_a_wild_page_is_the_last(writer, made):
    assert writer.get(reverse("bank_statistics_file", args=[made.bank.pk, "exe"])).status_code == 404
    for page in ("1e30", "-1", "99999999999999999999"):
        address = reverse("bank_statistics", args=[made.bank.pk])
        assert writer.get(address, {"p": page}).status_code == 200


@pytest.mark.parametrize("name", ["panel", "bank", "quiz"])
def test_a_page_costs_the_same_for_many(writer, made, name, django_assert_max_num_queries):
    address = {
        "panel": reverse("question:edit", args=[made.questions[0].pk]),
        "bank": reverse("bank_statistics", args=[made.bank.pk]),
        "quiz": reverse("quiz_statistics", args=[made.quiz.pk]),
    }[name]
    sit(made)
    writer.get(address)
    with django_assert_max_num_queries(60) as few:
        writer.get(address)
    sit(made, people=50)
    with django_assert_max_num_queries(len(few)):
        writer.get(address)


def test_an_arabic_page_is_arabic(client, made):
    sit(made)
    person = author(preferred_language="ar")
    sign_in_with_second_factor(client, person)
    page = client.get(reverse("bank_statistics", args=[made.bank.pk])).content.decode()
    assert 'dir="rtl"' in page
