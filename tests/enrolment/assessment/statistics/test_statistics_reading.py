"""Counting sittings in the database: who counts, which version, and never fewer than five."""

import dataclasses

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.quizzes.models import Quiz, QuizMode
from enrolment.assessment import api
from enrolment.assessment.models import Attempt
from enrolment.assessment.statistics import reading
from enrolment.assessment.statistics.reading import item_statistics, quiz_reading, statistics_of
from enrolment.assessment.statistics.rules import Scope
from tests.factories import people
from tests.factories.assessment import make_sitting, sit
from tests.factories.courses import make_course
from tests.factories.desk import swap_key
from tests.factories.questions import make_question_of
from tests.factories.sittings import make_learners, make_sittings

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return make_course()


def choice(question, code):
    return [str(question.choices.get(code=code).pk)]


def answers(made, *codes):
    """Of the course's questions, the chosen codes one after another; an empty code is left blank."""
    pairs = zip(made.questions, codes, strict=False)
    return {question: choice(question, code) if code else [] for question, code in pairs}


def present(question):
    return item_statistics(question.pk).figures.get(Scope.PRESENT)


def change(question, **facts):
    for name, value in facts.items():
        setattr(question, name, value)
    question.save()


def test_four_are_not_shown_and_five_are(made):
    question = made.questions[0]
    make_sittings(made.quiz, [answers(made, "one", "one")] * 4)
    found = item_statistics(question.pk)
    assert (found.figures, found.tallies) == ({}, {})
    assert quiz_reading(made.quiz.pk).reliability is None
    make_sittings(made.quiz, [answers(made, "two", "one")])
    found = item_statistics(question.pk)
    assert found.figures[Scope.PRESENT].facility == 0.8
    assert [bar.count for bar in found.tallies[Scope.PRESENT].groups[0].bars] == [4, 1, 0]


def test_blank_counts_as_nothing_earned(made):
    make_sittings(made.quiz, [answers(made, "one", "one")] * 3 + [answers(made, "", "one")] * 2)
    found = present(made.questions[0])
    assert (found.facility, found.blank, found.sittings) == (0.6, 0.4, 5)
    assert item_statistics(made.questions[0].pk).tallies[Scope.PRESENT].blank == 2


def test_only_what_was_handed_in(made):
    make_sittings(made.quiz, [answers(made, "one")] * 5)
    Attempt.objects.filter(pk=Attempt.objects.first().pk).update(submitted_at=None, score=None)
    assert present(made.questions[0]) is None


def test_a_learner_counts_once_by_her_first_attempt(made):
    learners = make_learners(5)
    make_sittings(made.quiz, [answers(made, "two")] * 5, learners=learners)
    make_sittings(made.quiz, [answers(made, "one")] * 5, learners=learners, number=2)
    found = present(made.questions[0])
    assert (found.sittings, found.facility) == (5, 0)


def test_a_learner_who_was_asked_in_two_tests_counts_once(made):
    other = make_course()
    learners = make_learners(5)
    make_sittings(made.quiz, [answers(made, "two")] * 5, learners=learners)
    make_sittings(other.quiz, [answers(made, "one")] * 5, learners=learners)
    assert present(made.questions[0]).sittings == 5


def test_practice_and_pre_tests_do_not_count(made):
    practice, pretest = make_course(), make_course()
    Quiz.objects.filter(pk=practice.quiz.pk).update(mode=QuizMode.PRACTICE)
    Quiz.objects.filter(pk=made.quiz.pk).update(pretest=pretest.quiz)
    for quiz in (practice.quiz, pretest.quiz):
        make_sittings(quiz, [answers(made, "two")] * 5)
    assert present(made.questions[0]) is None
    make_sittings(made.quiz, [answers(made, "one")] * 5)
    assert present(made.questions[0]).sittings == 5


def test_other_words_are_another_version_under_the_same_key(made):
    question = made.questions[0]
    make_sittings(made.quiz, [answers(made, "one")] * 6)
    change(question, text_en="Asked more plainly?")
    found = item_statistics(question.pk)
    assert set(found.figures) == {Scope.SAME_KEY}
    assert found.figures[Scope.SAME_KEY].sittings == 6
    make_sittings(made.quiz, [answers(made, "two")] * 5)
    found = item_statistics(question.pk)
    assert (found.figures[Scope.PRESENT].facility, found.figures[Scope.SAME_KEY].sittings) == (0, 11)


def test_what_would_tell_of_four_by_subtraction_is_not_shown(made):
    make_sittings(made.quiz, [answers(made, "one")] * 4)
    change(made.questions[0], text_en="Asked more plainly?")
    make_sittings(made.quiz, [answers(made, "two")] * 5)
    found = item_statistics(made.questions[0].pk)
    assert {scope: item.sittings for scope, item in found.figures.items()} == {Scope.PRESENT: 5}


