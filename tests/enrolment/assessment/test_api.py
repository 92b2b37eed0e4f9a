"""Starting, saving, handing in: once, whole, and never lost."""

from datetime import timedelta

import pytest

from courses.quizzes.models import Quiz
from enrolment.admissions.api import leave_course
from enrolment.assessment import api
from enrolment.assessment.models import Attempt, Response
from enrolment.assessment.rules import Refusal
from enrolment.assessment.signals import attempt_submitted
from enrolment.progress.models import ActivityProgress
from tests.factories.assessment import make_sitting, right_answers, sit, wrong_answers
from tests.factories.courses import make_course, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting():
    return make_sitting()


@pytest.fixture
def announced():
    heard = []

    def hear(attempt, **_kwargs):
        heard.append(attempt)

    attempt_submitted.connect(hear)
    yield heard
    attempt_submitted.disconnect(hear)


def first_question(attempt):
    item = attempt.paper[0]
    return item["question"], item["choices"]


# --- starting


def test_starting_again_goes_on_with_the_open_attempt(sitting):
    again = api.start_attempt(enrolment_id=sitting.enrolment.pk, quiz=sitting.quiz)
    assert again == sitting.attempt
    assert again.paper == sitting.attempt.paper
    assert Attempt.objects.count() == 1


def test_papers_of_two_attempts_are_drawn_anew():
    sitting = make_sitting(made=make_course(questions=12), draw=6)
    first = sit(sitting.attempt, right=0)
    second = api.start_attempt(enrolment_id=sitting.enrolment.pk, quiz=sitting.quiz)
    assert (first.number, second.number) == (1, 2)
    assert first.paper != second.paper


def refused(sitting) -> tuple:
    with pytest.raises(api.AttemptRefused) as refusal:
        api.start_attempt(enrolment_id=sitting.enrolment.pk, quiz=sitting.quiz)
    return refusal.value.reasons


def test_no_attempt_after_the_last():
    sitting = make_sitting(attempts_allowed=1)
    sit(sitting.attempt, right=0)
    assert refused(sitting) == (Refusal.NO_ATTEMPTS_LEFT,)


def test_no_attempt_after_passing(sitting):
    sit(sitting.attempt)
    assert refused(sitting) == (Refusal.PASSED,)


def test_no_attempt_for_who_left():
    sitting = make_sitting(is_started=False)
    leave_course(enrolment=sitting.enrolment, by=sitting.learner)
    assert refused(sitting) == (Refusal.NOT_ENROLLED,)


def test_no_attempt_at_a_quiz_without_questions():
    sitting = make_sitting(made=make_course(questions=0), is_started=False)
    assert refused(sitting) == (Refusal.NO_QUESTIONS,)


# --- saving


def test_a_saved_answer_is_kept_and_counted(sitting):
    question, choices = first_question(sitting.attempt)
    saved = api.save_answer(
        attempt_id=sitting.attempt.pk, question_id=question, answer=choices[:1], sequence=1
    )
    response = Response.objects.get()
    assert (response.answer, response.sequence, response.fraction) == (choices[:1], 1, None)
    assert (saved.saved_at, saved.answered, saved.total) == (response.saved_at, 1, 4)


def test_saving_twice_is_saving_once(sitting):
    question, choices = first_question(sitting.attempt)
    for _time in range(2):
        api.save_answer(attempt_id=sitting.attempt.pk, question_id=question, answer=choices[:1], sequence=7)
    assert Response.objects.get().answer == choices[:1]


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1), (3, 1, 2), (3, 3, 1)])
def test_the_newest_answer_stands_in_whatever_order_they_arrive(sitting, order):
    item = next(item for item in sitting.attempt.paper if len(item["choices"]) == 3)
    for sequence in order:
        api.save_answer(
            attempt_id=sitting.attempt.pk,
            question_id=item["question"],
            answer=[item["choices"][sequence - 1]],
            sequence=sequence,
        )
    response = Response.objects.get()
    assert (response.answer, response.sequence) == ([item["choices"][2]], 3)


def test_an_answer_can_be_taken_back(sitting):
    question, choices = first_question(sitting.attempt)
    api.save_answer(attempt_id=sitting.attempt.pk, question_id=question, answer=choices[:1], sequence=1)
    saved = api.save_answer(attempt_id=sitting.attempt.pk, question_id=question, answer=[], sequence=2)
    assert saved.answered == 0


