"""Which questions were changed since somebody was asked them, and what it costs to know."""

import pytest

from courses.quizzes import api
from courses.quizzes.models import Choice, Question
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def questions():
    found = make_course(languages=("en", "fr"), questions=3).questions
    api.freeze([question.pk for question in found])
    return found


def reworded(question, text):
    Question.objects.filter(pk=question.pk).update(text_fr=text)


def test_what_stands_as_it_was_asked_is_not_told(questions):
    assert api.corrected_questions() == []


def test_what_was_never_asked_is_not_told():
    made = make_course(questions=2)
    reworded(made.questions[0], "Autre ?")
    assert api.corrected_questions() == []


def test_a_word_or_a_key_that_is_another_is_told(questions):
    reworded(questions[2], "Autre ?")
    Choice.objects.filter(question=questions[0], code="one").update(is_right=False)
    assert [item.pk for item in api.corrected_questions()] == [questions[0].pk, questions[2].pk]


def test_what_was_asked_both_ways_is_told_whichever_it_is_now(questions):
    before = questions[1].text_fr
    reworded(questions[1], "Autre ?")
    api.freeze([questions[1].pk])
    assert [item.pk for item in api.corrected_questions()] == [questions[1].pk]
    reworded(questions[1], before)
    assert [item.pk for item in api.corrected_questions()] == [questions[1].pk]


def test_what_was_asked_both_ways_is_not_read(questions, django_assert_num_queries):
    with django_assert_num_queries(3):
        api.corrected_questions()
    Question.objects.update(text_fr="Autre ?")
    api.freeze([question.pk for question in questions])
    with django_assert_num_queries(2):
        assert len(api.corrected_questions()) == 3
