"""Banks, questions and quizzes in the back office."""

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.quizzes.models import Question, QuizSlot
from courses.quizzes.versions import freeze
from tests.factories import people
from tests.factories.assessment import make_sitting, sit
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return make_course(languages=("en", "fr"), questions=4)


@pytest.fixture
def boss(client):
    person = people.make_person(is_superuser=True, is_staff=True)
    with override_settings(SECOND_FACTOR_REQUIRED=False):
        yield people.sign_in(client, person)


def form(question=None, choices=None, **changes):
    """What the edit form sends: all of the question, and its choices as a formset."""
    data = {
        "bank": question.bank_id,
        "code": question.code,
        "kind": question.kind,
        "status": question.status,
        "difficulty": question.difficulty,
        "text_en": question.text_en,
        "text_fr": question.text_fr,
        "explanation_en": question.explanation_en,
        "source": "",
        "position": 0,
        "taught_in": "",
        "choices-TOTAL_FORMS": len(choices),
        "choices-INITIAL_FORMS": sum("id" in choice for choice in choices),
        "choices-MIN_NUM_FORMS": 0,
        "choices-MAX_NUM_FORMS": 1000,
    } | changes
    for number, choice in enumerate(choices):
        for name, value in ({"ORDER": number + 1} | choice).items():
            data[f"choices-{number}-{name}"] = value
    return data


def as_sent(question):
    return [
        {"id": str(choice.pk), "code": choice.code, "text_en": choice.text_en}
        | ({"is_right": "on"} if choice.is_right else {})
        for choice in question.choices.all()
    ]


def edit(client, question, choices, **changes):
    return client.post(reverse("question:edit", args=[question.pk]), form(question, choices, **changes))


def test_questions_are_browsed_filtered_and_found(client, boss, made):
    url = reverse("question:index")
    page = client.get(url)
    assert page.status_code == 200
    assert "question-1" in page.content.decode()
    page = client.get(url, {"kind": "multiple"}).content.decode()
    assert "question-2" in page
    assert "question-1" not in page
    page = client.get(url, {"q": "Question 3 ?"}).content.decode()
    assert "question-3" in page
    assert "question-1" not in page


@pytest.mark.parametrize("name", ["question:index", "question_bank:index", "quiz:index", "question:add"])
def test_the_lists_open(client, boss, made, name):
    assert client.get(reverse(name)).status_code == 200


def test_the_form_has_every_language_by_name(client, boss, made):
    page = client.get(reverse("question:edit", args=[made.questions[0].pk])).content.decode()
    for name in ("text_en", "text_ar", "text_ru", "explanation_am", "choices-0-text_fr"):
        assert f'name="{name}"' in page


def test_an_edited_question_keeps_its_choices_and_their_order(client, boss, made):
    question = made.questions[0]
    before = list(question.choices.values_list("pk", "code"))
    turned = as_sent(question)[::-1]
    response = edit(client, question, turned, text_ar="سؤال")
    assert response.status_code == 302, response.context["form"].errors
    question = Question.objects.get(pk=question.pk)
    assert question.text_ar == "سؤال"
    assert list(question.choices.values_list("pk", "code")) == before[::-1]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda choices: [choice | {"is_right": "on"} for choice in choices], "Exactly one choice"),
        (lambda choices: [choice | {"is_right": ""} for choice in choices], "Say which choice is right"),
        (lambda choices: [choice | {"text_en": ""} for choice in choices], "Every choice needs its words"),
    ],
)
def test_a_question_that_cannot_be_marked_is_not_saved(client, boss, made, spoil, said):
    question = made.questions[0]
    response = edit(client, question, spoil(as_sent(question)), text_en="Changed?")
    assert response.status_code == 200
    assert said in response.content.decode()
    assert Question.objects.get(pk=question.pk).text_en == "Question 1?"


def test_a_question_needs_its_source_language(client, boss, made):
    question = made.questions[0]
    response = edit(client, question, as_sent(question), text_en="")
    assert response.status_code == 200
    assert "source language needs its words" in response.content.decode()


def test_true_and_false_need_no_words(client, boss, made):
    question = made.questions[2]
    choices = [choice | {"text_en": ""} for choice in as_sent(question)]
    assert edit(client, question, choices, is_true="true").status_code == 302


def test_a_new_question_is_a_draft(client, boss, made):
    assert client.get(reverse("question:add")).context["form"]["status"].value() == "draft"


def test_a_kind_nobody_knows_is_refused(client, boss, made):
    question = made.questions[0]
    assert edit(client, question, as_sent(question), kind="riddle", bank="").status_code == 200


def test_the_list_costs_the_same_for_one_question_and_for_forty(client, boss):
    make_course(questions=1)
    client.get(reverse("question:index"))
    costs = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("question:index"))
        costs.append(len(queries))
        make_course(questions=39)
    assert costs[0] == costs[1]


@pytest.mark.parametrize("name", ["question", "question_bank", "quiz"])
def test_what_an_attempt_depends_on_cannot_be_deleted(client, boss, name):
    sitting = make_sitting()
    sit(sitting.attempt)
    record = {
        "question": sitting.made.questions[0],
        "question_bank": sitting.made.bank,
        "quiz": sitting.quiz,
    }[name]
    response = client.post(reverse(f"{name}:delete", args=[record.pk]), follow=True)
    text = response.content.decode()
    assert "so it stays" in text or "you do not have permission" in text
    assert type(record).objects.filter(pk=record.pk).exists()


def test_a_question_on_a_paper_stays_before_anybody_answers_it(client, boss):
    question = make_sitting().made.questions[0]
    response = client.post(reverse("question:delete", args=[question.pk]), follow=True)
    assert "so it stays" in response.content.decode()
    assert Question.objects.filter(pk=question.pk).exists()


def test_a_bank_with_a_question_on_a_paper_stays(client, boss, made):
    bank = make_sitting().made.bank
    bank.slots.all().delete()
    response = client.post(reverse("question_bank:delete", args=[bank.pk]), follow=True)
    assert "so it stays" in response.content.decode()
    assert bank.questions.count() == 4


def test_a_bank_of_forty_questions_is_looked_after_as_one_of_one(client, boss):
    costs = []
    for number in (1, 40):
        bank = make_course(questions=number).bank
        bank.slots.all().delete()
        freeze([bank.questions.last().pk])
        with CaptureQueriesContext(connection) as queries:
            client.post(reverse("question_bank:delete", args=[bank.pk]))
        assert bank.questions.count() == number
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("name", ["question", "question_bank"])
def test_what_a_place_of_a_quiz_asks_stays(client, boss, made, name):
    question = made.questions[0]
    made.quiz.slots.all().delete()
    QuizSlot.objects.create(quiz=made.quiz, question=question)
    record = question if name == "question" else made.bank
    response = client.post(reverse(f"{name}:delete", args=[record.pk]), follow=True)
    assert "so it stays" in response.content.decode()
    assert Question.objects.filter(pk=question.pk).exists()


def test_what_nobody_used_can_be_deleted(client, boss, made):
    question = made.questions[0]
    assert client.post(reverse("question:delete", args=[question.pk])).status_code == 302
    assert not Question.objects.filter(pk=question.pk).exists()


@pytest.mark.parametrize("who", ["officer", "coordinator", "tutor", "manager"])
@pytest.mark.parametrize("name", ["question:index", "question_bank:index", "quiz:index"])
def test_the_back_office_is_not_for_everybody(client, made, who, name):
    with override_settings(SECOND_FACTOR_REQUIRED=False):
        people.sign_in(client, getattr(people, who)())
        assert client.get(reverse(name)).status_code in {302, 403, 404}