def test_the_form_is_newer_than_everything_before(sitting):
    question, choices = first_question(sitting.attempt)
    far_ahead = 2**52
    api.save_answer(
        attempt_id=sitting.attempt.pk, question_id=question, answer=choices[:1], sequence=far_ahead
    )
    api.save_answers(attempt_id=sitting.attempt.pk, answers={question: choices[1:2]})
    response = Response.objects.get()
    assert (response.answer, response.sequence) == (choices[1:2], far_ahead + 1)


def test_nothing_is_saved_after_handing_in(sitting):
    question, choices = first_question(sitting.attempt)
    api.submit_attempt(attempt_id=sitting.attempt.pk)
    with pytest.raises(api.AttemptSubmitted):
        api.save_answer(attempt_id=sitting.attempt.pk, question_id=question, answer=choices, sequence=1)
    assert not Response.objects.exists()


@pytest.mark.parametrize("sequence", [None, "1", 1.5, True, -1, 2**53, 10**30])
def test_a_sequence_is_a_count(sitting, sequence):
    question, choices = first_question(sitting.attempt)
    with pytest.raises(api.AnswerRefused):
        api.save_answer(
            attempt_id=sitting.attempt.pk, question_id=question, answer=choices[:1], sequence=sequence
        )


@pytest.mark.parametrize("answer", [None, "x", ["x"], [1], {"a": 1}, [["x"]], ["\x00"], ["\ud800"]])
def test_only_what_is_on_the_paper_is_an_answer(sitting, answer):
    question, _choices = first_question(sitting.attempt)
    with pytest.raises(api.AnswerRefused):
        api.save_answer(attempt_id=sitting.attempt.pk, question_id=question, answer=answer, sequence=1)


def test_a_question_of_another_paper_is_refused(sitting):
    other = make_sitting()
    question, choices = first_question(other.attempt)
    with pytest.raises(api.AnswerRefused):
        api.save_answer(attempt_id=sitting.attempt.pk, question_id=question, answer=choices[:1], sequence=1)


def test_several_answers_are_saved_all_or_none(sitting):
    question, choices = first_question(sitting.attempt)
    with pytest.raises(api.AnswerRefused):
        api.save_answers(attempt_id=sitting.attempt.pk, answers={question: choices[:1], "nobody": []})
    assert not Response.objects.exists()


@pytest.mark.parametrize(("times", "queries"), [(1, 6), (2, 5)])
def test_saving_one_takes_five_queries_and_one_more_the_first_time(
    sitting, django_assert_num_queries, times, queries
):
    question, choices = first_question(sitting.attempt)
    for sequence in range(1, times):
        api.save_answer(
            attempt_id=sitting.attempt.pk, question_id=question, answer=choices[:1], sequence=sequence
        )
    with django_assert_num_queries(queries):
        api.save_answer(
            attempt_id=sitting.attempt.pk, question_id=question, answer=choices[:1], sequence=times
        )


# --- handing in


def test_handing_in_marks_scores_and_announces(sitting, announced):
    attempt = sit(sitting.attempt, right=3)
    assert (attempt.score, attempt.score_possible, attempt.percent) == (3, 4, 75)
    assert attempt.is_passed
    assert sorted(Response.objects.values_list("fraction", flat=True)) == [0, 1, 1, 1]
    assert announced == [attempt]


def test_a_blank_paper_scores_nothing(sitting):
    attempt = api.submit_attempt(attempt_id=sitting.attempt.pk)
    assert (attempt.percent, attempt.is_passed) == (0, False)


def test_one_point_below_is_not_passed(sitting):
    assert not sit(sitting.attempt, right=2).is_passed


def test_handing_in_twice_gives_one_result(sitting, announced):
    first = sit(sitting.attempt, right=4)
    again = api.submit_attempt(attempt_id=sitting.attempt.pk)
    assert (again.submitted_at, again.score) == (first.submitted_at, first.score)
    assert len(announced) == 1


def test_passing_completes_the_activity(sitting):
    sit(sitting.attempt)
    record = ActivityProgress.objects.get(activity=sitting.quiz.activity)
    assert record.completed_at is not None


