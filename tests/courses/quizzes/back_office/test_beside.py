"""What stands beside a question: where it is used, what of it was asked, and what later rooms add."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.ui.components import Component

from courses.quizzes import api
from courses.quizzes.back_office.reading import differences, has_other_key, rows_of
from courses.quizzes.models import Question, QuizSlot
from courses.quizzes.placing import uses_of
from courses.quizzes.versions import current_contents
from tests.factories.courses import make_course, make_question

pytestmark = pytest.mark.django_db


def shown(client, question):
    page = client.get(reverse("question:edit", args=[question.pk]))
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


def content(question):
    return current_contents([question.pk])[str(question.pk)][0]


def test_the_quizzes_that_ask_it_and_the_lesson_that_teaches_it(client, boss, made):
    question = made.questions[0]
    question.taught_in = made.activities[0]
    question.save()
    other = make_course(questions=0)
    QuizSlot.objects.create(quiz=other.quiz, question=question)
    page = shown(client, question)
    assert page.count("Final test (en)") == 2
    assert "always asked" in page
    assert "drawn from a pool" in page
    assert "Lesson 1 (en)" in page


def test_a_draft_waits_and_a_retired_question_is_in_no_pool(made):
    draft, retired, fixed = made.questions[:3]
    draft.status, retired.status, fixed.status = "draft", "retired", "retired"
    QuizSlot.objects.create(quiz=made.quiz, question=fixed)
    uses = uses_of([draft, retired, fixed])
    assert [use.is_waiting for use in uses[draft.pk]] == [True]
    assert uses[retired.pk] == []
    assert [(use.is_fixed, use.is_waiting) for use in uses[fixed.pk]] == [(True, True)]


def test_a_pool_is_told_by_tags_difficulty_and_subject(made):
    one, two = made.questions[:2]
    one.tags.add("Risk", "basics")
    one.save()
    made.quiz.slots.update(tags="risk, Basics", difficulty=2)
    uses = uses_of([one, two])
    assert len(uses[one.pk]) == 1
    assert uses[two.pk] == []


@pytest.mark.parametrize("number", [1, 40])
def test_uses_take_four_queries(made, number, django_assert_num_queries):
    questions = [make_question(made.bank, position=50 + place) for place in range(number)]
    with django_assert_num_queries(4):
        uses_of(questions)


def test_a_version_says_what_became_of_it(client, boss, made):
    question = made.questions[0]
    assert "It was never asked" in shown(client, question)
    api.freeze([question.pk])
    assert "Version 1 – as it stands now" in shown(client, question)
    question.text_fr, question.explanation_en = "Autre <b>question</b> ?", ""
    question.save()
    question.choices.filter(code="two").update(is_right=True)
    page = shown(client, question)
    assert "As it stands now it was never asked" in page
    assert "<ins>Autre &lt;b&gt;question&lt;/b&gt; ?</ins>" in page
    assert "<del>Question 1 ?</del>" in page
    assert "<del>Because it is so.</del>" in page
    api.freeze([question.pk])
    assert "Version 2 – as it stands now" in shown(client, question)


def test_differences_are_told_by_language_and_the_key_apart(made):
    question = made.questions[0]
    before = rows_of(content(question))
    Question.objects.filter(pk=question.pk).update(text_fr="Autre")
    after = rows_of(content(question))
    assert [(item.row.language, item.before, item.after) for item in differences(before, after)] == [
        ("fr", "Question 1 ?", "Autre")
    ]
    assert not has_other_key(before, after)
    question.choices.filter(code="three").delete()
    assert has_other_key(before, rows_of(content(question)))


def test_a_later_room_puts_its_panel_there(client, boss, made):
    class Panel(Component):
        heading, name = "What a later room knows", "later"

        def __init__(self, question):
            self.question = question

        def render_html(self, parent_context=None):
            return f"All about {self.question.code}"

    def factory(_request, question):
        return Panel(question) if question.pk == made.questions[1].pk else None

    api.register_beside(factory)
    api.register_beside(factory)
    page = shown(client, made.questions[1])
    assert page.count("All about question-2") == 1
    assert page.index("What a later room knows") > page.index("</form>")
    assert "What a later room knows" not in shown(client, made.questions[2])


def test_reading_needs_no_right_to_change(client, author, made):
    page = client.get(reverse("question:inspect", args=[made.questions[0].pk])).content.decode()
    assert "Because it is so." in page
    assert "Where it is used" in page


def test_the_page_costs_the_same_for_one_version_and_for_twenty(client, boss, made):
    question = made.questions[0]
    shown(client, question)
    costs = []
    for number in range(21):
        Question.objects.filter(pk=question.pk).update(text_en=f"Version {number}?")
        api.freeze([question.pk])
        if number in (0, 20):
            with CaptureQueriesContext(connection) as queries:
                shown(client, question)
            costs.append(len(queries))
    assert costs[0] == costs[1]
