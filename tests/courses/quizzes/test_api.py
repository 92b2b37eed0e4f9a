"""Drawing a paper, and questions without their keys."""

import pytest
from django.utils import translation

from courses.quizzes import api
from courses.quizzes.models import Choice
from tests.factories.courses import make_course, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return make_course(languages=("en", "fr"), questions=12)


def ids(paper):
    return [item["question"] for item in paper]


def test_the_same_seed_draws_the_same_paper(made):
    made.quiz.draw = 5
    first, again = (api.draw_paper(quiz=made.quiz, seed="one") for _ in range(2))
    assert first == again
    assert len(first) == len(set(ids(first))) == 5
    assert first != api.draw_paper(quiz=made.quiz, seed="another")


def test_all_questions_in_their_order_where_nothing_is_shuffled(made):
    made.quiz.is_shuffled = False
    paper = api.draw_paper(quiz=made.quiz, seed="one")
    assert ids(paper) == [str(question.pk) for question in made.questions]
    for item in paper:
        choices = Choice.objects.filter(question=item["question"]).order_by("position")
        assert item["choices"] == [str(choice.pk) for choice in choices]


def test_an_unshuffled_draw_still_differs_and_keeps_the_order(made):
    made.quiz.draw, made.quiz.is_shuffled = 4, False
    order = [str(question.pk) for question in made.questions]
    papers = [ids(api.draw_paper(quiz=made.quiz, seed=str(seed))) for seed in range(6)]
    assert len({tuple(paper) for paper in papers}) > 1
    assert all(paper == sorted(paper, key=order.index) for paper in papers)


def test_true_and_false_are_never_shuffled(made):
    kinds = {str(question.pk): question.kind for question in made.questions}
    for seed in range(8):
        for item in api.draw_paper(quiz=made.quiz, seed=str(seed)):
            if kinds[item["question"]] == "truefalse":
                codes = [Choice.objects.get(pk=pk).code for pk in item["choices"]]
                assert codes == ["true", "false"]


def test_retired_and_empty_questions_are_not_drawn(made):
    retired, empty = made.questions[:2]
    retired.is_retired = True
    retired.save()
    empty.choices.all().delete()
    drawn = ids(api.draw_paper(quiz=made.quiz, seed="one"))
    assert len(drawn) == 10
    assert not {str(retired.pk), str(empty.pk)} & set(drawn)


def test_drawing_more_than_there_is_draws_all(made):
    made.quiz.draw = 500
    assert len(api.draw_paper(quiz=made.quiz, seed="one")) == 12


def test_questions_come_in_the_readers_language(made):
    question = made.questions[0]
    asked = api.questions_for([str(question.pk)], "fr")[str(question.pk)]
    assert asked.words == ("Question 1 ?", "fr")
    assert {words.language for words in asked.choices.values()} == {"fr"}


def test_a_question_not_wholly_translated_comes_wholly_in_the_source_language(made):
    question = made.questions[0]
    question.choices.first()
    Choice.objects.filter(question=question, code="two").update(text_fr=None)
    asked = api.questions_for([str(question.pk)], "fr")[str(question.pk)]
    assert asked.words == ("Question 1?", "en")
    assert {words.language for words in asked.choices.values()} == {"en"}
    assert api.questions_for([str(question.pk)], "ar")[str(question.pk)].words.language == "en"


def test_true_and_false_have_the_words_of_the_interface(made):
    question = make_question(made.bank, kind="truefalse", position=20)
    Choice.objects.filter(question=question).update(text_en=None, text_fr=None)
    with translation.override("fr"):
        asked = api.questions_for([str(question.pk)], "fr")[str(question.pk)]
    assert asked.words.language == "fr"
    assert [words.language for words in asked.choices.values()] == ["fr", "fr"]
    with translation.override("en"):
        asked = api.questions_for([str(question.pk)], "en")[str(question.pk)]
    assert [words.text for words in asked.choices.values()] == ["True", "False"]


def test_asked_questions_carry_no_key(made):
    asked = api.questions_for([str(question.pk) for question in made.questions], "en")
    said = repr(asked)
    assert "is_right" not in said
    assert "Because it is so" not in said


def test_solutions_tell_what_is_right_and_why(made):
    question = made.questions[1]
    question.taught_in = made.activities[0]
    question.save()
    solution = api.solutions_for([str(question.pk)], "fr")[str(question.pk)]
    right = {str(choice.pk) for choice in question.choices.all() if choice.is_right}
    assert solution.right == right
    assert solution.explanation == ("Parce que.", "fr")
    assert solution.taught_in == made.activities[0].pk
    assert api.solutions_for([str(question.pk)], "ar")[str(question.pk)].explanation.language == "en"


def test_marking_many_takes_two_queries(made, django_assert_num_queries):
    answers = {str(question.pk): [] for question in made.questions}
    with django_assert_num_queries(2):
        fractions = api.mark_answers(answers=answers)
    assert set(fractions.values()) == {0}


@pytest.mark.parametrize("questions", [1, 12])
def test_papers_and_questions_take_few_queries(questions, django_assert_num_queries):
    made = make_course(questions=questions)
    with django_assert_num_queries(2):
        paper = api.draw_paper(quiz=made.quiz, seed="one")
    with django_assert_num_queries(2):
        api.questions_for(ids(paper), "en")


def test_facts_say_what_to_expect(made):
    made.quiz.draw = 5
    made.quiz.save()
    facts = api.facts_of(made.quiz.activity_id)
    assert (facts.questions, facts.pool, facts.is_drawn) == (5, 12, True)
    made.activities[-1].is_archived = True
    made.activities[-1].save()
    assert api.facts_of(made.quiz.activity_id) is None
