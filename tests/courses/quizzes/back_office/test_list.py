"""The list of questions: found in any spelling, narrowed, in as many queries for one as for a thousand."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.catalogue.models import Subject
from courses.quizzes.models import Choice, Question, QuizSlot
from tests.factories.courses import make_course, make_question

pytestmark = pytest.mark.django_db


def listed(client, **asked):
    page = client.get(reverse("question:index"), asked)
    assert page.status_code == 200
    return {question.code for question in page.context["object_list"]}


@pytest.fixture
def origin(made):
    """A question with words to be found, beside four others."""
    return make_question(
        made.bank,
        position=9,
        code="rules-of-origin",
        text_en="What are the Rules of Origin?",
        text_fr="Que sont les règles d’origine ?",
        text_ar="ما هي قواعد المنشأ؟",
        difficulty=3,
        status="draft",
    )


@pytest.mark.parametrize(
    "query", ["rules-of-origin", "ORIGIN rules", "regles", "RÈGLES d'origine", "قواعد المنشا", "origi", "of?"]
)
def test_found_by_code_and_words_in_any_spelling_and_language(client, boss, origin, query):
    assert listed(client, q=query) == {"rules-of-origin"}


def test_every_word_counts(client, boss, origin):
    assert listed(client, q="rules nobody") == set()


def test_what_is_changed_is_found_by_its_new_words_however_it_was_saved(client, boss, origin):
    origin.text_en = "Something else"
    origin.save(update_fields=["text_en"])
    assert listed(client, q="something") == {"rules-of-origin"}
    Question.objects.bulk_create([Question(bank=origin.bank, code="new", kind="short", text_en="Brand new")])
    assert listed(client, q="brand") == {"new"}


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({"kind": "truefalse"}, {"question-3"}),
        ({"kind": ["truefalse", "multiple"]}, {"question-2", "question-3"}),
        ({"status": "draft"}, {"rules-of-origin"}),
        ({"difficulty": "3"}, {"rules-of-origin"}),
        ({"tags": "risk"}, {"question-1", "question-2"}),
        ({"tags": "RISK, basics"}, {"question-1"}),
        ({"tags": " , "}, {"question-1", "question-2", "question-3", "question-4", "rules-of-origin"}),
        ({"tags": "nobody"}, set()),
        ({"missing": "en"}, {"question-4"}),
        ({"missing": "fr"}, {"question-2"}),
    ],
)
def test_narrowed(client, boss, made, origin, asked, codes):
    one, two, _three, four = made.questions
    one.tags.add("risk", "basics")
    two.tags.add("Risk")
    one.save()
    two.save()
    Choice.objects.filter(question=two, code="one").update(text_fr="")
    Question.objects.filter(pk=origin.pk).update(explanation_en="", explanation_fr="")
    Question.objects.filter(pk=four.pk).update(explanation_en=None)
    assert listed(client, **asked) == codes


def test_true_and_false_need_no_translation(client, boss, made):
    Choice.objects.filter(question=made.questions[2]).update(text_fr=None)
    assert listed(client, missing="fr") == set()


def test_narrowed_to_course_bank_subject_and_quiz(client, boss, made):
    other = make_course(questions=2)
    subject = Subject.objects.create(code="origin", name_en="Origin")
    made.questions[0].subjects.add(subject)
    made.questions[0].save()
    assert listed(client, subject=subject.pk) == {"question-1"}
    assert len(listed(client, course=other.course.pk)) == len(listed(client, bank=other.bank.pk)) == 2
    QuizSlot.objects.create(quiz=other.quiz, question=made.questions[3])
    other.quiz.slots.filter(bank=other.bank).delete()
    assert listed(client, quiz=other.quiz.pk) == {"question-4"}
    assert len(listed(client, quiz=made.quiz.pk)) == 4


def test_in_how_many_quizzes(client, boss, made):
    other = make_course(questions=0)
    QuizSlot.objects.create(quiz=other.quiz, question=made.questions[0])
    QuizSlot.objects.create(quiz=other.quiz, bank=made.bank, difficulty=1)
    Question.objects.filter(pk=made.questions[1].pk).update(difficulty=1)
    Question.objects.filter(pk=made.questions[3].pk).update(status="retired")
    rows = client.get(reverse("question:index"), {"bank": made.bank.pk}).context["object_list"]
    assert {row.code: row.quizzes_asking for row in rows} == {
        "question-1": 2,
        "question-2": 2,
        "question-3": 1,
        "question-4": 0,
    }


@pytest.mark.parametrize("order", ["code", "-code", "status", "difficulty", "-bank__code", "nobody", ""])
def test_sorted(client, boss, made, order):
    assert len(listed(client, ordering=order)) == 4


def test_tags_are_shown(client, boss, made):
    made.questions[0].tags.add("risk", "basics")
    made.questions[0].save()
    rows = client.get(reverse("question:index")).context["object_list"]
    assert [row.tag_names for row in rows] == ["basics, risk", "", "", ""]


def test_texts_are_in_the_language_of_the_interface_and_say_so(client, boss, made):
    Question.objects.filter(pk=made.questions[0].pk).update(text_fr=None)
    boss.preferred_language = "fr"
    boss.save()
    page = client.get(reverse("question:index")).content.decode()
    assert '<span lang="fr" dir="auto">Question 2 ?</span>' in page
    assert '<span lang="en" dir="auto">Question 1?</span>' in page


def test_nothing_there_is_said(client, boss):
    assert "There are no questions" in client.get(reverse("question:index")).content.decode()


def test_it_costs_the_same_for_one_question_for_fifty_and_for_a_thousand(client, boss):
    made = make_course(questions=1)
    client.get(reverse("question:index"))
    costs = []
    for more in (49, 950, 0):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("question:index"))
        costs.append(len(queries))
        Question.objects.bulk_create(
            Question(
                bank=made.bank, code=f"q-{more}-{number}", kind="short", text_en="Which?", status="reviewed"
            )
            for number in range(more)
        )
    assert len(page.context["object_list"]) == 50
    assert len(set(costs)) == 1, costs
    assert costs[0] <= 25


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "x" * 10_000},
        {"q": "%_\\'\";--"},
        {"q": "\u202e\u2066"},
        {"bank": "nobody"},
        {"bank": "9" * 30},
        {"quiz": "1e30"},
        {"course": "-1"},
        {"subject": "0x1"},
        {"kind": "riddle"},
        {"difficulty": "9" * 4_000},
        {"missing": "tlh"},
        {"tags": "," * 250},
        {"tags": "x" * 10_000},
        {"p": "1e30"},
        {"p": "-5"},
        {"ordering": "bank__course__source_language; drop"},
    ],
)
def test_rubbish_is_no_failure(client, boss, made, asked):
    assert client.get(reverse("question:index"), asked).status_code == 200
    assert client.get(reverse("question:index_results"), asked).status_code == 200