def test_failing_completes_nothing(sitting):
    sit(sitting.attempt, right=0)
    assert not ActivityProgress.objects.filter(completed_at__isnull=False).exists()


def test_what_follows_is_part_of_handing_in(sitting):
    """If a listener fails, nothing was handed in, and it can be tried again."""

    def fail(**_kwargs):
        raise RuntimeError

    attempt_submitted.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            api.submit_attempt(attempt_id=sitting.attempt.pk)
    finally:
        attempt_submitted.disconnect(fail)
    sitting.attempt.refresh_from_db()
    assert sitting.attempt.is_open
    assert api.submit_attempt(attempt_id=sitting.attempt.pk).submitted_at


def test_a_question_that_is_gone_counts_for_nobody(sitting):
    gone = sitting.attempt.paper[0]["question"]
    api.save_answers(
        attempt_id=sitting.attempt.pk,
        answers={pk: answer for pk, answer in right_answers(sitting.attempt).items() if pk != gone},
    )
    sitting.made.bank.questions.get(pk=gone).delete()
    attempt = api.submit_attempt(attempt_id=sitting.attempt.pk)
    assert (attempt.score, attempt.score_possible) == (3, 3)


def test_an_answer_to_a_deleted_question_is_refused(sitting):
    question, choices = first_question(sitting.attempt)
    sitting.made.bank.questions.get(pk=question).delete()
    with pytest.raises(api.AnswerRefused):
        api.save_answer(attempt_id=sitting.attempt.pk, question_id=question, answer=choices[:1], sequence=1)


def test_a_form_with_a_deleted_question_keeps_the_others(sitting):
    gone = sitting.attempt.paper[0]["question"]
    answers = right_answers(sitting.attempt)
    sitting.made.bank.questions.get(pk=gone).delete()
    saved = api.save_answers(attempt_id=sitting.attempt.pk, answers=answers)
    assert saved.answered == 3
    assert {str(item.question_id) for item in Response.objects.all()} == answers.keys() - {gone}


def test_a_paper_names_its_questions(sitting):
    spare = str(make_question(sitting.made.bank, position=9).pk)
    asked = [item["question"] for item in sitting.attempt.paper]
    assert [api.times_on_papers(question) for question in [*asked, spare]] == [1] * len(asked) + [0]


# --- who sees what


def test_an_attempt_is_the_learners_alone(sitting):
    other = make_sitting(made=sitting.made)
    assert api.attempt_for(sitting.learner, sitting.attempt.pk) == sitting.attempt
    assert api.attempt_for(other.learner, sitting.attempt.pk) is None
    assert list(Attempt.objects.visible_to(other.learner)) == [other.attempt]


def test_standing_knows_the_open_attempt_and_what_is_left():
    sitting = make_sitting(attempts_allowed=3)
    sit(sitting.attempt, right=0)
    second = api.start_attempt(enrolment_id=sitting.enrolment.pk, quiz=sitting.quiz)
    standing = api.standing_of(enrolment=sitting.enrolment, quiz=sitting.quiz)
    assert standing.open_attempt == second
    assert [item.number for item in standing.submitted] == [1]
    assert standing.attempts_left == 2
    assert not standing.has_passed
    nobody = api.standing_of(enrolment=None, quiz=sitting.quiz)
    assert nobody.decision.reasons == (Refusal.NOT_ENROLLED,)


def test_wrong_answers_of_every_kind_earn_nothing(sitting):
    api.save_answers(attempt_id=sitting.attempt.pk, answers=wrong_answers(sitting.attempt))
    assert api.submit_attempt(attempt_id=sitting.attempt.pk).score == 0


def test_starts_on_the_terms_of_now():
    """The author has changed them since the page was asked for."""
    sitting = make_sitting(is_started=False, time_limit=60)
    Quiz.objects.filter(pk=sitting.quiz.pk).update(time_limit=10, own_pass_mark=90)
    attempt = api.start_attempt(enrolment_id=sitting.enrolment.pk, quiz=sitting.quiz)
    assert attempt.deadline_at - attempt.started_at == timedelta(minutes=10)
    assert attempt.pass_mark == 90
