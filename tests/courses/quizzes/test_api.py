"""Drawing a paper, and questions without their keys."""

import pytest
from django.utils import translation

from courses.quizzes import api
from courses.quizzes.models import Choice, QuestionStatus
from tests.factories.courses import make_course, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return make_course(languages=("en", "fr"), questions=12)


def ids(paper):
    return [item["question"] for item in paper]


def draws(quiz, number):
    """The quiz, whose one place draws this many."""
    quiz.slots.update(draw=number)
    return quiz


def papered(*questions):
    """A paper of these questions as they are now."""
    versions = api.freeze([question.pk for question in questions])
    return [{"question": pk, "version": version} for pk, version in versions.items()]


def asked_in(language, question):
    return api.questions_on(papered(question), language)[str(question.pk)]


def test_the_same_seed_draws_the_same_paper(made):
    draws(made.quiz, 5)
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
    draws(made.quiz, 4).is_shuffled = False
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


def test_only_reviewed_questions_are_drawn_and_no_empty_ones(made):
    retired, empty, draft = made.questions[:3]
    retired.status, draft.status = QuestionStatus.RETIRED, QuestionStatus.DRAFT
    for question in (retired, draft):
        question.save()
    empty.choices.all().delete()
    drawn = ids(api.draw_paper(quiz=made.quiz, seed="one"))
    assert len(drawn) == 9
    assert not {str(retired.pk), str(empty.pk), str(draft.pk)} & set(drawn)


def test_drawing_more_than_there_is_draws_all(made):
    assert len(api.draw_paper(quiz=draws(made.quiz, 500), seed="one")) == 12


def test_questions_come_in_the_readers_language(made):
    question = made.questions[0]
    asked = asked_in("fr", question)
    assert asked.words == ("Question 1 ?", "fr")
    assert {words.language for words in asked.choices.values()} == {"fr"}


def test_a_question_not_wholly_translated_comes_wholly_in_the_source_language(made):
    question = made.questions[0]
    question.choices.first()
    Choice.objects.filter(question=question, code="two").update(text_fr=None)
    asked = asked_in("fr", question)
    assert asked.words == ("Question 1?", "en")
    assert {words.language for words in asked.choices.values()} == {"en"}
    assert asked_in("ar", question).words.language == "en"


def test_true_and_false_have_the_words_of_the_interface(made):
    question = make_question(made.bank, kind="truefalse", position=20)
    Choice.objects.filter(question=question).update(text_en=None, text_fr=None)
    with translation.override("fr"):
        asked = asked_in("fr", question)
    assert asked.words.language == "fr"
    assert [words.language for words in asked.choices.values()] == ["fr", "fr"]
    with translation.override("en"):
        asked = asked_in("en", question)
    assert [words.text for words in asked.choices.values()] == ["True", "False"]


def test_asked_questions_carry_no_key(made):
    asked = api.questions_on(papered(*made.questions), "en")
    said = repr(asked)
    assert "is_right" not in said
    assert "Because it is so" not in said


def test_solutions_tell_what_is_right_and_why(made):
    question = made.questions[1]
    question.taught_in = made.activities[0]
    question.save()
    paper = papered(question)
    solution = api.solutions_on(paper, "fr")[str(question.pk)]
    right = {str(choice.pk) for choice in question.choices.all() if choice.is_right}
    assert solution.right == right
    assert solution.explanation == ("Parce que.", "fr")
    assert solution.taught_in == made.activities[0].pk
    assert api.solutions_on(paper, "ar")[str(question.pk)].explanation.language == "en"


def test_marking_many_takes_one_query(made, django_assert_num_queries):
    paper = papered(*made.questions)
    with django_assert_num_queries(1):
        fractions = api.mark_answers(paper=paper, answers={})
    assert fractions == {str(question.pk): 0 for question in made.questions}


@pytest.mark.parametrize("questions", [1, 12])
def test_papers_and_questions_take_few_queries(questions, django_assert_max_num_queries):
    made = make_course(questions=questions)
    with django_assert_max_num_queries(12):
        paper = api.draw_paper(quiz=made.quiz, seed="one")
    with django_assert_max_num_queries(9):
        assert api.draw_paper(quiz=made.quiz, seed="one") == paper
    with django_assert_max_num_queries(2):
        api.questions_on(paper, "en")


def test_a_paper_asks_what_was_drawn_whatever_became_of_the_question(made):
    question = made.questions[0]
    paper = papered(question)
    right = [str(choice.pk) for choice in question.choices.all() if choice.is_right]
    Choice.objects.filter(question=question).update(is_right=False, text_en="Changed")
    Choice.objects.filter(question=question, code="three").update(is_right=True)
    asked = api.questions_on(paper, "en")[str(question.pk)]
    assert "Changed" not in repr(asked)
    assert api.mark_answers(paper=paper, answers={str(question.pk): right}) == {str(question.pk): 1}
    assert api.solutions_on(paper, "en")[str(question.pk)].right == set(right)


def test_facts_say_what_to_expect(made):
    draws(made.quiz, 5)
    facts = api.facts_of(made.quiz.activity_id)
    assert (facts.questions, facts.pool, facts.is_drawn) == (5, 12, True)
    made.activities[-1].is_archived = True
    made.activities[-1].save()
    assert api.facts_of(made.quiz.activity_id) is None
