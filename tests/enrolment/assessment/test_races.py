"""Twenty at once, on whatever database the suite runs on."""

import pytest

from enrolment.assessment import api
from enrolment.assessment.models import Attempt, Response
from enrolment.assessment.signals import attempt_submitted
from enrolment.progress.models import ActivityProgress
from tests.factories.assessment import make_sitting, right_answers
from tests.support.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 20


def test_twenty_starts_give_one_attempt():
    sitting = make_sitting(is_started=False)
    attempts = at_once(
        lambda _n: api.start_attempt(enrolment_id=sitting.enrolment.pk, quiz=sitting.quiz), range(CROWD)
    )
    assert len({attempt.pk for attempt in attempts}) == 1
    assert Attempt.objects.get().paper == attempts[0].paper


def test_twenty_submissions_give_one_result():
    sitting = make_sitting()
    api.save_answers(attempt_id=sitting.attempt.pk, answers=right_answers(sitting.attempt))
    heard = []

    def hear(attempt, **_kwargs):
        heard.append(attempt.pk)

    attempt_submitted.connect(hear)
    try:
        results = at_once(lambda _n: api.submit_attempt(attempt_id=sitting.attempt.pk), range(CROWD))
    finally:
        attempt_submitted.disconnect(hear)
    assert len({(item.submitted_at, item.score) for item in results}) == 1
    assert len(heard) == 1
    assert ActivityProgress.objects.filter(activity=sitting.quiz.activity).count() == 1


def test_twenty_saves_keep_the_newest():
    sitting = make_sitting()
    item = next(item for item in sitting.attempt.paper if len(item["choices"]) == 3)

    def save(sequence):
        return api.save_answer(
            attempt_id=sitting.attempt.pk,
            question_id=item["question"],
            answer=[item["choices"][sequence % 3]],
            sequence=sequence,
        )

    at_once(save, range(CROWD))
    response = Response.objects.get()
    assert (response.sequence, response.answer) == (CROWD - 1, [item["choices"][(CROWD - 1) % 3]])


def test_an_answer_that_was_acknowledged_is_marked():
    """Saving races with handing in: each answer is either acknowledged and marked, or refused."""
    sitting = make_sitting()
    answers = right_answers(sitting.attempt)

    def act(question):
        if question is None:
            return api.submit_attempt(attempt_id=sitting.attempt.pk)
        try:
            return api.save_answer(
                attempt_id=sitting.attempt.pk, question_id=question, answer=answers[question], sequence=1
            )
        except api.AttemptSubmitted:
            return None

    outcomes = at_once(act, [*answers, None])
    kept = sum(isinstance(outcome, api.Saved) for outcome in outcomes)
    assert Attempt.objects.get().score == kept
    assert Response.objects.filter(fraction=1).count() == Response.objects.count() == kept