def test_answers_under_another_key_are_never_mixed_in(made):
    question = made.questions[0]
    make_sittings(made.quiz, [answers(made, "one")] * 6)
    question.choices.filter(code="one").update(is_right=False)
    question.choices.filter(code="two").update(is_right=True)
    found = item_statistics(question.pk)
    assert found.figures == {}
    assert found.history.has_other_key
    make_sittings(made.quiz, [answers(made, "two")] * 5)
    assert present(question).facility == 1


def test_the_rest_of_the_paper_says_who_knows_more(made):
    able, not_able = answers(made, "one", "one", "true", "one"), answers(made, "two", "three", "false", "two")
    make_sittings(made.quiz, [able] * 5 + [not_able] * 5)
    assert present(made.questions[0]).discrimination == pytest.approx(1)
    assert present(made.questions[0]).index == 1
    misled = answers(made, "two", "one", "true", "one")
    make_sittings(made.quiz, [misled] * 20 + [answers(made, "one", "three", "false", "two")] * 20)
    assert present(made.questions[0]).discrimination < -0.5


def test_an_essay_counts_once_a_person_marked_it(made):
    essay = make_question_of("short", made.bank, 9, code="essay")
    change(essay, kind="essay", definition={"least": 2})
    sat = make_sittings(made.quiz, [{essay: ["some words"], made.questions[0]: []} for _ in range(6)])
    assert present(essay) is None
    assert present(made.questions[0]).sittings == 6
    assert quiz_reading(made.quiz.pk).reliability is None
    for attempt in sat[:5]:
        attempt.responses.update(fraction="0.5")
        Attempt.objects.filter(pk=attempt.pk).update(waiting=0, score="0.5")
    found = present(essay)
    assert (found.sittings, found.facility, found.marks) == (5, 0.5, (0, 0, 5, 0, 0))


def test_a_paper_that_was_really_drawn_is_read():
    sittings = [make_sitting(is_started=False)]
    made = sittings[0].made
    sittings += [make_sitting(made=made, is_started=False) for _ in range(4)]
    from enrolment.assessment import api
    from tests.factories.assessment import sit

    for sitting in sittings:
        sit(api.start_attempt(enrolment_id=sitting.enrolment.pk, quiz=made.quiz))
    for question in made.questions:
        found = present(question)
        assert (found.sittings, found.facility, found.blank) == (5, 1, 0)


def test_nothing_of_a_person_leaves(made):
    learners = make_learners(5)
    attempts = make_sittings(made.quiz, [answers(made, "one", "two")] * 5, learners=learners)
    said = repr(dataclasses.asdict(item_statistics(made.questions[0].pk)))
    said += repr(statistics_of([made.questions[0].pk]))
    secrets = [str(item.pk) for item in attempts] + [item.email for item in learners]
    secrets += [str(item.enrolment_id) for item in attempts]
    assert [secret for secret in secrets if secret in said] == []


def test_an_unknown_question_has_none(made):
    assert item_statistics("00000000-0000-0000-0000-000000000000") is None
    assert statistics_of([]) == {}


def queries(work):
    with CaptureQueriesContext(
        connection,
    ) as found:
        work()
    return len(found)


@pytest.mark.parametrize(
    ("work", "budget"),
    [
        (lambda made: item_statistics(made.questions[0].pk), 5),
        (lambda made: statistics_of([question.pk for question in made.questions]), 5),
        (lambda made: quiz_reading(made.quiz.pk).reliability, 2),
    ],
    ids=["one question", "a bank", "a quiz"],
)
def test_queries_do_not_grow_with_attempts(made, work, budget):
    make_sittings(made.quiz, [answers(made, "one", "two", "true", "one")] * 5)
    few = queries(lambda: work(made))
    make_sittings(made.quiz, [answers(made, "two", "one", "", "one")] * 50)
    assert queries(lambda: work(made)) == few <= budget


def test_regraded_answers_count_under_the_key_that_marked_them_last(made):
    question = made.questions[0]
    make_sittings(made.quiz, [answers(made, "two", "one")] * 5)
    swap_key(question)
    assert present(question) is None
    found = api.preview_regrade(question_id=question.pk)
    api.regrade(question_id=question.pk, digest=found.digest, reason="x", by=people.manager())
    assert present(question).facility == 1


def test_answers_that_earn_the_same_by_the_corrected_key_count_there_too(made):
    question = made.questions[0]
    make_sittings(made.quiz, [answers(made, "two", "one")] + [answers(made, "three", "one")] * 4)
    swap_key(question)
    found = api.preview_regrade(question_id=question.pk)
    api.regrade(question_id=question.pk, digest=found.digest, reason="x", by=people.manager())
    assert present(question).facility == 0.2


def test_who_hands_in_meanwhile_is_left_for_the_next_time(made, monkeypatch):
    make_sittings(made.quiz, [answers(made, "one", "one")] * 5)
    late, read = make_sitting(made=made), reading._with_earned
    before = quiz_reading(made.quiz.pk)

    def meanwhile(rows):
        sit(late.attempt)
        return read(rows)

    monkeypatch.setattr(reading, "_with_earned", meanwhile)
    assert quiz_reading(made.quiz.pk) == before
