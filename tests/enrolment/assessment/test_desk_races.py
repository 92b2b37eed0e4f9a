"""Those who look after sittings, several at once: once is once, and nothing stands half."""

from decimal import Decimal

import pytest

from enrolment.assessment import api
from enrolment.assessment.markers import name_marker
from enrolment.assessment.models import (
    Attempt,
    Extension,
    Marker,
    Regrade,
    RegradedAttempt,
    Release,
    Response,
)
from enrolment.assessment.signals import attempt_settled
from enrolment.certificates.models import Certificate
from enrolment.progress.models import ActivityProgress
from tests.factories import people
from tests.factories.assessment import make_sitting, right_answers
from tests.factories.desk import make_essay_course, make_waiting, make_wrong_key
from tests.support.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def settled():
    heard = []

    def hear(attempt, **_kwargs):
        heard.append(attempt.pk)

    attempt_settled.connect(hear)
    yield heard
    attempt_settled.disconnect(hear)


def outcome(verb, refusal):
    """What a verb returned, or why it was refused."""
    try:
        return verb()
    except refusal as refused:
        return str(refused)


def test_two_who_confirm_re_grade_once(settled):
    world = make_wrong_key(wrong=3)
    world.correct()
    boss, digest = people.manager(), api.preview_regrade(question_id=world.question.pk).digest
    settled.clear()

    def confirm(_n):
        return outcome(
            lambda: api.regrade(question_id=world.question.pk, digest=digest, reason="wrong", by=boss),
            api.RegradeRefused,
        )

    outcomes = at_once(confirm, range(4))
    assert outcomes.count("made_before") == 3
    assert Regrade.objects.count() == 1
    assert RegradedAttempt.objects.count() == 3
    assert len(settled) == 3
    assert Certificate.objects.count() == 3


def test_two_tutors_and_one_mark(settled):
    sitting, boss = make_waiting(), people.manager()
    settled.clear()

    def mark(share):
        return outcome(
            lambda: api.mark_by_hand(
                response_id=sitting.waiting[0].pk, fraction=Decimal(share), comment=share, by=boss
            ),
            api.MarkRefused,
        )

    outcomes = at_once(mark, ["0.25", "0.5", "0.75", "1"])
    assert outcomes.count("not_waiting") == 3
    kept = Response.objects.get(pk=sitting.waiting[0].pk)
    assert Decimal(kept.comment) == kept.fraction
    assert len(settled) == 1


def test_the_last_two_essays_marked_at_once_leave_nothing_waiting(settled):
    sitting = make_waiting(made=make_essay_course(essays=2))
    boss = people.manager()
    at_once(
        lambda response: api.mark_by_hand(response_id=response.pk, fraction=Decimal(1), comment="", by=boss),
        sitting.waiting,
    )
    attempt = Attempt.objects.get()
    assert (attempt.waiting, attempt.score, attempt.is_passed) == (0, 3, True)


def test_an_exam_handed_in_while_it_is_released_is_known():
    """Whichever comes first: nobody's pass is announced by neither."""
    exam = make_sitting(mode="exam")
    others = [make_sitting(made=exam.made) for _n in range(3)]
    sittings = [exam, *others]
    for item in sittings:
        api.save_answers(attempt_id=item.attempt.pk, answers=right_answers(item.attempt))
    boss = people.manager()

    def act(attempt_id):
        if attempt_id is None:
            return api.release_results(quiz_id=exam.quiz.pk, by=boss)
        return api.submit_attempt(attempt_id=attempt_id)

    at_once(act, [None, *(item.attempt.pk for item in sittings), None])
    assert Release.objects.count() == 1
    assert ActivityProgress.objects.filter(completed_at__isnull=False).count() == len(sittings)


def test_an_extension_sent_twice_at_once_is_granted_once():
    sitting, boss = make_sitting(time_limit=30), people.manager()

    def grant(_n):
        return outcome(
            lambda: api.grant_extension(
                enrolment_id=sitting.enrolment.pk, quiz=sitting.quiz, by=boss, reason="x", minutes=5, seen=0
            ),
            api.ExtensionRefused,
        )

    assert at_once(grant, range(4)).count("changed") == 3
    attempt = Attempt.objects.get()
    assert Extension.objects.count() == 1
    assert (attempt.deadline_at - attempt.started_at).total_seconds() == 35 * 60


def test_extending_and_handing_in_do_not_wait_for_each_other():
    sitting, boss = make_sitting(time_limit=30), people.manager()
    api.save_answers(attempt_id=sitting.attempt.pk, answers=right_answers(sitting.attempt))

    def act(is_grant):
        if is_grant:
            return api.grant_extension(
                enrolment_id=sitting.enrolment.pk, quiz=sitting.quiz, by=boss, reason="x", minutes=5
            )
        return api.submit_attempt(attempt_id=sitting.attempt.pk)

    at_once(act, [True, False] * 4)
    assert Extension.objects.count() == 4
    assert not Attempt.objects.get().is_open


def test_a_tutor_is_named_once():
    course, boss, tutor = make_essay_course().course, people.manager(), people.tutor()
    at_once(lambda _n: name_marker(course=course, tutor=tutor, by=boss), range(4))
    assert Marker.objects.count() == 1
